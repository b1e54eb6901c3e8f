"""The verbs: what they do, and above all who is turned away."""

import datetime

import pytest
from django.utils import timezone

from drugs.models import LiveDrug
from editorial import actions
from editorial.actions import Refused
from editorial.models import Edition, LiveChange, LiveTombstone, Proposal, SignOff
from safety.models import LiveWarning
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    DrugFactory,
    IndicationFactory,
    WarningFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug():
    drug = DrugFactory(drug_class="JAK inhibitor (oral)")
    publish(drug)
    drug.drug_class = "TYK2 inhibitor (oral)"
    drug.save()
    return drug


@pytest.fixture
def author():
    return ColleagueFactory()


@pytest.fixture
def proposal(drug, author):
    actions.touch(drug, by=author)
    return actions.propose([drug], by=author, note="The class was wrong.")


def signed(proposal):
    for role in SignOff.Role.values:
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    proposal.refresh_from_db()
    return proposal


def live_class(drug):
    return LiveDrug.objects.get(pk=drug.pk).drug_class


def test_signed_by_two_and_published(drug, proposal):
    assert live_class(drug) == "JAK inhibitor (oral)"
    (edition,) = actions.publish(signed(proposal), by=ColleagueFactory())
    assert live_class(drug) == "TYK2 inhibitor (oral)"
    assert (edition.number, edition.origin, edition.change) == (2, "review", "minor")
    assert [c.edition for c in LiveChange.objects.filter(kind="drug")] == [2, 1]


def test_what_is_published_is_the_frozen_text_not_the_working_copy(drug, proposal):
    signed(proposal)
    drug.drug_class = "changed after the signatures"
    drug.save()
    actions.publish(proposal, by=ColleagueFactory())
    assert live_class(drug) == "TYK2 inhibitor (oral)"


@pytest.mark.parametrize("role", SignOff.Role.values)
def test_an_author_cannot_sign(proposal, author, role):
    with pytest.raises(Refused, match="somebody else"):
        actions.sign(proposal, by=author, role=role)


def test_an_earlier_contributor_cannot_sign(drug, author):
    helper = ColleagueFactory()
    actions.touch(drug, by=helper)
    proposal = actions.propose([drug], by=author, note="x")
    with pytest.raises(Refused, match="somebody else"):
        actions.sign(proposal, by=helper, role="medical")


def test_who_changed_an_older_edition_may_sign_the_next(drug, proposal, author):
    actions.publish(signed(proposal), by=ColleagueFactory())
    drug.drug_class = "JAK inhibitor"
    drug.save()
    later = actions.propose([drug], by=ColleagueFactory(), note="Shorter.")
    assert actions.sign(later, by=author, role="medical").role == "medical"


def test_one_person_cannot_give_both_signatures(proposal):
    reviewer = ColleagueFactory()
    actions.sign(proposal, by=reviewer, role="medical")
    with pytest.raises(Refused, match="another person"):
        actions.sign(proposal, by=reviewer, role="editorial")


def test_one_signature_is_not_enough(proposal):
    actions.sign(proposal, by=ColleagueFactory(), role="medical")
    with pytest.raises(Refused, match="submitted"):
        actions.publish(proposal, by=ColleagueFactory())


def test_there_are_only_two_roles(proposal):
    with pytest.raises(Refused, match="no sign-off role"):
        actions.sign(proposal, by=ColleagueFactory(), role="friend")


def test_a_returned_proposal_cannot_be_published(proposal):
    actions.send_back(signed(proposal), by=ColleagueFactory(), comment="Not yet.")
    with pytest.raises(Refused, match="returned"):
        actions.publish(proposal, by=ColleagueFactory())


def test_a_second_proposal_over_the_same_edition_is_refused(drug, proposal, author):
    rival = actions.propose([drug], by=author, note="The same again.")
    actions.publish(signed(proposal), by=ColleagueFactory())
    with pytest.raises(Refused, match="another proposal meanwhile"):
        actions.publish(signed(rival), by=ColleagueFactory())


def test_nothing_to_propose_no_note_and_recalled_entries_are_refused(author, drug):
    with pytest.raises(Refused, match="at least one"):
        actions.propose([], by=author, note="x")
    with pytest.raises(Refused, match="what changed"):
        actions.propose([drug], by=author, note="  ")
    with pytest.raises(Refused, match="memory"):
        actions.propose([WarningFactory(checked="recalled")], by=author, note="x")
    assert not Proposal.objects.exists()


def test_an_address_that_is_still_live_elsewhere_is_refused(author):
    first = DrugFactory(slug="wanted")
    publish(first)
    first.slug = "moved"
    first.save()
    taker = DrugFactory(slug="wanted", inn="another")
    with pytest.raises(Refused, match="still used by the published"):
        actions.propose([taker], by=author, note="x")


def test_an_address_taken_between_proposal_and_publication_is_refused(author):
    first, second = DrugFactory(slug="first"), DrugFactory(slug="wanted")
    late = signed(actions.propose([second], by=author, note="x"))
    second.slug = "elsewhere"
    second.save()
    first.slug = "wanted"
    first.save()
    publish(first)
    with pytest.raises(Refused, match="still used by the published"):
        actions.publish(late, by=ColleagueFactory())


