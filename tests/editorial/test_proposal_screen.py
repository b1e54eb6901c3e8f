"""The screen of a proposal, seen by each role; its verbs; proposing and withdrawing from the admin."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drugs.models import LiveDrug
from editorial import actions
from editorial.models import Proposal, SignOff
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    DrugFactory,
    IndicationFactory,
    UserFactory,
    WarningFactory,
    publish,
)
from tests.newsroom import change_url, list_url

pytestmark = pytest.mark.django_db


def signed_in(*roles, **columns):
    client = Client()
    client.person = UserFactory(staff=True, roles=list(roles), **columns)
    client.force_login(client.person)
    return client


@pytest.fixture
def drug():
    drug = BrandFactory(drug=DrugFactory(drug_class="JAK inhibitor")).drug
    publish(drug)
    drug.drug_class = "TYK2 inhibitor"
    drug.save()
    return drug


@pytest.fixture
def author(drug):
    client = signed_in("author")
    actions.touch(drug, by=client.person)
    return client


@pytest.fixture
def proposal(drug, author):
    return actions.propose([drug], by=author.person, note="The class was wrong.")


def screen(proposal) -> str:
    return f"/admin/editorial/proposal/{proposal.pk}/change/"


def do(client, proposal, verb, **data):
    return client.post(f"/admin/editorial/proposal/{proposal.pk}/do/{verb}/", data)


def sign(client, proposal, role, **data):
    return do(client, proposal, "sign", role=role, sha256=proposal.sha256, **data)


def state(proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


# Proposing --------------------------------------------------------------------------------


def test_from_the_form_of_an_entry_to_a_proposal(drug, author):
    page = author.get(change_url(drug)).text
    link = re.search(r'href="([^"]+/propose/[^"]+)"', page).group(1)
    people = [ColleagueFactory().pk]
    answer = author.post(link, {"note": "Wrong class.", "change": "major", "people": people})
    proposal = Proposal.objects.get()
    assert answer["Location"] == screen(proposal)
    assert (proposal.state, proposal.change, proposal.note) == (
        "submitted",
        "major",
        "Wrong class.",
    )
    assert [row.user_id for row in proposal.assignments.all()] == people
    assert "TYK2 inhibitor" in author.get(screen(proposal)).text


def test_several_from_a_list(author):
    drugs = DrugFactory.create_batch(3)
    data = {"action": "propose_these", "_selected_action": [d.pk for d in drugs]}
    answer = author.post(list_url(type(drugs[0])), data)
    author.post(answer["Location"], {"note": "Three new pages.", "change": "minor"})
    assert Proposal.objects.get().entries.count() == 3


def test_what_was_typed_stays_when_it_is_refused(drug, author):
    address = f"/admin/editorial/proposal/propose/?entry=drug:{drug.pk}"
    answer = author.post(address, {"note": "", "change": "major"})
    assert answer.status_code == 422
    assert 'value="major" required id="id_change_1" checked' in answer.text
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("query", ["", "?entry=drug:0", "?entry=x:1", "?entry=drug:" + "9" * 40])
def test_proposing_nothing(author, query):
    answer = author.post(f"/admin/editorial/proposal/propose/{query}", {"note": "x"})
    assert answer.status_code == 422
    assert "Choose at least one entry" in answer.text


def test_an_entry_that_cannot_be_published_says_why(author):
    warning = WarningFactory(withheld="The label is being read again.")
    page = author.get(f"/admin/editorial/proposal/propose/?entry=warning:{warning.pk}").text
    assert "The label is being read again." in page


def test_withdrawing_says_what_it_hits(author):
    indication = IndicationFactory()
    publish(indication.drug)
    address = f"/admin/editorial/proposal/withdraw/?entry=condition:{indication.condition_id}"
    assert indication.drug.title in author.get(address).text
    answer = author.post(address, {"note": "x", "reason": "", "replaced_by": "elsewhere"})
    assert answer.status_code == 422
    answer = author.post(address, {"note": "x", "reason": "Merged.", "replaced_by": "not a path"})
    assert "is named by its path" in answer.text
    author.post(address, {"note": "x", "reason": "Merged.", "replaced_by": "/conditions/"})
    assert Proposal.objects.get().entries.get().document is None


def test_a_returned_proposal_is_answered(drug, author, proposal):
    reviewer = signed_in("medical reviewer")
    assert do(reviewer, proposal, "return", comment="").status_code == 422
    do(reviewer, proposal, "return", comment="Per day, not per dose.")
    address = f"/admin/editorial/proposal/propose/?entry=drug:{drug.pk}"
    page = author.get(address).text
    assert f"proposal {proposal.pk}" in page
    assert "The class was wrong." in page
    author.post(address, {"note": "Per day.", "change": "minor"})
    answer = Proposal.objects.latest("pk")
    assert (answer.follows_id, state(proposal)) == (proposal.pk, "cancelled")
    assert "Per day, not per dose." in author.get(screen(answer)).text


# Signing and publishing -------------------------------------------------------------------


def test_who_changed_it_sees_why_there_is_no_button(author, proposal):
    page = author.get(screen(proposal)).text
    assert "You changed this text, so somebody else has to sign it." in page
    assert "Sign this text" not in page
    assert sign(author, proposal, "editorial").status_code == 422
    assert not SignOff.objects.exists()


def test_from_two_signatures_to_readers(drug, proposal):
    reviewer, publisher = signed_in("medical reviewer"), signed_in("publisher")
    assert "Sign this text" in reviewer.get(screen(proposal)).text
    assert sign(reviewer, proposal, "medical", whole_page="on").status_code == 302
    assert do(publisher, proposal, "publish").status_code == 409
    assert sign(publisher, proposal, "editorial").status_code == 302
    assert do(publisher, proposal, "publish").status_code == 302
    live = LiveDrug.objects.get(pk=drug.pk)
    assert (live.drug_class, live.edition) == ("TYK2 inhibitor", 2)
    assert live.last_reviewed is not None
    page = publisher.get(screen(proposal)).text
    assert "Published as edition 2" in page
    assert "Sign this text" not in page


def test_a_role_that_is_not_yours(proposal):
    assert sign(signed_in("medical reviewer"), proposal, "editorial").status_code == 422
    assert sign(signed_in("publisher"), proposal, "medical").status_code == 422
    assert sign(signed_in("comment moderator"), proposal, "medical").status_code == 403
    assert not SignOff.objects.exists()


def test_another_text_than_the_one_on_the_screen(proposal):
    answer = do(signed_in("medical reviewer"), proposal, "sign", role="medical", sha256="0" * 64)
    assert answer.status_code == 409
    assert "not the text that you were shown" in answer.text


def test_the_working_copy_has_moved_on(drug, author, proposal):
    assert "has moved on" not in author.get(screen(proposal)).text
    actions.touch(drug, by=author.person)
    assert "has moved on" in author.get(screen(proposal)).text


def test_scheduling_and_cancelling(drug, proposal):
    publisher = signed_in("publisher")
    sign(signed_in("medical reviewer"), proposal, "medical")
    sign(publisher, proposal, "editorial")
    past = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    answer = do(publisher, proposal, "schedule", at=past)
    assert (answer.status_code, past in answer.text) == (422, True)
    soon = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert do(publisher, proposal, "schedule", at=soon).status_code == 302
    assert state(proposal) == "scheduled"
    assert "Readers see it from" in publisher.get(screen(proposal)).text
    actions.publish_due()
    assert LiveDrug.objects.get(pk=drug.pk).drug_class == "JAK inhibitor"
    actions.publish_due(now=timezone.now() + timedelta(hours=2))
    assert LiveDrug.objects.get(pk=drug.pk).drug_class == "TYK2 inhibitor"
    assert do(publisher, proposal, "cancel").status_code == 409


def test_talk_and_asking_colleagues(proposal):
    reviewer, other = signed_in("medical reviewer"), ColleagueFactory()
    assert do(reviewer, proposal, "comment", text=" ").status_code == 422
    do(reviewer, proposal, "comment", text="<b>Which label?</b>")
    do(reviewer, proposal, "assign", people=[other.pk])
    page = reviewer.get(screen(proposal)).text
    assert "&lt;b&gt;Which label?&lt;/b&gt;" in page
    assert other.get_full_name() in page
    do(reviewer, proposal, "assign", people=[])
    assert not proposal.assignments.exists()


def test_names_stay_when_accounts_go(proposal):
    reviewer = signed_in("medical reviewer", first_name="Hedwig", last_name="Rees")
    sign(reviewer, proposal, "medical")
    do(reviewer, proposal, "comment", text="Read.")
    reviewer.person.delete()
    page = signed_in("publisher").get(screen(proposal)).text
    assert page.count("Hedwig Rees") == 2


def test_strangers(client, proposal):
    for address in (screen(proposal), "/admin/editorial/proposal/propose/"):
        assert client.get(address).status_code == 302
        assert signed_in("comment moderator").get(address).status_code == 403
    publisher = signed_in("publisher")
    assert publisher.get(screen(proposal).replace(str(proposal.pk), "999")).status_code == 404
    assert do(publisher, proposal, "nonsense").status_code == 404
    assert publisher.get(f"/admin/editorial/proposal/{proposal.pk}/do/publish/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_screen_asks_the_database_at_most_25_times(django_assert_max_num_queries, rows):
    drug = DrugFactory()
    BrandFactory.create_batch(rows, drug=drug)
    IndicationFactory.create_batch(rows, drug=drug)
    publish(drug)
    proposal = actions.propose([drug], by=ColleagueFactory(), note="x")
    for number in range(rows):
        actions.comment(proposal, by=ColleagueFactory(), text=f"{number}")
    reviewer = signed_in("medical reviewer")
    with django_assert_max_num_queries(25):
        reviewer.get(screen(proposal))
