"""Content checks: what each finds and what it leaves alone, and how findings go with a proposal."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from editorial import actions, inspection
from editorial.actions import Refused
from editorial.content_checks import grade
from editorial.document import freeze
from editorial.inspection import checks, inspect, sentences
from editorial.models import Proposal, ProposalFinding
from evidence.models import LinkCheck
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    IndicationFactory,
    SourceFactory,
    UserFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def found(text, **columns) -> set[str]:
    """The names of the checks that find something in a statement of a drug."""
    statement = DrugStatementFactory(text=text, **columns)
    return {finding.check for finding in inspect(freeze(statement.drug))}


LONG = "It calms cells and " * 12 + "that is all."
HARD = "Immunosuppressive pharmacotherapy necessitates haematological surveillance. " * 12


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (LONG, "long-sentence"),
        (HARD, "reading-level"),
        ("Hair came back in 35%.", "number-without-denominator"),
        ("There were 12 deaths.", "number-without-denominator"),
        ("Look ![](/static/x.png) here.", "picture-without-words"),
        ("Read more [here](https://example.org/).", "vague-link"),
        ("Read [the page](/drugs/no-such-drug/).", "dangling-link"),
        ("Read [the page](/nowhere/).", "dangling-link"),
        ("It is not madeuptinib.", "unknown-drug"),
    ],
)
def test_what_a_text_should_not_have(text, check):
    assert check in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "It calms the immune system. It is a tablet.",
        "Hair came back in 35 of 100 people.",
        "Of 281 people, 35% had hair again.",
        "An ointment with 0.5%.",
        "Look ![two hands](/static/x.png) here.",
        "Read [how we review](/about/review/) or [a label](https://example.org/).",
    ],
)
def test_what_a_text_may_have(text):
    assert found(text) == set()


def test_a_link_to_a_published_page_and_to_the_page_itself():
    condition = ConditionFactory()
    drug = DrugFactory()
    text = f"See [it](/conditions/{condition.slug}/) and [this drug](/drugs/{drug.slug}/)."
    assert found(text, drug=drug) == {"dangling-link"}
    publish(condition)
    assert {f.check for f in inspect(freeze(drug))} == set()


def test_a_brand_alone_and_with_its_substance():
    brand = BrandFactory(name="Examplix")
    inn = brand.drug.inn
    assert "brand-for-inn" in found("Examplix is a tablet.", drug=brand.drug)
    brand.drug.statements.all().delete()
    assert found(f"Examplix ({inn}) is a tablet.", drug=brand.drug) == set()


@pytest.mark.parametrize(
    ("status", "text", "hit"),
    [
        ("not_approved", "{inn} is approved for {condition}.", True),
        ("not_approved", "{inn} is approved in the US for {condition}.", True),
        ("not_approved", "{inn} is approved in Japan for {condition}.", False),
        ("not_approved", "{inn} is not approved for {condition}.", False),
        ("approved", "{inn} is approved for {condition}.", False),
    ],
)
def test_a_text_against_the_recorded_status(status, text, hit):
    row = IndicationFactory(
        status=status, jurisdiction="US-FDA", approval_date=None, date_precision=""
    )
    text = text.format(inn=row.drug.inn, condition=row.condition.name)
    assert ("contradicts-a-status" in found(text, drug=row.drug)) is hit


def test_a_fact_that_rests_on_promotion_alone():
    seller, label = SourceFactory(tier="F"), SourceFactory(tier="A")
    statement = DrugStatementFactory(sources=[seller], checked="recalled")
    document = freeze(statement.drug)
    document["rows"]["drugs.drugstatement"] = [{"id": 1, "text": "", "sources": [seller.pk]}]
    assert [f.check for f in inspect(document)] == ["promotion-alone"]
    document["rows"]["drugs.drugstatement"][0]["sources"].append(label.pk)
    assert inspect(document) == []
    document["rows"]["drugs.drugstatement"][0]["sources"] = []
    assert [f.check for f in inspect(document)] == ["fact-without-source"]


def test_an_address_that_did_not_answer(settings):
    source = SourceFactory(url="https://example.org/gone")
    assert inspect(freeze(source)) == []
    at = "2026-11-01T00:00Z"
    LinkCheck.objects.create(url=source.url, checked_at=at, status=404, problem="answered 404")
    (finding,) = inspect(freeze(source))
    assert (finding.check, finding.level) == ("broken-link", "advisory")
    assert "answered 404, on 1 November 2026" in finding.message


def test_levels_come_from_the_settings(settings):
    settings.CONTENT_CHECK_LEVELS = {"long-sentence": "blocking", "vague-link": "off"}
    statement = DrugStatementFactory(text=f"{LONG} Look [here](https://example.org/).")
    assert [(f.check, f.level) for f in inspect(freeze(statement.drug))] == [
        ("long-sentence", "blocking")
    ]
    settings.CONTENT_CHECK_LEVELS = {"long-sentence": "loud"}
    with pytest.raises(ImproperlyConfigured, match="loud is no level"):
        inspect(freeze(statement.drug))


def test_an_unknown_check_in_the_settings_is_refused(settings):
    settings.CONTENT_CHECK_LEVELS = {"long-sentense": "off"}
    inspection.checks.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="no content check long-sentense"):
        checks()
    inspection.checks.cache_clear()


def test_every_check_is_explained():
    assert len(checks()) == 12
    assert all(one.explained.endswith(".") for one in checks().values())


def test_sentences_and_grades():
    assert sentences("One. Two!\n\n- Three\n- Four") == ["One.", "Two!", "- Three", "- Four"]
    assert grade("The cat sat. The dog ran.") < 3 < 15 < grade(HARD)


# With a proposal ----------------------------------------------------------------------------


@pytest.fixture
def drug():
    return DrugStatementFactory(text=f"{LONG} See [it](/nowhere/).").drug


def test_what_blocks_needs_a_reason_and_both_are_kept(drug):
    with pytest.raises(Refused, match="leads to /nowhere/"):
        actions.propose([drug], by=ColleagueFactory(), note="x")
    assert not Proposal.objects.exists()
    reasons = {"dangling-link": "The page comes tomorrow."}
    proposal = actions.propose([drug], by=ColleagueFactory(), note="x", overrides=reasons)
    kept = list(proposal.findings.values_list("check_name", "level", "reason"))
    assert kept == [
        ("dangling-link", "blocking", "The page comes tomorrow."),
        ("long-sentence", "advisory", ""),
    ]


def test_the_screens_show_findings_and_ask_for_the_reason(drug):
    client = Client()
    client.force_login(UserFactory(staff=True, roles=["author"]))
    address = f"/admin/editorial/proposal/propose/?entry=drug:{drug.pk}"
    page = client.get(address).text
    assert "leads to /nowhere/" in page
    assert "Why this is proposed although “dangling link” was found" in page
    refused = client.post(address, {"note": "x", "change": "minor"})
    assert refused.status_code == 422
    data = {"note": "x", "change": "minor", "override-dangling-link": "It comes tomorrow."}
    answer = client.post(address, data)
    assert (
        "Proposed all the same, because: It comes tomorrow." in client.get(answer["Location"]).text
    )


def test_findings_of_a_submitted_proposal_are_frozen(drug):
    from django.db import DatabaseError, IntegrityError, transaction

    reasons = {"dangling-link": "It comes tomorrow."}
    actions.propose([drug], by=ColleagueFactory(), note="x", overrides=reasons)
    with pytest.raises((IntegrityError, DatabaseError), match="frozen"), transaction.atomic():
        ProposalFinding.objects.update(reason="Something else.")
