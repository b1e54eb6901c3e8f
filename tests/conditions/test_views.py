"""The pages of the conditions: treatments by region, disagreement, empty states."""

import pytest

from evidence.models import Stance
from tests.factories import (
    ConditionFactory,
    DrugFactory,
    IndicationClaimFactory,
    IndicationFactory,
    StatementFactory,
    SymptomFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition():
    return ConditionFactory(slug="vitiligo", name="Vitiligo")


def page(client, **given):
    return " ".join(client.get("/conditions/vitiligo/", given).content.decode().split())


def test_treatments_with_status_and_disagreement(client, condition):
    row = IndicationFactory(
        drug=DrugFactory(inn="ruxolitinib"), condition=condition, population="from 12 years"
    )
    IndicationClaimFactory(indication=row, says="not approved", stance=Stance.DISAGREES)
    publish(row.drug)
    shown = page(client)
    assert "Ruxolitinib" in shown
    assert "from 12 years" in shown
    assert "Sources disagree" in shown
    assert "No checked record for this region" in page(client, region="jp")


def test_topics_without_a_statement_have_no_heading(client, condition):
    SymptomFactory(condition=condition, text="pale patches", basis="seed")
    StatementFactory(condition=condition, topic="cause", text="not known")
    publish(condition)
    shown = page(client)
    assert "An article says: pale patches" in shown
    assert 'id="cause"' in shown
    assert 'id="impact"' not in shown


def test_unknown_and_withdrawn(client, condition):
    assert client.get("/conditions/vitiligo/").status_code == 404
    withdraw(publish(condition), reason="Merged.")
    assert client.get("/conditions/vitiligo/").status_code == 410


def test_the_empty_list_says_so(client):
    assert "No condition is published yet" in client.get("/conditions/").content.decode()


def test_a_claim_wrong_here_may_be_right_elsewhere(client, condition):
    drug = DrugFactory(inn="tofacitinib")
    here = IndicationFactory(drug=drug, condition=condition, not_approved=True)
    IndicationFactory(drug=drug, condition=condition, jurisdiction="RU")
    IndicationClaimFactory(indication=here, stance=Stance.DISAGREES)
    publish(drug)
    shown = page(client)
    assert "United States: not approved." in shown
    assert "Elsewhere it is different. Russia: approved." in shown


def test_a_region_that_does_not_exist_says_what_is_shown_instead(client, condition):
    publish(condition)
    assert "this is the United States" in page(client, region="mars")
    assert "this is the United States" not in page(client, region="eu")
