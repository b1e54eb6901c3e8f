"""/api/v1/indications/?as_of=: the rows of a day, narrowed and paged as those of today."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drugs.models import LiveDrug
from editorial import earlier, past
from editorial.models import LiveChange
from tests.factories import (
    ConditionFactory,
    DrugFactory,
    IndicationClaimFactory,
    IndicationFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
LIST = "/api/v1/indications/"


@pytest.fixture
def three():
    """Three uses of two drugs, one of them contested."""
    drug, condition = DrugFactory(slug="firstinib"), ConditionFactory(slug="psoriasis")
    row = IndicationFactory(drug=drug, condition=condition, status="approved", jurisdiction="RU")
    IndicationClaimFactory(indication=row, stance="disagrees")
    IndicationFactory(drug=drug)
    last = IndicationFactory(drug__slug="secondinib", condition=condition)
    publish(drug, last.drug)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("drug=firstinib", 2),
        ("condition=psoriasis", 2),
        ("jurisdiction=RU", 1),
        ("status=approved&contested=true", 1),
        ("contested=false", 2),
        ("drug=secondinib&jurisdiction=RU", 0),
    ],
)
def test_the_day_of_today_answers_as_today(client, three, query, count):
    today = client.get(f"{LIST}?{query}").json()
    then = client.get(f"{LIST}?as_of={TODAY}&{query}").json()
    assert today["count"] == count
    assert then == today


def test_its_pages_are_those_of_today(client, three):
    forth, back = [], []
    address = f"{LIST}?page_size=1&as_of={TODAY}"
    while address:
        page = client.get(address).json()
        forth += page["results"]
        last, address = page, page["next"]
    while last["previous"]:
        assert f"as_of={TODAY}" in last["previous"]
        last = client.get(last["previous"]).json()
        back += last["results"]
    assert forth == client.get(LIST).json()["results"]
    assert back == forth[-2::-1]


def test_a_withdrawn_drug_is_there_as_of_before(client, three):
    seq = LiveChange.objects.first().seq
    withdraw(LiveDrug.objects.get(slug="firstinib"))
    assert client.get(f"{LIST}?as_of={TODAY}").json()["count"] == 1
    with past.looking(past.Moment(day=TODAY, seq=seq)):
        assert client.get(f"{LIST}?drug=firstinib").json()["count"] == 2
    assert client.get(f"{LIST}?drug=firstinib&as_of={TODAY}").status_code == 400


def test_before_the_first_edition_there_is_nothing(client, three):
    assert client.get(f"{LIST}?as_of={TODAY - timedelta(days=1)}").json()["count"] == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=yesterday", "as_of must be a day"),
        ("as_of=2026-02-30", "as_of must be a day"),
        (f"as_of={TODAY + timedelta(days=2)}", "in the future"),
        ("as_of=", "must not be empty"),
        (f"as_of={TODAY}&as_of={TODAY}", "once only"),
        (f"as_of={TODAY}&drug=nothing", "no published drug"),
        (f"as_of={TODAY}&cursor=x", "not a cursor"),
        (f"as_of={TODAY}&cursor=WyIiLFsiYSJdLDBd", "not a cursor"),
    ],
)
def test_what_is_wrong_is_named_as_a_problem(client, three, query, words):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert words in answer.json()["errors"][0]["detail"]


def test_the_description_names_it(client):
    listed = client.get("/api/v1/schema/").json()["paths"][LIST]["get"]
    [found] = [row for row in listed["parameters"] if row["name"] == "as_of"]
    assert found["schema"] == {"type": "string", "format": "date"}
    assert "as_of" in client.get("/api/v1/docs/").text


def test_it_asks_the_same_for_few_and_for_many(client):
    counts = []
    for many in (1, 5):
        for _ in range(many):
            claim = IndicationClaimFactory()
            publish(claim.indication.drug)
        earlier.forget()
        with CaptureQueriesContext(connection) as asked:
            client.get(
                f"{LIST}?as_of={TODAY}&contested=true&condition={claim.indication.condition.slug}"
            )
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
