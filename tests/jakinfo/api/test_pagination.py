"""Pages: every row once and in order, whatever is published between two of them."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.factories import DrugFactory, SourceFactory, publish

pytestmark = pytest.mark.django_db
ORDERINGS = ["inn", "-inn", "published_at", "-published_at", "first_approval", "-first_approval"]
IN_ONE_DATABASE = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def walk(client):
    """The slugs on all pages, following `next`; `between` is called after each page."""

    def pages(url, between=lambda: None, link="next"):
        while url:
            body = client.get(url).json()
            yield [row["slug"] for row in body["results"]]
            between()
            url = body[link]

    return pages


def make(numbers):
    publish(*(DrugFactory(slug=f"d-{n:03}") for n in numbers))


@pytest.mark.parametrize("ordering", ORDERINGS)
@given(count=some.integers(0, 9), size=some.integers(1, 4))
@IN_ONE_DATABASE
def test_every_row_comes_once_and_in_order(walk, client, ordering, count, size):
    make(range(count))
    url = f"/api/v1/drugs/?ordering={ordering}"
    whole = client.get(f"{url}&page_size=100").json()
    pages = list(walk(f"{url}&page_size={size}"))
    assert [slug for page in pages for slug in page] == [r["slug"] for r in whole["results"]]
    assert all(len(page) == size for page in pages[:-1])


@given(
    first=some.sets(some.integers(0, 60), min_size=3, max_size=8),
    later=some.lists(some.sets(some.integers(0, 60), max_size=2), max_size=6),
    size=some.integers(1, 3),
)
@IN_ONE_DATABASE
def test_rows_published_between_pages_shift_nothing(walk, first, later, size):
    make(first)
    arrivals = iter(later)
    pages = walk(f"/api/v1/drugs/?page_size={size}", lambda: make(next(arrivals, ())))
    seen = [slug for page in pages for slug in page]
    assert seen == sorted(set(seen))
    assert {f"d-{n:03}" for n in first} <= set(seen)


def test_the_way_back_shows_the_same_pages(client, walk):
    make(range(7))
    forward = list(walk("/api/v1/drugs/?page_size=2"))
    body = client.get("/api/v1/drugs/?page_size=2").json()
    while body["next"]:
        body = client.get(body["next"]).json()
    last = body
    back = list(walk(last["previous"], link="previous"))
    assert [[row["slug"] for row in last["results"]], *back] == [
        ["d-006"],
        ["d-004", "d-005"],
        ["d-002", "d-003"],
        ["d-000", "d-001"],
    ]
    assert len(forward) == 4


def test_the_envelope_and_the_link_header_agree(client):
    make(range(3))
    first = client.get("/api/v1/drugs/?page_size=2&route=oral")
    body = first.json()
    assert (body["count"], body["previous"], len(body["results"])) == (3, None, 2)
    assert first.headers["Link"] == f'<{body["next"]}>; rel="next"'
    assert "route=oral" in body["next"]
    second = client.get(body["next"])
    assert second.json()["next"] is None
    assert second.headers["Link"] == f'<{second.json()["previous"]}>; rel="prev"'


@pytest.mark.parametrize("size", ["0", "101", "-1", "ten", "1.5", "9" * 40])
def test_a_page_has_one_to_a_hundred_rows(refused, size):
    assert refused(f"drugs/?page_size={size}") == ["page_size"]


def cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "raw",
    [
        "x",
        "%00",
        "AAAA",
        "é",
        base64.b64encode(b"[" * 200).decode(),
        cursor(),
        cursor("inn", ["a", "b"]),
        cursor("inn", ["a"], 0),
        cursor("inn", [1e400, "b"], 0),
        cursor("inn", ["a", None], 0),
        cursor("inn", ["a\x00", "b"], 0),
        cursor("inn", ["a\ud800", "b"], 0),
        cursor("inn", [["a"], "b"], 0),
        cursor("inn", ["a", "b"], 2),
        cursor("-inn", ["a", "b"], 0),
        cursor({"inn": 1}, ["a", "b"], 0),
    ],
)
def test_a_malformed_cursor_is_refused(refused, raw):
    assert refused(f"drugs/?cursor={raw}") == ["cursor"]


@pytest.mark.parametrize("value", [2**70, -(2**70), "seven", True])
def test_a_cursor_with_a_wrong_number_is_refused(refused, value):
    raw = cursor("published_at", [value], 0)
    assert refused(f"drugs/?ordering=published_at&cursor={raw}") == ["cursor"]


@pytest.mark.parametrize("value", ["2020-13-01", "soon", 5])
def test_a_cursor_with_a_wrong_date_is_refused(refused, value):
    raw = cursor("first_approval", [value, "slug"], 0)
    assert refused(f"drugs/?ordering=first_approval&cursor={raw}") == ["cursor"]


def test_a_cursor_of_another_list_is_refused(client, refused):
    make(range(2))
    raw = client.get("/api/v1/drugs/?page_size=1").json()["next"].partition("cursor=")[2]
    publish(SourceFactory())
    assert refused(f"sources/?cursor={raw}") == ["cursor"]


def test_search_has_pages_too(client):
    make(range(5))
    seen, url = [], "/api/v1/search/?q=d&page_size=2"
    while url:
        body = client.get(url).json()
        seen += [row["slug"] for row in body["results"]]
        url = body["next"]
    assert sorted(seen) == [f"d-{n:03}" for n in range(5)]
