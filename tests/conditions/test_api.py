"""/api/v1/conditions/."""

import pytest

from tests.factories import (
    CodeFactory,
    ConditionFactory,
    ConditionSynonymFactory,
    IndicationClaimFactory,
    StatementFactory,
    SymptomFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    return lambda path="": client.get(f"/api/v1/conditions/{path}").json()


@pytest.fixture
def two(db):
    skin = ConditionFactory(slug="skin-disease", body_system="skin and hair")
    CodeFactory(condition=skin, system="MeSH", value="D000506", label="Skin")
    claim = IndicationClaimFactory(indication__condition=skin, indication__drug__slug="example")
    joints = ConditionFactory(slug="joint-disease", body_system="joints")
    publish(skin, joints, claim.indication.drug)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["joint-disease", "skin-disease"]),
        ("drug=example", ["skin-disease"]),
        ("body_system=Joints", ["joint-disease"]),
        ("code=MeSH|D000506", ["skin-disease"]),
        ("code=MeSH|D1", []),
        ("drug=example&body_system=joints", []),
    ],
)
def test_conditions_are_narrowed(two, ask, query, found):
    assert [row["slug"] for row in ask(f"?{query}")["results"]] == found


def test_an_unknown_body_system_is_refused_with_the_known_ones(client, two):
    response = client.get("/api/v1/conditions/?body_system=soul")
    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"parameter": "body_system", "detail": "Choose one of: joints, skin and hair."}
    ]


def test_a_condition_is_told_whole(two, ask):
    body = ask("skin-disease/")
    assert body["indications"] == [
        {
            "drug": "example",
            "inn": "example",
            "jurisdiction": "US-FDA",
            "status": "approved",
            "contested": True,
        }
    ]
    assert [source["key"] for source in body["sources"]] == ["the-label"]


def test_facts_and_names_are_there(ask):
    condition = ConditionFactory(slug="example")
    ConditionSynonymFactory(condition=condition, text="another name")
    SymptomFactory(condition=condition, text="itch")
    StatementFactory(condition=condition, topic="who", text="Anybody.")
    publish(condition)
    body = ask("example/")
    assert body["synonyms"] == ["another name"]
    assert [row["text"] for row in body["symptoms"]] == ["itch"]
    assert [(row["topic"], row["text"]) for row in body["statements"]] == [("who", "Anybody.")]
