"""The description is valid OpenAPI 3.1, closed, and what the API answers fits it."""

import re

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from .conftest import KINDS, ROWS, world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schema(for_the_module):
    return Client().get("/api/v1/schema/").json()


@pytest.fixture(scope="module")
def whole_world(for_the_module):
    world()


@pytest.fixture
def fits(schema, whole_world):
    """Check a body against the answer that the description promises."""

    def check(path, status, body):
        answer = schema["paths"][path]["get"]["responses"][str(status)]["content"]
        (media,) = answer.values()
        whole = {**media["schema"], "components": schema["components"]}
        faults = list(Draft202012Validator(whole).iter_errors(body))
        assert faults == []
        return True

    return check


def objects(node):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def test_the_description_is_openapi_31(schema):
    assert schema["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(schema).validate()


def test_every_object_is_closed(schema):
    found = list(objects(schema))
    assert len(found) > 30
    assert {shape.get("additionalProperties") for shape in found} == {False}


@pytest.mark.parametrize("name", [*KINDS, *ROWS])
def test_a_list_fits(get, fits, name):
    body = get(f"{name}/").json()
    assert body["results"]
    assert fits(f"/api/v1/{name}/", 200, body)


@pytest.mark.parametrize("name", KINDS)
def test_every_entry_fits(get, fits, name):
    for row in get(f"{name}/").json()["results"]:
        assert fits(f"/api/v1/{name}/{{slug}}/", 200, get(f"{name}/{row['slug']}/").json())


def test_a_search_fits(get, fits):
    body = get("search/?q=worldtinib").json()
    assert body["results"]
    assert fits("/api/v1/search/", 200, body)


def test_chosen_fields_fit(get, fits):
    assert fits("/api/v1/drugs/", 200, get("drugs/?fields=slug,brands").json())
    one = get("drugs/worldtinib-1/?fields=slug,brands").json()
    assert set(one) == {"slug", "brands"}
    assert fits("/api/v1/drugs/{slug}/", 200, one)


def test_refusals_fit(get, fits):
    assert fits("/api/v1/drugs/", 400, get("drugs/?route=nose").json())
    assert fits("/api/v1/drugs/{slug}/", 404, get("drugs/nothing/").json())


def test_the_schema_rejects_what_it_does_not_name(get, fits):
    """The check itself: a planted extra field must turn it red."""
    body = get("drugs/worldtinib-1/").json() | {"draft": "secret"}
    with pytest.raises(AssertionError):
        fits("/api/v1/drugs/{slug}/", 200, body)


def test_every_parameter_is_described(schema):
    for path, operations in schema["paths"].items():
        for parameter in operations["get"]["parameters"]:
            assert parameter["description"], (path, parameter["name"])


def test_the_documentation_names_every_resource_and_has_no_script_of_its_own(get):
    response = get("docs/", accept="text/html")
    text = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/html")
    for name in [*KINDS, *ROWS, "search"]:
        assert f'id="{name}"' in text
    # Nothing but the site's own search box has a script, in a file, and it works without.
    [script] = re.findall("<script[^>]*>", text)
    assert "/suggest." in script
    assert " style=" not in text


def test_the_index_leads_everywhere(get):
    links = get("").json()
    assert set(links) == {*KINDS, *ROWS, "search", "schema", "docs"}
    for name in links:
        query = "?q=x" if name == "search" else ""
        assert get(f"{name}/{query}").status_code == 200
