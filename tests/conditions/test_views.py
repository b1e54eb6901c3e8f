"""The pages of the conditions: treatments by region, disagreement, empty states."""

import re

import pytest

from conditions.views import PER_PAGE
from evidence.models import Stance
from tests.factories import (
    ConditionFactory,
    DrugFactory,
    GuideFactory,
    IndicationClaimFactory,
    IndicationFactory,
    SourceFactory,
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


def listed(response) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/drugs/([^/]+)/', response.content.decode())


def test_many_drugs_stand_on_pages_of_which_the_first_has_those_approved_here(client, condition):
    drugs = [DrugFactory(slug=f"drug-{n:02}", inn=f"drug{n:02}") for n in range(PER_PAGE + 3)]
    for drug in drugs[:3]:
        IndicationFactory(drug=drug, condition=condition, not_approved=True)
    for drug in drugs[3:]:
        IndicationFactory(drug=drug, condition=condition)
    IndicationFactory(drug=drugs[0], condition=condition, jurisdiction="EU-EMA")
    publish(condition, *drugs)
    first, second = (client.get("/conditions/vitiligo/", {"page": n}) for n in (1, 2))
    assert listed(first) == [drug.slug for drug in drugs[3:]]
    assert listed(second) == [drug.slug for drug in drugs[:3]]
    assert 'rel="next" href="?page=2"' in first.content.decode()
    # Another region has another order, and begins at its first page.
    assert 'href="?page=1&amp;region=eu"' not in second.content.decode()
    assert listed(client.get("/conditions/vitiligo/?region=eu"))[0] == "drug-00"
    assert "of the drugs on this page" in page(client, region="eu", page=2)


@pytest.mark.parametrize("number", ["2", "99", "9999999", "0", "-1", "x", "²"])
def test_a_page_that_is_not_there_leads_to_one_that_is(client, condition, number):
    IndicationFactory(drug=DrugFactory(inn="ruxolitinib"), condition=condition)
    publish(*(row.drug for row in condition.indications.all()), condition)
    answer = client.get("/conditions/vitiligo/", {"page": number}, follow=True)
    assert len(listed(answer)) == 1
    assert answer.redirect_chain in ([], [("/conditions/vitiligo/?page=1", 302)])


def test_what_is_under_study_and_what_was_refused_says_what_sources_say(client, condition):
    study = IndicationFactory(condition=condition, status="investigational", jurisdiction="EU-EMA")
    IndicationClaimFactory(
        indication=study, says="in phase 3", stance=Stance.NOT_COMPARED, source__tier="D"
    )
    refused = IndicationFactory(condition=condition, not_approved=True)
    unsaid = IndicationFactory(condition=condition, not_approved=True)
    IndicationClaimFactory(
        indication=refused, says="FDA asked for more", stance=Stance.AGREES, source__tier="D"
    )
    IndicationClaimFactory(indication=refused, says="approved", stance=Stance.DISAGREES)
    IndicationClaimFactory(
        indication=unsaid, says="an article knows why", stance=Stance.AGREES, source__tier="E"
    )
    publish(study.drug, refused.drug, unsaid.drug)
    shown = page(client)
    told = shown[shown.index('id="study"') : shown.index('id="disagree"')]
    for words in (
        "In phase 3.",
        "FDA asked for more.",
        "The reason is not in our checked records.",
    ):
        assert told.count(words) == 1
    assert "Approved." not in told
    assert "an article knows why" not in told
    assert "Is there a study that I could join?" in shown
    assert "Is one of the approved medicines" not in shown


def test_without_a_record_nothing_is_asked_and_nothing_is_under_study(client, condition):
    publish(condition)
    shown = page(client)
    for anchor in ("study", "refused", "ask", "related"):
        assert f'id="{anchor}"' not in shown


def test_what_to_read_on_says_why(client, condition):
    paper = SourceFactory(title="A trial paper", source_kind="systematic_review")
    StatementFactory(condition=condition).sources.set([paper])
    row = IndicationFactory(condition=condition, drug=DrugFactory(inn="ruxolitinib"))
    IndicationClaimFactory(indication=row, source=paper)
    guides = [GuideFactory(title="A table", compared_for=condition), GuideFactory(title="A story")]
    for guide in guides:
        guide.conditions.add(condition)
    publish(condition, row.drug, *guides)
    read = page(client).split('id="related"')[1]
    order = ["Compared in", "A table", "Written about in", "A story", "Rests on these papers"]
    order += ["A trial paper", "for 1 statement; on ruxolitinib"]
    places = [read.index(words) for words in order]
    assert places == sorted(places)
