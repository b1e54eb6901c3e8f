"""No column of any kind of entry can change without an editor being told."""

import copy
import datetime

import pytest
from django.db import models

from editorial import upcast
from editorial.differences import difference
from editorial.differences.naming import precisions
from editorial.document import freeze
from editorial.registry import kinds
from tests import factories

pytestmark = pytest.mark.django_db
FACTORIES = {
    getattr(factories, name)._meta.model: getattr(factories, name)
    for name in factories.__all__
    if name.endswith("Factory") and name not in ("UserFactory", "ColleagueFactory")
}
KINDS = pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)


def filled(kind) -> dict:
    """The document of an entry with one row in each of its tables."""
    rows = {kind.model: FACTORIES[kind.model]()}
    for spec in kind.children:
        owner = rows[spec.owner.remote_field.model]
        rows[spec.model] = FACTORIES[spec.model](**{spec.owner.name: owner})
    document = freeze(rows[kind.model])
    assert all(document["rows"][spec.label] for spec in kind.rows)
    return document


@KINDS
def test_a_new_entry_is_told_with_each_of_its_rows(kind):
    document = filled(kind)
    found = difference(kind, None, document)
    assert found.state == "new"
    assert {table.model for table in found.tables} == {spec.label for spec in kind.children}
    assert all(row.title and row.changes for table in found.tables for row in table.rows)


@KINDS
def test_a_change_of_any_column_or_set_is_told(kind):
    before = filled(kind)
    for spec in kind.rows:
        for field in (*spec.columns, *spec.keys, *spec.sets):
            if field is spec.owner:
                continue
            after = copy.deepcopy(before)
            (row,) = after["rows"][spec.label]
            column = field.name if field.many_to_many else field.attname
            row[column] = other(field, row[column])
            assert told(difference(kind, before, after), spec) == {shown_as(spec, field)}


def told(found, spec) -> set[str]:
    if spec.owner is None:
        return {change.name for change in found.fields}
    ((row,),) = [table.rows for table in found.tables]
    return {change.name for change in row.changes}


def shown_as(spec, field) -> str:
    """A precision is told with the date that it belongs to."""
    return next(
        (date.name for date, known in precisions(spec).items() if known is field), field.name
    )


def other(field, value):
    if field.many_to_many:
        return [*value, 987654]
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.JSONField):
        return [*value, "more"]
    if isinstance(field, models.IntegerField) or field.is_relation:
        return (value or 0) + 987654
    if field.choices:
        return next(v for v, _ in field.flatchoices if v != value)
    return f"{value}x"


def test_precisions_belong_to_their_dates():
    found = {
        spec.label: {date.name: known.name for date, known in precisions(spec).items()}
        for kind in kinds().values()
        for spec in kind.rows
    }
    assert found["drugs.indication"] == {"approval_date": "date_precision"}
    assert found["drugs.boxedwarning"] == {
        "since": "since_precision",
        "changed": "changed_precision",
    }
    assert found["evidence.source"] == {"date": "date_precision"}
    assert found["drugs.brand"] == {}


def test_the_documents_are_left_as_they_were():
    drug = factories.BrandFactory(regions=["US"]).drug
    before, after = freeze(drug), freeze(drug)
    after["rows"]["drugs.brand"][0]["regions"] = ["EU"]
    kept = copy.deepcopy((before, after))
    difference(kinds()["drug"], before, after)
    assert (before, after) == kept


def test_an_old_document_is_lifted_first(monkeypatch):
    drug = factories.DrugFactory(first_approval=datetime.date(2020, 1, 1))
    before = freeze(drug)
    old = copy.deepcopy(before) | {"schema": 0}
    old["rows"]["drugs.drug"][0]["inn"] = "as it was written then"
    monkeypatch.setitem(upcast.STEPS, 0, lambda document: before)
    assert difference(kinds()["drug"], old, before).same
