"""An emergency warning: who may raise it, what it needs, that it is live at once and marked until countersigned."""

import pytest
from django.test import Client

from editorial.models import AuditRow, LiveChange, Proposal
from evidence.models import REGIONS
from safety.models import LiveWarning, Warning
from tests.factories import (
    ComparedDrugFactory,
    DrugFactory,
    GuideFactory,
    IndicationFactory,
    SourceFactory,
    UserFactory,
    WarningFactory,
    publish,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/safety/emergency/"
REGION = {jurisdiction: code for code, jurisdiction in REGIONS.items()}


@pytest.fixture
def publisher():
    return signed_in("publisher")


def signed_in(*roles):
    client = Client()
    client.person = UserFactory(staff=True, roles=list(roles))
    client.force_login(client.person)
    return client


def filled(**changes) -> dict:
    drug, source = DrugFactory(), SourceFactory(tier="A")
    publish(drug)
    publish(source)
    return {
        "title": "Liver injury",
        "text": "Call your doctor if your skin turns yellow.",
        "advice": "Stop it.",
        "applies_to": [drug.pk],
        "sources": [source.pk],
        "authority": "US-FDA",
        "note": "A new warning.",
        "reason": "Deaths were reported.",
    } | changes


def test_it_is_live_when_the_form_is_sent(publisher):
    data = filled()
    answer = publisher.post(ADDRESS, data)
    proposal = Proposal.objects.get()
    assert answer["Location"] == f"/admin/editorial/proposal/{proposal.pk}/change/"
    live = LiveWarning.objects.get(slug="liver-injury")
    assert (live.origin, live.severity, live.checked) == ("emergency", "serious", "seen")
    assert [drug.pk for drug in live.applies_to.all()] == data["applies_to"]
    assert [a.authority for a in live.authorities.all()] == ["US-FDA"]
    assert LiveChange.objects.first().note == "A new warning."
    assert "Liver injury" in Client().get("/safety/").text
    assert (proposal.emergency, proposal.countersigned_at) == (True, None)


def test_readers_see_it_on_every_page_it_concerns(publisher):
    indication, other = IndicationFactory.create_batch(2)
    publish(indication.drug)
    publish(other.drug)
    data = filled(applies_to=[indication.drug_id])
    publisher.post(ADDRESS, data)
    drug, condition = indication.drug, indication.condition
    named, compared, free = GuideFactory.create_batch(3)
    named.drugs.add(drug)
    ComparedDrugFactory(guide=compared, drug=drug)
    free.drugs.add(other.drug)
    publish(named, compared, free)
    for path in (
        f"/drugs/{drug.slug}/",
        f"/conditions/{condition.slug}/",
        f"/guides/{named.slug}/",
        f"/guides/{compared.slug}/",
        f"/compare/?drug={drug.slug}&drug={other.drug.slug}",
        f"/approvals/?region={REGION[indication.jurisdiction]}",
        "/safety/",
        "/",
    ):
        page = Client().get(path).text
        assert "New warning" in page
        assert "Call your doctor if your skin turns yellow." in page
    for path in (
        f"/drugs/{other.drug.slug}/",
        f"/conditions/{other.condition.slug}/",
        f"/guides/{free.slug}/",
    ):
        assert "New warning" not in Client().get(path).text


def test_the_new_text_of_a_warning_that_is_there(publisher):
    warning = WarningFactory(severity="boxed")
    publish(warning)
    assert publisher.get(f"{ADDRESS}{warning.pk}/").status_code == 200
    publisher.post(f"{ADDRESS}{warning.pk}/", filled(title=warning.title))
    live = LiveWarning.objects.get(pk=warning.pk)
    assert (live.edition, live.slug, live.severity) == (2, warning.slug, "boxed")
    assert live.text == "Call your doctor if your skin turns yellow."


def test_another_person_countersigns(publisher):
    publisher.post(ADDRESS, filled())
    proposal = Proposal.objects.get()
    address = f"/admin/editorial/proposal/{proposal.pk}/do/countersign/"
    assert publisher.post(address).status_code == 409
    assert (
        "Not countersigned yet"
        in publisher.get(f"/admin/editorial/proposal/{proposal.pk}/change/").text
    )
    assert signed_in("medical reviewer").post(address).status_code == 302
    proposal.refresh_from_db()
    assert proposal.countersigned_by_name


@pytest.mark.parametrize(
    "missing", ["title", "text", "applies_to", "sources", "note", "reason", "authority"]
)
def test_what_it_cannot_be_without(publisher, missing):
    answer = publisher.post(ADDRESS, filled(**{missing: ""}))
    assert answer.status_code == 422
    assert "Call your doctor" in answer.text or missing == "text"
    assert not Warning.objects.exists()
    assert not LiveWarning.objects.exists()


def test_a_seller_alone_carries_no_warning(publisher):
    source = SourceFactory(tier="F")
    answer = publisher.post(ADDRESS, filled(sources=[source.pk]))
    assert (answer.status_code, "tier F" in answer.text) == (422, True)


def test_a_source_that_is_not_published_stops_it_and_leaves_nothing_behind(publisher):
    source = SourceFactory(tier="A")
    answer = publisher.post(ADDRESS, filled(sources=[source.pk]))
    assert (answer.status_code, "not published" in answer.text) == (422, True)
    assert not Warning.objects.exists()
    assert not Proposal.objects.exists()
    row = AuditRow.objects.first()
    assert (row.verb, row.outcome) == ("warn at once", "refused")


@pytest.mark.parametrize("title", ["Liver injury", "???"])
def test_a_title_that_cannot_be_an_address(publisher, title):
    WarningFactory(slug="liver-injury")
    assert publisher.post(ADDRESS, filled(title=title)).status_code == 422


@pytest.mark.parametrize("role", ["author", "medical reviewer", "comment moderator"])
def test_who_may_not(role):
    client = signed_in(role)
    assert client.get(ADDRESS).status_code == client.post(ADDRESS, filled()).status_code == 403
    assert not Warning.objects.exists()


def test_an_administrator_may():
    assert signed_in("administrator").post(ADDRESS, filled()).status_code == 302
