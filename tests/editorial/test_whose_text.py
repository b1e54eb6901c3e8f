"""Who changed a text since what is live was frozen, and what is published of it, however it got there."""

import pytest

from drugs.models import Drug, LiveDrug
from editorial import actions, replay
from editorial.actions import Refused
from editorial.models import Edition, LiveChange, SignOff
from editorial.registry import kinds
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    ConditionFactory,
    DrugFactory,
    IndicationFactory,
    WarningFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db


def live(entry):
    return kinds()[entry.kind].live.objects.filter(pk=entry.pk).first()


def changed(drug, text):
    person = ColleagueFactory()
    drug.drug_class = text
    drug.save()
    actions.touch(drug, by=person)
    return person


def proposed(*entries):
    return actions.propose(entries, by=ColleagueFactory(), note="x")


def publish_signed(proposal):
    for role in SignOff.Role.values:
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    return actions.publish(proposal, by=ColleagueFactory())


@pytest.fixture
def drug():
    drug = DrugFactory()
    publish(drug)
    return drug


def test_who_changed_the_text_while_another_was_being_signed_cannot_sign_the_next(drug):
    first = proposed(drug)
    late = changed(drug, "changed while the first was on its way")
    publish_signed(first)
    with pytest.raises(Refused, match="somebody else"):
        actions.sign(proposed(drug), by=late, role="medical")


def test_who_changed_the_text_before_a_withdrawal_cannot_sign_its_return(drug):
    writer = changed(drug, "changed before it was withdrawn")
    withdraw(live(drug))
    with pytest.raises(Refused, match="somebody else"):
        actions.sign(proposed(drug), by=writer, role="medical")


def test_an_import_takes_no_change_of_a_person_live(drug):
    changed(drug, "not signed")
    assert actions.publish_import([drug], note="x") == []
    assert live(drug).drug_class != "not signed"


def test_an_import_leaves_alone_what_people_published(drug):
    drug.drug_class = "signed"
    drug.save()
    publish_signed(proposed(drug))
    drug.drug_class = "not signed"
    drug.save()
    assert actions.publish_import([drug], note="x") == []


def test_what_is_frozen_is_what_was_saved(drug):
    drug.drug_class = "only in memory"
    (entry,) = proposed(drug).entries.all()
    assert entry.document["rows"]["drugs.drug"][0]["drug_class"] != "only in memory"


def test_two_people_who_change_at_once_are_two_versions(drug):
    other = Drug.objects.get(pk=drug.pk)
    for entry in (drug, other):
        actions.touch(entry, by=ColleagueFactory())
    drug.refresh_from_db()
    assert drug.version == 3


def test_one_proposal_publishes_what_is_pointed_at_first_and_withdraws_it_last():
    warning = WarningFactory()
    source = warning.sources.get()
    publish_signed(proposed(warning, source, *warning.applies_to.all()))
    assert live(warning) is not None
    both = actions.propose_withdrawal(
        [live(source), live(warning)], by=ColleagueFactory(), note="x", reason="y"
    )
    publish_signed(both)
    assert (live(warning), live(source)) == (None, None)
    assert replay.verify() == []


def test_a_name_that_is_still_live_elsewhere_is_refused_in_words():
    first = ConditionFactory(name="Vitiligo")
    publish(first)
    first.name = "Another name"
    first.save()
    second = proposed(ConditionFactory(name="Vitiligo"))
    with pytest.raises(Refused, match="cannot be published"):
        publish_signed(second)


def test_a_fact_without_a_source_is_refused():
    brand = BrandFactory()
    brand.sources.clear()
    with pytest.raises(Refused, match="names no source"):
        proposed(brand.drug)


def test_a_row_that_falls_apart_without_its_recalled_column_is_refused():
    indication = IndicationFactory(unchecked_fields=["approval_date"])
    with pytest.raises(Refused, match="does not hold together without approval_date"):
        proposed(indication.drug)


def test_the_note_of_a_minor_change_stays_with_the_editors_when_the_address_changes(drug):
    drug.slug = "a-new-address"
    drug.save()
    publish_signed(proposed(drug))
    line = LiveChange.objects.get(slug="a-new-address")
    assert (line.change, line.note, live(drug).change_note) == ("renamed", "", "")


def test_restoring_an_address_that_is_taken_is_refused(drug):
    old = drug.slug
    drug.slug = "a-new-address"
    drug.save()
    publish_signed(proposed(drug))
    DrugFactory(slug=old, inn="another")
    with pytest.raises(Refused, match="cannot be restored"):
        actions.restore(Edition.objects.get(slug=old), by=ColleagueFactory())


def test_restoring_what_points_at_a_deleted_entry_is_refused():
    indication = IndicationFactory()
    actions.publish_import([*indication.sources.all(), indication.drug], note="x")
    indication.delete()
    indication.condition.delete()
    with pytest.raises(Refused, match="were deleted"):
        actions.restore(Edition.objects.get(kind="drug"), by=ColleagueFactory())


def test_restoring_does_not_vouch_for_a_row_that_is_now_from_memory():
    brand = BrandFactory()
    publish(brand.drug)
    brand.checked = "recalled"
    brand.save()
    actions.restore(Edition.objects.get(kind="drug"), by=ColleagueFactory())
    brand.refresh_from_db()
    assert brand.checked == "recalled"


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//elsewhere.example/", "/\\elsewhere", "x"]
)
def test_the_page_that_replaces_it_is_one_of_ours(drug, path):
    with pytest.raises(Refused, match="named by its path"):
        actions.propose_withdrawal(
            [LiveDrug.objects.get()], by=ColleagueFactory(), note="x", reason="y", replaced_by=path
        )
