"""The fast path in front of the real site: what it refuses, and that it changes no answer."""

import gzip
import hashlib
import importlib

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from jakinfo.generation import published
from tests.factories import BrandFactory, ColleagueFactory, DrugFactory, publish, withdraw
from tests.jakinfo.api.conftest import world
from tests.jakinfo.fast import around_the_site, ask, counted, within_the_test

pytestmark = pytest.mark.django_db
PAGE, DETAIL = "/drugs/worldtinib-1/", "/api/v1/drugs/worldtinib-1/"
ADDRESSES = [
    "/",
    "/drugs/",
    PAGE,
    f"{PAGE}?region=eu",
    "/conditions/",
    "/conditions/world-disease-1/",
    "/safety/",
    "/safety/world-warning-1/",
    "/approvals/",
    "/research/",
    "/research/world-paper-1/",
    "/guides/",
    "/search/?q=worldtinib",
    "/updates/",
    "/updates/feed/",
    "/about/",
    "/about/sources/",
    "/about/review/",
    "/sitemap.xml",
    "/robots.txt",
    "/nowhere/",
    "/api/v1/",
    "/api/v1/drugs/",
    "/api/v1/drugs/?page_size=1",
    DETAIL,
    "/api/v1/indications/",
    "/api/v1/search/?q=worldtinib",
    "/api/v1/changes/",
    "/api/v1/schema/",
    "/api/v1/docs/",
]


@pytest.fixture(autouse=True)
def _within_the_transaction_of_the_test():
    with within_the_test():
        yield


@pytest.fixture
def site():
    return get_wsgi_application()


@pytest.fixture(scope="module")
def whole_world(for_the_module):
    world()


@pytest.fixture
def fast(whole_world):
    return around_the_site()


# Refusals first


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=1"},
        {"cookie": "csrftoken=1"},
        {"cookie": "other=1"},
        {"authorization": "Bearer key"},
    ],
)
@pytest.mark.parametrize("path", [PAGE, DETAIL])
def test_who_shows_who_they_are_is_answered_by_django(fast, path, headers):
    for _ in range(2):
        assert ask(fast, path, **headers).status == 200
    assert counted(fast) == (0, 0, 2)
    assert fast.kept.report()["answers"] == 0


def test_neither_are_they_answered_from_memory(fast, django_assert_num_queries):
    ask(fast, PAGE)
    ask(fast, PAGE, cookie="sessionid=1")
    assert counted(fast) == (0, 1, 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", [PAGE, DETAIL])
def test_what_is_not_reading_is_passed_on(fast, site, path, method):
    ask(fast, path)
    assert ask(fast, path, method).status == ask(site, path, method).status
    assert counted(fast) == (0, 1, 1)


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/login/", "/admin/preview/token/", "/admin/preview/token/page/"]
)
def test_the_newsroom_and_its_previews_are_passed_on(fast, path):
    for _ in range(2):
        ask(fast, path)
    assert counted(fast) == (0, 0, 2)


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready", "/static/jakinfo/site.css"])
def test_what_is_no_page_is_passed_on(fast, path):
    assert ask(fast, path).status == 200
    assert counted(fast) == (0, 0, 1)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/drugs/?unknown=1", 400),
        ("/api/v1/drugs/?page_size=0", 400),
        ("/api/v1/drugs/nothing/", 404),
        ("/drugs", 301),
    ],
)
def test_a_refusal_of_the_api_and_a_redirect_with_a_query_are_not_kept(fast, path, status):
    assert ask(fast, f"{path}{'' if '?' in path else '?utm=1'}").status in (status, 400)
    assert fast.kept.report()["answers"] == 0


@pytest.mark.parametrize("accept", ["text/html", "application/json; indent=4", "image/*"])
def test_the_api_is_asked_itself_when_it_may_answer_otherwise(fast, site, accept):
    ask(fast, DETAIL)
    assert ask(fast, DETAIL, accept=accept) == ask(site, DETAIL, accept=accept)
    assert counted(fast) == (0, 1, 1)


@pytest.mark.parametrize("path", [PAGE, "/drugs/", "/search/?q=worldtinib"])
def test_unknown_parameters_never_fill_the_memory(fast, site, path):
    plain, and_ = ask(fast, path), "&" if "?" in path else "?"
    kept = fast.kept.report()["answers"]
    for number in range(20):
        unknown = ask(fast, f"{path}{and_}utm_source={number}&fbclid{number}=x")
        assert unknown.body == plain.body
    assert fast.kept.report()["answers"] == kept
    assert counted(fast)[:2] == (20, 1)
    assert ask(site, f"{path}{and_}utm_source=1").body == plain.body


def test_a_parameter_of_another_page_does_not_either(fast):
    for number in range(5):
        ask(fast, f"{PAGE}?page={number}")
    assert fast.kept.report()["answers"] == 1


def test_parameters_in_another_order_are_the_same_request(fast):
    ask(fast, "/search/?q=worldtinib&kind=drug")
    ask(fast, "/search/?kind=drug&q=worldtinib")
    assert counted(fast) == (1, 1, 0)


def test_a_parameter_that_is_looked_at_is_part_of_the_key(fast):
    bodies = {ask(fast, f"{PAGE}?region={name}").body for name in ("us", "eu", "us", "eu")}
    assert len(bodies) == 2
    assert counted(fast) == (2, 2, 0)


