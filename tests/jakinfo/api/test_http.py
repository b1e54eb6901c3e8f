"""Validators, caching, compression and reading from other sites."""

import gzip

import brotli
import pytest

from drugs.models import LiveDrug
from editorial.actions import publish_import
from tests.factories import BrandFactory, DrugFactory, publish

from .conftest import world

pytestmark = pytest.mark.django_db
ADDRESSES = ["drugs/", "drugs/worldtinib-1/", "changes/", "indications/", "schema/", "docs/"]


@pytest.fixture
def drug(db):
    drug = DrugFactory(slug="example")
    publish(drug)
    return drug


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_unchanged_answer_is_not_sent_again(get, path):
    world()
    first = get(path)
    assert first.headers["ETag"].startswith('"')
    again = get(path, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("tags", ["W/{}", '"other", {}', "*"])
def test_the_tag_is_found_however_it_is_sent(get, drug, tags):
    tag = get("drugs/example/").headers["ETag"]
    assert get("drugs/example/", if_none_match=tags.format(tag)).status_code == 304


def test_a_publication_changes_the_tag_at_once(get, drug):
    tag = get("drugs/example/").headers["ETag"]
    BrandFactory(drug=drug)
    publish_import([drug], note="A brand.")
    assert get("drugs/example/", if_none_match=tag).status_code == 200


def test_nothing_is_kept_for_a_time(get, drug):
    headers = get("drugs/example/").headers
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert headers["Vary"] == "Accept-Encoding"
    assert LiveDrug.objects.get().published_at.strftime("%H:%M:%S") in headers["Last-Modified"]
    assert "Set-Cookie" not in headers


def test_a_refusal_is_not_kept(get):
    assert get("drugs/nothing/").headers["Cache-Control"] == "no-store"


def test_head_has_the_headers_and_no_body(client, get, drug):
    whole, head = get("drugs/example/"), client.head("/api/v1/drugs/example/")
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("br", "br", brotli.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_a_long_answer_is_compressed(get, accepted, coding, unpack):
    world()
    plain, packed = get("drugs/worldtinib-1/"), get("drugs/worldtinib-1/", accept_encoding=accepted)
    assert packed.headers["Content-Encoding"] == coding
    assert unpack(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert (
        get(
            "drugs/worldtinib-1/",
            accept_encoding=accepted,
            if_none_match=packed.headers["ETag"],
        ).status_code
        == 304
    )


@pytest.mark.parametrize("path", ["drugs/", "nothing/", "drugs/?x=1", "drugs/nothing/", "schema/"])
def test_other_sites_may_read_it(get, path):
    headers = get(path, origin="https://example.org").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    for name in ("ETag", "Link", "RateLimit", "Deprecation", "Sunset", "Retry-After"):
        assert name in headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", ["drugs/", "drugs/x/", "schema/", "changes/", ""])
def test_options_answers_a_browser_that_asks_first(client, path):
    response = client.options(f"/api/v1/{path}")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_a_session_changes_nothing(get, admin_client, drug):
    assert admin_client.get("/api/v1/drugs/").content == get("drugs/").content
