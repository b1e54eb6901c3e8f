"""Every way to be turned away, and that nothing a reader types is a fault of ours."""

import pytest

from editorial.actions import publish_import
from tests.factories import DrugFactory, SourceFactory, publish, withdraw

from .conftest import KINDS, ROWS

pytestmark = pytest.mark.django_db
LISTS = [*KINDS, *ROWS, "search"]
NEEDED = {"search": "q=x&"}
PARAMETERS = {
    "drugs": [
        "target",
        "route",
        "condition",
        "jurisdiction",
        "status",
        "brand",
        "code",
        "search",
        "ordering",
        "fields",
        "cursor",
        "page_size",
    ],
    "conditions": ["drug", "body_system", "code", "cursor", "page_size"],
    "indications": ["drug", "condition", "jurisdiction", "status", "contested", "cursor"],
    "warnings": ["drug", "risk_group", "authority", "severity", "cursor", "page_size"],
    "sources": ["kind", "tier", "origin", "drug", "year", "cursor", "page_size"],
    "guides": ["cursor", "page_size"],
    "search": ["q", "kind", "cursor", "page_size"],
    "changes": ["after", "limit"],
}
PAIRS = [(name, parameter) for name, found in PARAMETERS.items() for parameter in found]
OPEN = {"brand", "search", "q"}
"""Any readable text may be looked for with these."""
HOSTILE = {
    "nul": "%00",
    "nul inside": "tofa%00citinib",
    "lone surrogate": "%ED%A0%80",
    "right to left": "%E2%80%AEbinticafot",
    "ten kilobytes": "a" * 10_000,
    "negative": "-1",
    "huge": "9" * 60,
    "huge negative": "-" + "9" * 4_400,
    "quote": "%27%22%3B--",
    "operators": "%22%20OR%20*%20NEAR(",
    "pipe": "%7C",
    "digits of another script": "%D9%A3",
    "brackets": "%7B%7B7*7%7D%7D",
    "line feed": "a%0Ab",
    "null byte escape": "%5Cu0000",
    "percent": "%25%25s",
}


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_parameter_is_refused_by_name(refused, name):
    assert refused(f"{name}/?{NEEDED.get(name, '')}colour=red") == ["colour"]


@pytest.mark.parametrize(("name", "parameter"), PAIRS)
def test_a_repeated_parameter_is_refused_by_name(refused, name, parameter):
    needed = "" if parameter == "q" else NEEDED.get(name, "")
    assert refused(f"{name}/?{needed}{parameter}=1&{parameter}=1") == [parameter]


@pytest.mark.parametrize(("name", "parameter"), PAIRS)
def test_an_empty_parameter_is_refused_by_name(refused, name, parameter):
    needed = "" if parameter == "q" else NEEDED.get(name, "")
    assert refused(f"{name}/?{needed}{parameter}=") == [parameter]


@pytest.mark.parametrize(("name", "parameter"), [pair for pair in PAIRS if pair[1] not in OPEN])
def test_a_value_that_is_not_known_is_refused_by_name(refused, name, parameter):
    assert refused(f"{name}/?{NEEDED.get(name, '')}{parameter}=no-such-thing") == [parameter]


@pytest.mark.parametrize("name", [*KINDS, "schema", "docs", ""])
def test_what_takes_no_parameter_says_so(get, name):
    publish(DrugFactory(slug="example"))
    path = "drugs/example" if name in KINDS else name
    response = get(f"{path}/?colour=red".lstrip("/"))
    assert [fault["parameter"] for fault in response.json()["errors"]] == ["colour"]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(("name", "parameter"), PAIRS)
def test_hostile_values_are_answered(get, name, parameter, value):
    needed = "" if parameter == "q" else NEEDED.get(name, "")
    response = get(f"{name}/?{needed}{parameter}={value}")
    assert response.status_code in (200, 400)
    if "%00" in value or len(value) > 300:
        assert response.json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", KINDS)
def test_hostile_addresses_are_not_there(get, name, value):
    response = get(f"{name}/{value}/")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_of_parameters_are_refused(get, value):
    assert get(f"drugs/?{value}=1").status_code == 400


def test_all_faults_are_named_at_once(refused):
    assert refused("drugs/?route=nose&colour=red&page_size=0") == ["route", "colour", "page_size"]


def test_a_problem_says_what_and_where(get):
    body = get("drugs/?colour=red").json()
    assert body["status"] == 400
    assert body["instance"] == "/api/v1/drugs/"
    assert set(body) == {"type", "title", "status", "detail", "instance", "errors"}


@pytest.mark.parametrize(
    "path", ["nothing/", "drugs/nothing/", "drugs/a/b/", "v2", "drugs/%2e%2e/", "changes/1/"]
)
def test_an_unknown_address_is_a_problem_404(get, path):
    response = get(path)
    assert (response.status_code, response.json()["status"]) == (404, 404)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/api/", "/api/v2/drugs/", "/api/v1/nothing"])
def test_all_of_api_answers_as_a_problem(client, path):
    response = client.get(path)
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["drugs/", "drugs/nothing/", "changes/", "schema/", ""])
def test_writing_is_refused(client, method, path):
    response = getattr(client, method)(f"/api/v1/{path}", b"{", content_type="application/json")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*"])
def test_other_than_json_is_not_acceptable(get, accept):
    response = get("drugs/", accept=accept)
    assert (response.status_code, response.json()["status"]) == (406, 406)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_without_the_last_slash_it_moves_there(get):
    response = get("drugs?route=oral")
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/drugs/?route=oral"


def test_a_withdrawn_entry_is_gone_with_its_reason(get):
    live = publish(DrugFactory(slug="goneinib"))
    withdraw(live, reason="The maker stopped.", replaced_by="/drugs/newinib/")
    response = get("drugs/goneinib/")
    body = response.json()
    assert response.status_code == 410
    assert body["reason"] == body["detail"] == "The maker stopped."
    assert body["replaced_by"] == "/drugs/newinib/"
    assert body["last_edition"] == 2
    assert body["withdrawn_at"].endswith("Z")
    assert get("drugs/").json()["count"] == 0


def test_a_withdrawn_source_is_gone_under_its_key_too(get):
    source = SourceFactory(key="seed:009_abc", slug="seed-009_abc")
    withdraw(publish(source))
    assert get("sources/seed:009_abc/").status_code == 410
    assert get("sources/seed-009_abc/").status_code == 410


def test_a_renamed_entry_moved(get):
    drug = DrugFactory(slug="old-name")
    publish(drug)
    drug.slug = "new-name"
    drug.save()
    publish_import([drug], note="A better address.")
    response = get("drugs/old-name/?fields=slug")
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/drugs/new-name/?fields=slug"
    assert response.json()["status"] == 301