def test_a_range_is_answered_with_the_whole(fast):
    whole = ask(fast, PAGE)
    for _ in range(2):
        assert ask(fast, PAGE, range="bytes=0-9", if_range=whole.headers["ETag"]) == whole


def test_another_host_is_another_answer_and_a_strange_one_is_refused(fast, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    ask(fast, "/robots.txt")
    assert b"other.example" in ask(fast, "/robots.txt", host="other.example").body
    assert ask(fast, "/robots.txt", host="evil.example").status == 400
    assert b"testserver" in ask(fast, "/robots.txt").body


# It changes no answer


@pytest.mark.parametrize("path", ADDRESSES)
def test_body_and_headers_are_those_of_django(fast, site, path):
    for headers in ({}, {"accept_encoding": "gzip"}, {"accept_encoding": "gzip, br"}):
        expected = ask(site, path, **headers)
        for _ in range(2):
            assert ask(fast, path, **headers) == expected
        head = ask(fast, path, "HEAD", **headers)
        assert (head.status, head.headers, head.body) == (expected.status, expected.headers, b"")
        assert ask(site, path, "HEAD", **headers).headers == head.headers
        if "ETag" in expected.headers:
            known = {**headers, "if_none_match": expected.headers["ETag"]}
            unchanged = ask(fast, path, **known)
            assert (unchanged.status, unchanged.body) == (304, b"")
            assert unchanged.headers == ask(site, path, **known).headers


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path != "/nowhere/"])
def test_the_tag_is_the_hash_of_the_plain_body(fast, path):
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    for accepted in ("", "gzip", "br"):
        got = ask(fast, path, accept_encoding=accepted)
        coding = got.headers.get("Content-Encoding")
        name = hashlib.sha256(unpack[coding](got.body)).hexdigest()[:32]
        assert got.headers["ETag"] == (f'"{name}-{coding}"' if coding else f'"{name}"')
        assert got.headers["Vary"] == "Accept-Encoding"
        assert got.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_withdrawn_page_a_moved_one_and_a_missing_one_are_kept(fast, site):
    drug = DrugFactory(slug="before")
    publish(drug)
    drug.slug = "after"
    drug.save()
    publish(drug)
    withdraw(publish(DrugFactory(slug="gone")))
    for path, status in {"/drugs/before/": 301, "/drugs/gone/": 410, "/drugs/none/": 404}.items():
        assert ask(fast, path).status == status
        assert ask(fast, path) == ask(site, path)
    assert counted(fast)[:2] == (3, 3)


# Exactly as old as the log


def test_a_publication_ends_what_was_kept(fast):
    drug = DrugFactory(slug="example")
    publish(drug)
    before = ask(fast, "/drugs/example/")
    BrandFactory(drug=drug, name="Newbrand")
    publish(drug)
    after = ask(fast, "/drugs/example/", if_none_match=before.headers["ETag"])
    assert (after.status, b"Newbrand" in after.body) == (200, True)


def test_what_is_published_while_an_answer_is_made_is_in_it(site):
    """Made again: the first body is older than what has been committed meanwhile."""
    drug = DrugFactory(slug="example")
    publish(drug)
    bodies = []

    def app(environ, start_response):
        chunks = list(site(environ, start_response))
        bodies.append(b"".join(chunks))
        if len(bodies) == 1:
            BrandFactory(drug=drug, name="Newbrand")
            publish(drug)
        return chunks

    fast = around_the_site()
    fast.app = app
    assert b"Newbrand" in ask(fast, "/drugs/example/").body
    assert [b"Newbrand" in body for body in bodies] == [False, True]
    assert b"Newbrand" in ask(fast, "/drugs/example/").body
    assert (len(bodies), fast.kept.report()["answers"]) == (2, 1)


def test_an_answer_is_kept_for_one_day_only(whole_world):
    day = [20_000]
    fast = around_the_site(moment=lambda: (*published(), day[0]))
    for expected in ((0, 1), (1, 1)):
        ask(fast, PAGE)
        assert counted(fast)[:2] == expected
    day[0] += 1
    ask(fast, PAGE)
    assert counted(fast)[:2] == (1, 2)
    assert fast.kept.report()["answers"] == 1


def test_a_hit_costs_one_statement_and_none_of_djangos(fast, django_assert_num_queries):
    ask(fast, PAGE)
    with django_assert_num_queries(0):
        ask(fast, PAGE)


def test_without_the_database_django_says_so(fast):
    def away():
        raise OperationalError("away")

    fast.generation = away
    assert ask(fast, "/robots.txt").status == 200
    assert fast.kept.report()["answers"] == 0


# Counters


def test_staff_see_the_counters_and_nobody_else(fast, client):
    ask(fast, PAGE)
    ask(fast, PAGE)
    assert b"kept" not in ask(fast, "/healthz/ready").body
    client.force_login(ColleagueFactory(is_staff=False))
    assert b"kept" not in ask(fast, "/healthz/ready", cookie=client.cookies.output(header="")).body
    client.force_login(ColleagueFactory(is_staff=True))
    shown = ask(fast, "/healthz/ready", cookie=client.cookies.output(header=""))
    assert b'"hits": 1, "misses": 1' in shown.body
    assert "no-store" in shown.headers["Cache-Control"]


def test_the_server_runs_it():
    wsgi = importlib.import_module("jakinfo.wsgi")
    assert type(wsgi.application).__name__ == "FastPath"
    assert connection.vendor in ("sqlite", "postgresql")
