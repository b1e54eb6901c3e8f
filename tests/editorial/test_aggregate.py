"""An aggregate holds what the tables hold, whatever their columns, in a fixed number of queries."""

import pytest

from drugs.models import Brand
from editorial.aggregate import aggregate, path_to_entry, with_targets
from editorial.registry import kinds
from tests import factories
from tests.newsroom import change_url, errors, save

pytestmark = pytest.mark.django_db
FACTORIES = {
    getattr(factories, name)._meta.model: getattr(factories, name)
    for name in factories.__all__
    if name.endswith("Factory") and name not in ("UserFactory", "ColleagueFactory")
}
KINDS = pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)


DIFFERENT = {
    "drugs.Target": ("target", ["JAK1", "JAK2", "JAK3"]),
    "drugs.BoxedWarning": ("jurisdiction", ["US-FDA", "EU-EMA", "JP"]),
    "safety.WarningAuthority": ("authority", ["US-FDA", "EU-EMA", "UK-MHRA"]),
}
"""Columns in which two rows of one entry differ."""
SINGLE = {"evidence.JournalPage"}


def filled(kind, times=2):
    """An entry with rows in each of its tables."""
    rows = {kind.model: FACTORIES[kind.model]()}
    for spec in kind.children:
        label = spec.model._meta.label
        owner = rows[spec.owner.remote_field.model]
        name, choices = DIFFERENT.get(label, ("", []))
        for number in range(1 if label in SINGLE else times):
            values = {name: choices[number]} if name else {}
            rows[spec.model] = FACTORIES[spec.model](**{spec.owner.name: owner, **values})
    return kind.model.objects.get(pk=rows[kind.model].pk)


def columns(row) -> dict:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def sets(row) -> dict:
    return {f.name: {r.pk for r in getattr(row, f.name).all()} for f in row._meta.many_to_many}


@KINDS
def test_it_holds_what_each_table_holds(kind, django_assert_num_queries):
    entry, other = filled(kind), filled(kind)
    found = with_targets(aggregate(entry))
    assert other.pk not in {row.pk for row in found.rows[kind.model]}
    for spec in kind.rows:
        stored = spec.model._base_manager.filter(**{path_to_entry(spec.model): entry.pk})
        stored = list(stored.order_by("pk"))
        assert [columns(row) for row in found.rows[spec.model]] == [columns(r) for r in stored]
        expected = [sets(row) for row in stored]
        with django_assert_num_queries(0):
            assert [sets(row) for row in found.rows[spec.model]] == expected


@pytest.mark.parametrize("text", ['"', "'", "\\", "a\nb", "ü – 𝛼", "{}", "null", "0", " "])
def test_a_text_comes_back_as_it_stands(text):
    brand = factories.BrandFactory(name=text, regions=[text, ""])
    (found,) = aggregate(brand.drug).rows[Brand]
    assert (found.name, found.regions) == (text, [text, ""])


@KINDS
def test_more_rows_are_no_more_queries(
    kind, django_assert_num_queries, django_assert_max_num_queries
):
    few, many = filled(kind, times=1), filled(kind, times=3)
    aggregate(many)  # the first one of a process also asks SQLite whether it knows JSON
    with django_assert_max_num_queries(8) as asked:
        with_targets(aggregate(few))
    with django_assert_num_queries(len(asked)):
        with_targets(aggregate(many))


def test_a_refused_form_is_compared_with_what_is_stored(client):
    """What was typed is in the rows at hand by then; the box above says how the stored text stands."""
    client.force_login(factories.UserFactory(superuser=True))
    brand = factories.BrandFactory(name="Xeljanz")
    factories.publish(brand.drug)
    response = save(client, change_url(brand.drug), inn="", **{"brands-0-name": "Other"})
    assert "This field is required" in errors(response)
    assert not response.context["standing"].differs
