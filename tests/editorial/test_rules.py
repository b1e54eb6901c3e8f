"""Ways around two-person sign-off, each tried on the database itself and turned away by it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from editorial import actions, rules
from editorial.checks import rules_are_installed
from editorial.document import digest
from editorial.models import Contributor, Edition, Head, Proposal, ProposedEntry, SignOff, Touch
from tests.factories import ColleagueFactory, DrugFactory, WarningFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return ColleagueFactory(is_superuser=True)


@pytest.fixture
def proposal(author):
    drug = DrugFactory()
    publish(drug)
    drug.drug_class = "changed"
    drug.save()
    actions.touch(drug, by=author)
    return actions.propose([drug], by=author, note="x")


def refused(match):
    return pytest.raises((IntegrityError, DatabaseError), match=match)


def edition_from(source, **changes):
    entry = source.entries.get()
    head = Head.objects.get()
    head.seq += 1
    head.save()
    last = Edition.objects.filter(kind=entry.kind, entry_id=entry.entry_id).count()
    columns = {
        "seq": head.seq,
        "kind": entry.kind,
        "entry_id": entry.entry_id,
        "number": last + 1,
        "slug": entry.slug,
        "title": entry.title,
        "note": source.note,
        "document": entry.document,
        "sha256": entry.sha256,
        "change": "minor",
        "origin": "review",
        "proposal": source,
        "published_at": source.proposed_at,
    }
    return Edition(**(columns | changes))


def sign_by_two(proposal):
    for role in SignOff.Role.values:
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    proposal.refresh_from_db()


def test_an_edition_without_signatures(proposal):
    with refused("approved proposal|sign-off by two people"), transaction.atomic():
        edition_from(proposal).save(force_insert=True)


def test_approving_by_update(proposal):
    with refused("sign-off by two people"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved")


def test_approving_by_raw_sql(proposal):
    with refused("sign-off by two people"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE editorial_proposal SET state = 'approved' WHERE id = %s", [proposal.pk]
        )


def test_a_proposal_born_approved(author):
    with refused("starts as a draft"), transaction.atomic():
        Proposal.objects.create(state="approved", note="x", proposed_by=author)


def test_signing_ones_own_text_without_the_verb(proposal, author):
    with refused("cannot sign it"), transaction.atomic():
        SignOff.objects.create(
            proposal=proposal, role="medical", sha256=proposal.sha256, user=author
        )


def test_signing_with_bulk_create(proposal, author):
    row = SignOff(proposal=proposal, role="medical", sha256=proposal.sha256, user=author)
    with refused("cannot sign it"), transaction.atomic():
        SignOff.objects.bulk_create([row])


def test_hiding_a_contributor_before_signing(proposal, author):
    with refused("contributors of a submitted proposal are frozen"), transaction.atomic():
        Contributor.objects.filter(proposal=proposal).delete()
    with refused("never deleted"), transaction.atomic():
        Touch.objects.all().delete()


def test_signing_another_hash(proposal):
    with refused("names the hash"), transaction.atomic():
        SignOff.objects.create(
            proposal=proposal, role="medical", sha256="0" * 64, user=ColleagueFactory()
        )


def test_two_signatures_by_one_person(proposal):
    reviewer = ColleagueFactory()
    SignOff.objects.create(proposal=proposal, role="medical", sha256=proposal.sha256, user=reviewer)
    with refused("(?i)unique"), transaction.atomic():
        SignOff.objects.create(
            proposal=proposal, role="editorial", sha256=proposal.sha256, user=reviewer
        )


def test_two_signatures_in_one_role(proposal):
    for _ in range(2):
        SignOff.objects.create(
            proposal=proposal, role="medical", sha256=proposal.sha256, user=ColleagueFactory()
        )
    with refused("sign-off by two people"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved")


def test_changing_a_signature(proposal):
    actions.sign(proposal, by=ColleagueFactory(), role="medical")
    with refused("never changed"), transaction.atomic():
        SignOff.objects.update(role="editorial")
    with refused("never deleted"), transaction.atomic():
        SignOff.objects.all()._raw_delete("default")


def test_approve_then_edit_then_publish(proposal):
    sign_by_two(proposal)
    with refused("frozen"), transaction.atomic():
        ProposedEntry.objects.filter(proposal=proposal).update(slug="other")
    with refused("approved proposal"), transaction.atomic():
        text = proposal.entries.get().document | {"id": 0}
        edition_from(proposal, document=text, sha256=digest(text)).save(force_insert=True)
    with refused("approved proposal"), transaction.atomic():
        text = proposal.entries.get().document | {"id": 0}
        edition_from(proposal, document=text).save(force_insert=True)


def test_adding_an_entry_after_the_signatures(proposal):
    sign_by_two(proposal)
    with refused("frozen"), transaction.atomic():
        ProposedEntry.objects.create(
            proposal=proposal,
            kind="drug",
            entry_id=99,
            slug="x",
            title="x",
            version=1,
            sha256="0" * 64,
        )


def test_changing_the_note_or_the_hash_of_what_was_submitted(proposal):
    for change in ({"sha256": "0" * 64}, {"note": "other"}, {"emergency": True, "reason": "x"}):
        with refused("submitted is not changed"), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**change)


def test_posing_as_an_import(proposal):
    sign_by_two(proposal)
    actions.publish(proposal, by=ColleagueFactory())
    text = proposal.entries.get().document
    with refused("import never replaces"), transaction.atomic():
        edition_from(proposal, origin="import", proposal=None, document=text).save(
            force_insert=True
        )


def test_posing_as_an_emergency(proposal):
    sign_by_two(proposal)
    with refused("safety warning with a reason"), transaction.atomic():
        edition_from(proposal, origin="emergency").save(force_insert=True)


def test_publishing_the_same_proposal_twice(proposal):
    sign_by_two(proposal)
    actions.publish(proposal, by=ColleagueFactory())
    with refused("approved proposal"), transaction.atomic():
        edition_from(proposal).save(force_insert=True)
    with refused("cannot move"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved")


def test_publishing_by_state_alone(proposal):
    sign_by_two(proposal)
    with refused("each of its entries has its edition"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="published")


def test_rewriting_or_skipping_in_the_log(proposal):
    with refused("never changed"), transaction.atomic():
        Edition.objects.update(note="other")
    with refused("never deleted"), transaction.atomic():
        Edition.objects.all()._raw_delete("default")
    with refused("moves by one"), transaction.atomic():
        Head.objects.update(seq=99)
    sign_by_two(proposal)
    with refused("number from the head"), transaction.atomic():
        edition_from(proposal, seq=99).save(force_insert=True)
    with refused("without gaps|approved proposal"), transaction.atomic():
        edition_from(proposal, number=9).save(force_insert=True)


def test_countersigning_ones_own_emergency(author):
    warning = WarningFactory()
    publish(warning)
    proposal = actions.propose([warning], by=author, note="x", emergency=True, reason="now")
    actions.publish(proposal, by=author)
    with refused("took no part"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(countersigned_by=author)


def test_deleting_a_submitted_proposal(proposal):
    with refused("frozen|never deleted"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).delete()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_a_missing_rule_fails_the_system_check(rule):
    assert rules_are_installed(["default"]) == []
    suffix = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {rule.name}{suffix}")
    assert [error.id for error in rules_are_installed(["default"])] == ["editorial.E001"]
