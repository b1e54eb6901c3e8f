"""Ways to lose, replace or slip something into the log that ask no ordinary trigger."""

import pytest
from django.db import DatabaseError, connection, transaction

from editorial import actions, triggers
from editorial.document import digest, freeze
from editorial.models import Contributor, Edition, Head, Proposal, ProposedEntry, SignOff
from tests.factories import ColleagueFactory, DrugFactory, publish

pytestmark = pytest.mark.django_db
postgres = pytest.mark.postgres


@pytest.fixture
def approved():
    drug, author = DrugFactory(), ColleagueFactory()
    publish(drug)
    actions.touch(drug, by=author)
    drug.drug_class = "changed"
    drug.save()
    proposal = actions.propose([drug], by=author, note="x")
    for role in SignOff.Role.values:
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def draft():
    return Proposal.objects.create(note="y", proposed_by=ColleagueFactory())


def refused(match="."):
    return pytest.raises(DatabaseError, match=match)


def run(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def entry_in(proposal, drug):
    document = freeze(drug)
    return ProposedEntry.objects.create(
        proposal=proposal,
        kind="drug",
        entry_id=drug.pk,
        slug=drug.slug,
        title=drug.title,
        version=1,
        document=document,
        sha256=digest(document),
    )


def test_moving_an_entry_into_a_signed_proposal(approved, draft):
    entry = entry_in(draft, DrugFactory())
    with refused("frozen"), transaction.atomic():
        ProposedEntry.objects.filter(pk=entry.pk).update(proposal=approved)


def test_moving_a_contributor_into_a_signed_proposal(approved, draft):
    row = Contributor.objects.create(proposal=draft, user=ColleagueFactory(), name="x")
    with refused("frozen"), transaction.atomic():
        Contributor.objects.filter(pk=row.pk).update(proposal=approved)


def test_submitting_without_naming_who_changed_the_text(draft):
    drug, author = DrugFactory(), ColleagueFactory()
    actions.touch(drug, by=author)
    entry_in(draft, drug)
    submit = Proposal.objects.filter(pk=draft.pk)
    with refused("names everybody"), transaction.atomic():
        submit.update(state="submitted", sha256="1" * 64)
    Contributor.objects.create(proposal=draft, user=draft.proposed_by, name="x")
    with refused("names everybody"), transaction.atomic():
        submit.update(state="submitted", sha256="1" * 64, proposed_at="1999-01-01T00:00:00Z")
    Contributor.objects.create(proposal=draft, user=author, name="y")
    assert submit.update(state="submitted", sha256="1" * 64) == 1


@pytest.mark.parametrize("column", ["proposed_at", "proposed_by"])
def test_changing_when_and_by_whom_it_was_proposed(approved, column):
    value = {"proposed_at": "1999-01-01T00:00:00Z", "proposed_by": ColleagueFactory()}[column]
    with refused("submitted is not changed"), transaction.atomic():
        Proposal.objects.filter(pk=approved.pk).update(**{column: value})


@pytest.mark.parametrize("column", ["slug", "title", "note"])
def test_an_edition_says_what_was_signed_in_every_column(approved, column):
    entry = approved.entries.get()
    told = {"slug": entry.slug, "title": entry.title, "note": approved.note} | {column: "other"}
    with refused("frozen text"), transaction.atomic():
        head = Head.objects.get()
        head.seq += 1
        head.save()
        Edition.objects.create(
            seq=head.seq,
            kind="drug",
            entry_id=entry.entry_id,
            number=2,
            document=entry.document,
            sha256=entry.sha256,
            change="minor",
            origin="review",
            proposal=approved,
            published_at=approved.proposed_at,
            **told,
        )


def test_an_import_over_what_somebody_is_changing(approved):
    drug = DrugFactory()
    actions.touch(drug, by=ColleagueFactory())
    edition = Edition.objects.get(seq=1)
    with refused("published or changed"), transaction.atomic():
        Head.objects.update(seq=Head.objects.get().seq + 1)
        edition.pk, edition.entry_id = Head.objects.get().seq, drug.pk
        edition.save(force_insert=True)


def test_the_head_neither_skips_nor_goes_back(approved):
    end = Head.objects.get().seq
    with refused("moves by one"), transaction.atomic():
        Head.objects.update(seq=end + 1)
        Head.objects.update(seq=end + 2)
    with refused("unique|starts at the end"), transaction.atomic():
        Head(pk=1, seq=0).save(force_insert=True)


def test_an_id_is_never_given_to_another_proposal(approved, draft):
    verb = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"
    with refused("id is never changed"):
        run(f"{verb} editorial_proposal SET id = %s WHERE id = %s", approved.pk, draft.pk)


@pytest.mark.parametrize(
    "table",
    [
        "editorial_edition",
        "editorial_head",
        "editorial_touch",
        "editorial_signoff",
        "editorial_proposal",
        "editorial_proposedentry",
        "editorial_contributor",
    ],
)
def test_no_row_is_replaced_and_no_table_emptied(approved, table):
    if connection.vendor == "sqlite":
        with refused():
            run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        with refused("never emptied"):
            run(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


@postgres
def test_a_temporary_table_does_not_stand_in_for_the_signatures(draft):
    actions.cancel(draft, by=ColleagueFactory())
    proposal = actions.propose([DrugFactory()], by=ColleagueFactory(), note="x")
    run("CREATE TEMP TABLE editorial_signoff ON COMMIT DROP AS SELECT * FROM editorial_signoff")
    for user, role in enumerate(SignOff.Role.values):
        run(
            "INSERT INTO editorial_signoff (proposal_id, role, sha256, user_id) VALUES (%s, %s, %s, %s)",
            proposal.pk,
            role,
            proposal.sha256,
            user,
        )
    with refused("sign-off by two people"):
        run("UPDATE editorial_proposal SET state = 'approved' WHERE id = %s", proposal.pk)


@postgres
@pytest.mark.parametrize("how", ["DISABLE", "ENABLE REPLICA"])
def test_a_rule_that_sleeps_is_missing(how):
    name = "editorial_edition_signed"
    run(f"ALTER TABLE editorial_edition {how} TRIGGER {name}")
    assert triggers.missing("default") == [name]
