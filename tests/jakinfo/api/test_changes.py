"""/api/v1/changes/: replaying it from 0 visits every publication once, in order."""

import pytest

from editorial.actions import publish_import
from tests.factories import ConditionFactory, DrugFactory, publish, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(db):
    drug = DrugFactory(slug="example")
    publish(drug, ConditionFactory(slug="other"))
    drug.slug = "renamed"
    drug.save()
    publish_import([drug], note="A better address.")
    drug.drug_class = "JAK inhibitor"
    drug.save()
    publish_import([drug], note="A word.")
    withdraw(publish(DrugFactory(slug="short-lived")), reason="A mistake.")


def test_changes_come_in_order_without_gaps(get, five):
    body = get("changes/").json()
    assert [row["seq"] for row in body["results"]] == list(range(1, body["head"] + 1))
    assert [(row["slug"], row["change"], row["edition"]) for row in body["results"]] == [
        ("example", "created", 1),
        ("other", "created", 1),
        ("renamed", "renamed", 2),
        ("renamed", "major", 3),
        ("short-lived", "created", 1),
        ("short-lived", "withdrawn", 2),
    ]
    assert set(body["results"][0]) == {
        "seq", "at", "kind", "slug", "edition", "change", "note", "url",
    }  # fmt: skip


def test_following_next_visits_every_change_once(client, five):
    seen, url = [], "/api/v1/changes/?limit=2"
    while url:
        body = client.get(url).json()
        seen += [row["seq"] for row in body["results"]]
        url = body["next"]
    assert seen == list(range(1, body["head"] + 1))


def test_at_the_head_there_is_nothing_more(get, five):
    head = get("changes/").json()["head"]
    body = get(f"changes/?after={head}").json()
    assert (body["results"], body["next"], body["count"]) == ([], None, 0)
    assert get(f"changes/?after={head + 5}").json()["results"] == []


def test_an_empty_house_has_head_nought(get):
    assert get("changes/").json() == {
        "head": 0, "count": 0, "next": None, "previous": None, "results": [],
    }  # fmt: skip


def test_replaying_gives_what_is_served(get, five):
    mirror = {}
    for row in get("changes/").json()["results"]:
        mirror.pop(row["slug"], None)
        if row["change"] == "renamed":
            mirror = {slug: kind for slug, kind in mirror.items() if slug != "example"}
        if row["change"] != "withdrawn":
            mirror[row["slug"]] = row["kind"]
    served = {row["slug"]: "drug" for row in get("drugs/").json()["results"]}
    served |= {row["slug"]: "condition" for row in get("conditions/").json()["results"]}
    assert mirror == served


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", "after=1.5"])
def test_what_is_no_number_is_refused(refused, query):
    assert refused(f"changes/?{query}") == [query.partition("=")[0]]
