"""Both twins of a table say the same: Django's own checks notice neither a column nor a key of one only."""

import pytest
from django.apps import apps
from django.db import models

from editorial.registry import kinds
from editorial.twins import OwnerKey
from evidence.models import WorkingNotes

SPECS = [spec for kind in kinds().values() for spec in kind.rows]
WORKING_ONLY = {"version", "changed_at", "note", "seen_at", "unchecked_fields", "withheld"}
LIVE_ONLY = {
    "edition",
    "seq",
    "published_at",
    "first_published_at",
    "change_note",
    "origin",
    "last_reviewed",
    "next_review",
    "document",
}


def ids(spec):
    return spec.label


def shape(field):
    return (
        type(field).__name__,
        field.null,
        field.max_length,
        field.unique and not field.primary_key,
    )


@pytest.mark.parametrize("spec", SPECS, ids=ids)
def test_twins_have_the_same_columns(spec):
    working = {f.name: shape(f) for f in spec.model._meta.concrete_fields if not f.primary_key}
    live = {f.name: shape(f) for f in spec.live._meta.concrete_fields if not f.primary_key}
    only_working, only_live = working.keys() - live.keys(), live.keys() - working.keys()
    assert only_working <= WORKING_ONLY
    assert only_live <= LIVE_ONLY
    assert {n: working[n] for n in working.keys() & live.keys()} == {
        n: live[n] for n in working.keys() & live.keys()
    }
    assert [m.name for m in spec.model._meta.many_to_many] == [
        m.name for m in spec.live._meta.many_to_many
    ]


@pytest.mark.parametrize("spec", SPECS, ids=ids)
def test_live_keys_point_at_live_rows_and_live_tables_say_so(spec):
    keys = [
        f
        for f in spec.live._meta.get_fields()
        if isinstance(f, models.ForeignKey | models.ManyToManyField)
    ]
    assert all(key.remote_field.model.is_live for key in keys)
    assert spec.live._meta.db_table.startswith("live_")
    assert all(
        m.remote_field.through._meta.db_table.startswith("live_")
        for m in spec.live._meta.many_to_many
    )


@pytest.mark.parametrize("spec", SPECS, ids=ids)
def test_every_row_that_points_at_an_entry_is_owned_by_it_or_a_reference_elsewhere(spec):
    """A reverse key is in the aggregate, or belongs to another entry's aggregate."""
    known = {other.model for other in SPECS}
    for relation in spec.model._meta.related_objects:
        model = relation.related_model
        assert model in known or model._meta.auto_created, (
            f"{model} points at {spec.label} and is in no aggregate"
        )


def test_every_fact_has_a_live_rule_against_memory():
    facts = [
        s
        for s in SPECS
        if issubclass(s.model, WorkingNotes) and "sources" in {m.name for m in s.sets}
    ]
    assert facts
    for spec in facts:
        names = {c.name for c in spec.live._meta.constraints}
        assert any(name.endswith("never_recalled") for name in names), spec.label


def test_migrations_see_plain_django_keys():
    field = apps.get_model("drugs.Brand")._meta.get_field("drug")
    assert isinstance(field, OwnerKey)
    assert field.deconstruct()[1] == "django.db.models.ForeignKey"
