"""The audit: one row an act, chained, never changed; and the dates that a review of the page sets."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from drugs.models import LiveDrug
from editorial import actions, audit, replay, triggers
from editorial.actions import Refused
from editorial.log import _months_later
from editorial.models import AuditRow, SignOff
from tests.factories import ColleagueFactory, DrugFactory, publish

pytestmark = pytest.mark.django_db


def refused(match):
    return pytest.raises((IntegrityError, DatabaseError), match=match)


@pytest.fixture
def proposal():
    drug = DrugFactory()
    publish(drug)
    return actions.propose([drug], by=ColleagueFactory(), note="x")


def test_each_verb_leaves_one_row_with_who_and_what(proposal):
    person = ColleagueFactory()
    actions.comment(proposal, by=person, text="Which label is this from?")
    row = AuditRow.objects.first()
    title = proposal.entries.get().title
    assert (row.verb, row.outcome, row.user_id) == ("comment", "done", person.pk)
    assert row.about == f"proposal {proposal.pk}: {title}"
    assert "Which label" in row.detail
    assert AuditRow.objects.filter(verb="propose").count() == 1


def test_the_chain_holds_and_verify_reads_it(proposal):
    for text in ("one", "two", "three"):
        actions.comment(proposal, by=ColleagueFactory(), text=text)
    assert audit.broken() == []
    assert replay.verify() == []


def test_a_changed_row_is_refused_and_where_rules_are_off_found(proposal):
    row = AuditRow.objects.first()
    with refused("never changed"), transaction.atomic():
        AuditRow.objects.filter(pk=row.pk).update(name="Somebody else")
    with refused("never deleted"), transaction.atomic():
        row.delete()
    triggers.remove("default")
    AuditRow.objects.filter(pk=row.pk).update(name="Somebody else")
    assert any(f"audit row {row.pk}" in found for found in replay.verify())


def test_a_row_out_of_order_is_refused(proposal):
    row = AuditRow.objects.first()
    for changes in ({"id": row.id + 2}, {"id": row.id + 1, "previous": "0" * 64}):
        forged = AuditRow(at=row.at, verb="publish", outcome="done", about="x", sha256="f" * 64)
        forged.previous = row.sha256
        for name, value in changes.items():
            setattr(forged, name, value)
        with refused("follows the last"), transaction.atomic():
            forged.save(force_insert=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_a_row_is_not_replaced(proposal):
    with refused("replaced|follows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO editorial_auditrow SELECT * FROM editorial_auditrow WHERE id = 1"
        )


def test_what_is_refused_changes_nothing_but_the_audit(proposal):
    with pytest.raises(Refused, match="Say what has to be changed"):
        actions.send_back(proposal, by=ColleagueFactory(), comment="  ")
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert not proposal.comments.exists()
    assert AuditRow.objects.first().outcome == "refused"


def test_a_returned_proposal_is_answered_by_the_next(proposal):
    actions.send_back(proposal, by=ColleagueFactory(), comment="The dose is per day.")
    drug = LiveDrug.objects.get(pk=proposal.entries.get().entry_id)
    working = drug._meta.apps.get_model("drugs", "Drug").objects.get(pk=drug.pk)
    answer = actions.propose([working], by=ColleagueFactory(), note="Per day.", follows=proposal)
    proposal.refresh_from_db()
    assert (proposal.state, answer.follows) == ("cancelled", proposal)
    with pytest.raises(Refused, match="would have to be returned"):
        actions.propose([working], by=ColleagueFactory(), note="Again.", follows=proposal)


def published(proposal, *, whole_page):
    for role in SignOff.Role.values:
        review = whole_page and role == "medical"
        actions.sign(proposal, by=ColleagueFactory(), role=role, whole_page=review)
    actions.publish(proposal, by=ColleagueFactory())
    return LiveDrug.objects.get(pk=proposal.entries.get().entry_id)


def test_a_change_does_not_move_the_review_date(proposal):
    live = published(proposal, whole_page=False)
    assert (live.edition, live.last_reviewed, live.next_review) == (2, None, None)


def test_a_medical_review_of_the_whole_page_does_and_survives_a_rebuild(proposal, settings):
    settings.REVIEW_MONTHS = {"drug": 6}
    live = published(proposal, whole_page=True)
    today = proposal.sign_offs.get(role="medical").at.date()
    assert (live.last_reviewed, live.next_review) == (today, _months_later(today, 6))
    again = actions.propose(
        [type(live)._meta.apps.get_model("drugs", "Drug").objects.get(pk=live.pk)],
        by=ColleagueFactory(),
        note="A comma.",
    )
    assert published(again, whole_page=False).last_reviewed == today
    replay.rebuild()
    assert LiveDrug.objects.get(pk=live.pk).last_reviewed == today
    assert replay.verify() == []


def test_only_a_medical_signature_reviews_a_page(proposal):
    with pytest.raises(Refused, match="Only a medical"):
        actions.sign(proposal, by=ColleagueFactory(), role="editorial", whole_page=True)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
    ],
)
def test_months_later(day, months, later):
    assert _months_later(datetime.date(*day), months) == datetime.date(*later)


def test_a_signature_names_the_text_that_was_shown(proposal):
    with pytest.raises(Refused, match="not the text that you were shown"):
        actions.sign(proposal, by=ColleagueFactory(), role="medical", sha256="0" * 64)


def test_settings_may_ask_for_more_signatures_never_for_none(proposal, settings):
    settings.SIGN_OFFS_NEEDED = {"drug": {"medical": 2, "editorial": 0}}
    actions.sign(proposal, by=ColleagueFactory(), role="medical")
    assert actions.missing_roles(proposal) == {"medical", "editorial"}
    actions.sign(proposal, by=ColleagueFactory(), role="medical")
    assert actions.missing_roles(proposal) == {"editorial"}
