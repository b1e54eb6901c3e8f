"""A query that remembers what was looked up, and never takes a name from the address."""

import copy

import pytest

from editorial.noted import NotedQuery


@pytest.fixture
def query():
    return NotedQuery("a=1&b=2&b=3&unknown=x")


@pytest.mark.parametrize(
    "look",
    [
        lambda query: query["a"],
        lambda query: query.get("a"),
        lambda query: query.getlist("a"),
        lambda query: "a" in query,
    ],
)
def test_a_name_is_noted_however_it_is_looked_up(query, look):
    look(query)
    assert (query.asked, query.whole) == ({"a"}, False)


def test_a_name_that_is_not_there_is_noted_too(query):
    assert query.get("c") is None
    assert query.asked == {"c"}


@pytest.mark.parametrize(
    "look",
    [
        list,
        len,
        bool,
        dict,
        copy.copy,
        copy.deepcopy,
        lambda query: query.copy(),
        lambda query: query.dict(),
        lambda query: query.urlencode(),
        lambda query: list(query.keys()),
        lambda query: list(query.items()),
        lambda query: list(query.lists()),
        lambda query: list(query.values()),
        lambda query: query == {},
        lambda query: {**query},
    ],
)
def test_going_over_all_is_noted_and_names_nothing(query, look):
    look(query)
    assert (query.asked, query.whole) == (set(), True)


def test_it_gives_what_any_query_gives(query):
    assert (query["b"], query.getlist("b"), query.get("c", "-")) == ("3", ["2", "3"], "-")
    assert query.dict() == {"a": "1", "b": "3", "unknown": "x"}
    assert list(query.values()) == ["1", "3", "x"]
    assert query.urlencode() == "a=1&b=2&b=3&unknown=x"


def test_a_link_of_the_page_carries_on_what_it_knows(query):
    query.get("b")
    assert query.known().urlencode() == "b=2&b=3"
    assert not query.whole
