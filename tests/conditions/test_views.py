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