def test_a_withdrawal_needs_a_reason_and_leaves_a_tombstone(drug, author):
    live = LiveDrug.objects.get(pk=drug.pk)
    with pytest.raises(Refused, match="Say why"):
        actions.propose_withdrawal([live], by=author, note="x", reason=" ")
    with pytest.raises(Refused, match="at least one"):
        actions.propose_withdrawal([], by=author, note="x", reason="y")
    proposal = actions.propose_withdrawal(
        [live], by=author, note="x", reason="Never sold.", replaced_by="/drugs/"
    )
    actions.publish(signed(proposal), by=ColleagueFactory())
    stone = LiveTombstone.objects.get()
    assert (stone.reason, stone.replaced_by, stone.last_edition) == ("Never sold.", "/drugs/", 2)
    assert not LiveDrug.objects.filter(pk=drug.pk).exists()


def test_a_scheduled_proposal_goes_out_once_when_it_is_due(drug, proposal):
    now = timezone.now()
    with pytest.raises(Refused, match="submitted"):
        actions.schedule(proposal, at=now + datetime.timedelta(hours=1), by=ColleagueFactory())
    signed(proposal)
    with pytest.raises(Refused, match="future"):
        actions.schedule(proposal, at=now, by=ColleagueFactory())
    actions.schedule(proposal, at=now + datetime.timedelta(hours=1), by=ColleagueFactory())
    later = now + datetime.timedelta(hours=2)
    assert actions.publish_due(now=now) == ([], [])
    assert actions.publish_due(now=later) == ([proposal], [])
    assert actions.publish_due(now=later) == ([], [])
    assert Edition.objects.filter(kind="drug").count() == 2


def test_a_cancelled_schedule_does_not_go_out(proposal):
    now = timezone.now()
    actions.schedule(signed(proposal), at=now + datetime.timedelta(hours=1), by=ColleagueFactory())
    actions.cancel(proposal, by=ColleagueFactory())
    assert actions.publish_due(now=now + datetime.timedelta(hours=2)) == ([], [])


def test_a_scheduled_proposal_that_cannot_go_out_is_returned_and_holds_up_no_other(
    drug, proposal, author
):
    now = timezone.now()
    rival, other = actions.propose([drug], by=author, note="Rival."), DrugFactory()
    unrelated = actions.propose([other], by=author, note="Another drug.")
    for number, one in enumerate((proposal, rival, unrelated)):
        at = now + datetime.timedelta(hours=1 + number)
        actions.schedule(signed(one), at=at, by=ColleagueFactory())
    published, refused = actions.publish_due(now=now + datetime.timedelta(days=1))
    assert published == [proposal, unrelated]
    assert [p for p, _ in refused] == [rival]
    rival.refresh_from_db()
    assert rival.state == "returned"


def test_an_emergency_is_live_at_once_and_red_until_somebody_else_countersigns(author):
    warning = WarningFactory()
    publish(warning)
    warning.title = "New risk"
    warning.save()
    proposal = actions.propose(
        [warning], by=author, note="x", emergency=True, reason="Recall today."
    )
    actions.publish(proposal, by=author)
    assert LiveWarning.objects.get(pk=warning.pk).title == "New risk"
    with pytest.raises(Refused, match="took part"):
        actions.countersign(proposal, by=author)
    other = ColleagueFactory()
    assert actions.countersign(proposal, by=other).countersigned_by == other
    with pytest.raises(Refused, match="nobody has countersigned"):
        actions.countersign(proposal, by=ColleagueFactory())


def test_an_emergency_is_for_warnings_with_a_reason(drug, author):
    with pytest.raises(Refused, match="safety warning"):
        actions.propose([drug], by=author, note="x", emergency=True, reason="hurry")
    with pytest.raises(Refused, match="safety warning"):
        actions.propose([WarningFactory()], by=author, note="x", emergency=True)


def test_restoring_an_edition_keeps_what_is_recalled(drug, proposal, author):
    recalled = BrandFactory(drug=drug, checked="recalled")
    added = BrandFactory(drug=drug)
    first = Edition.objects.get(kind="drug", entry_id=drug.pk, number=1)
    restored = actions.restore(first, by=author)
    assert restored.drug_class == "JAK inhibitor (oral)"
    assert list(restored.brands.all()) == [recalled]
    assert added.pk not in restored.brands.values_list("pk", flat=True)


def test_restoring_keeps_columns_that_are_only_recalled(author):
    indication = IndicationFactory(unchecked_fields=["approval_date", "date_precision"])
    publish(indication.drug)
    actions.restore(Edition.objects.get(kind="drug"), by=author)
    indication.refresh_from_db()
    assert indication.approval_date is not None


def test_a_tombstone_cannot_be_restored(drug, author):
    live = LiveDrug.objects.get(pk=drug.pk)
    actions.publish(
        signed(actions.propose_withdrawal([live], by=author, note="x", reason="y")),
        by=ColleagueFactory(),
    )
    with pytest.raises(Refused, match="withdrew"):
        actions.restore(Edition.objects.get(change="withdrawn"), by=author)


def test_an_import_publishes_once_and_only_what_is_checked():
    drug, recalled = DrugFactory(), WarningFactory(checked="recalled")
    assert len(actions.publish_import([drug, recalled], note="x")) == 1
    assert actions.publish_import([drug, recalled], note="x") == []


def test_the_log_survives_a_deleted_reviewer(proposal):
    reviewer = ColleagueFactory(first_name="Ada", last_name="Lovelace")
    actions.sign(proposal, by=reviewer, role="medical")
    reviewer.delete()
    assert SignOff.objects.get().name == "Ada Lovelace"
