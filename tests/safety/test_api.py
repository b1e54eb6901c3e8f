"""The safety resources of the API."""

import pytest

from tests.factories import (
    DrugFactory,
    RegulatorActionFactory,
    RiskGroupFactory,
    WarningAuthorityFactory,
    WarningFactory,
    WarningFigureFactory,
    WarningSignClaimFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    return lambda path: client.get(f"/api/v1/{path}").json()


@pytest.fixture
def two(db):
    drug = DrugFactory(slug="example")
    clots = WarningFactory(slug="clots", applies_to=[drug])
    WarningFigureFactory(warning=clots, text="2 in 100")
    WarningAuthorityFactory(warning=clots, authority="EU-EMA")
    smokers = RiskGroupFactory(slug="smokers", warnings=[clots])
    publish(clots, WarningFactory(slug="blood", severity="laboratory"), smokers)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["clots", "blood"]),
        ("drug=example", ["clots"]),
        ("risk_group=smokers", ["clots"]),
        ("authority=EU-EMA", ["clots"]),
        ("authority=US-FDA", []),
        ("severity=laboratory", ["blood"]),
        ("drug=example&severity=laboratory", []),
    ],
)
def test_warnings_are_narrowed(two, ask, query, found):
    assert [row["slug"] for row in ask(f"warnings/?{query}")["results"]] == found


def test_a_warning_is_one_fact_with_figures_that_are_facts(two, ask):
    body = ask("warnings/clots/")
    assert (body["sources"], body["basis"]) == (["the-label"], "regulator")
    assert body["drugs"] == [{"slug": "example", "inn": "example"}]
    assert body["authorities"] == ["EU-EMA"]
    assert body["figures"] == [{"text": "2 in 100", "sources": ["the-label"], "basis": "regulator"}]


def test_a_risk_group_names_its_warnings(two, ask):
    assert ask("risk-groups/smokers/")["warnings"] == [{"slug": "clots", "title": "Clots"}]


def test_a_sign_shows_who_advises_otherwise(ask):
    claim = WarningSignClaimFactory(sign__slug="chest-pain", sign__emergency=True)
    publish(claim.sign)
    body = ask("warning-signs/chest-pain/")
    assert body["urgency"] == "emergency"
    assert body["claims"] == [
        {"source": claim.source.key, "says": "Contact your doctor.", "stance": "disagrees"}
    ]


def test_an_action_names_drugs_and_dates(ask):
    publish(RegulatorActionFactory(slug="order", drugs=[DrugFactory(slug="example")]))
    body = ask("regulator-actions/order/")
    assert (body["authority"], body["date"]) == ("US-FDA", "2021-09-01")
    assert [drug["slug"] for drug in body["drugs"]] == ["example"]


@pytest.mark.parametrize(
    "name",
    ["warnings", "warning-signs", "risk-groups", "monitoring", "dose-rules", "regulator-actions"],
)
def test_an_empty_list_is_a_list(ask, name):
    assert ask(f"{name}/") == {"count": 0, "next": None, "previous": None, "results": []}
