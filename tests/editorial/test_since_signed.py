"""What somebody has signed before, of the entry that is proposed now."""

import pytest

from editorial import actions
from editorial.differences import since_signed
from tests.factories import ColleagueFactory, DrugFactory, publish
from tests.newsroom import change, sign

pytestmark = pytest.mark.django_db


def proposed(drug, text):
    change(drug, drug_class=text)
    return actions.propose([drug], by=ColleagueFactory(username="ada"), note=text)


def text_of(document):
    return document and document["rows"]["drugs.drug"][0]["drug_class"]


@pytest.fixture
def drug():
    return DrugFactory()


@pytest.fixture
def mia():
    return ColleagueFactory(username="mia")


def test_who_signed_nothing_has_nothing_to_compare_with(drug, mia):
    entry = proposed(drug, "one").entries.get()
    assert since_signed(entry, mia) is None
    sign(entry.proposal)
    assert since_signed(entry, mia) is None


def test_the_text_last_signed_is_that_of_the_newest_other_proposal(drug, mia):
    for text in ("one", "two"):
        actions.send_back(sign(proposed(drug, text)), by=mia, comment="Not yet.")
    entry = proposed(drug, "three").entries.get()
    assert text_of(since_signed(entry, mia)) == "two"


def test_what_others_signed_and_other_entries_do_not_count(drug, mia):
    sign(proposed(DrugFactory(), "other"))
    first = proposed(drug, "one")
    actions.sign(first, by=ColleagueFactory(), role="medical")
    entry = proposed(drug, "two").entries.get()
    assert since_signed(entry, mia) is None


def test_a_signed_withdrawal_has_no_text_and_is_passed_over(drug, mia):
    live = publish(drug)
    actions.publish(sign(proposed(drug, "one")), by=ColleagueFactory())
    live.refresh_from_db()
    proposal = actions.propose_withdrawal([live], by=ColleagueFactory(), note="x", reason="x")
    actions.sign(proposal, by=mia, role="medical")
    entry = proposed(drug, "two").entries.get()
    assert text_of(since_signed(entry, mia)) == "one"


def test_it_takes_two_queries(drug, mia, django_assert_num_queries):
    sign(proposed(drug, "one"))
    entry = proposed(drug, "two").entries.get()
    with django_assert_num_queries(2):
        since_signed(entry, mia)
