"""Bare rows say the same as the model instances that `assemble` makes, hidden rows included."""

import pytest

from editorial.bare import bare
from editorial.document import plain
from editorial.reading import assemble
from editorial.registry import kinds
from tests.factories import IndicationFactory, RegimenFactory, publish, withdraw
from tests.factories.catalogue import make_catalogue
from tests.jakinfo.api.conftest import world

pytestmark = pytest.mark.django_db


def values(row, spec, below):
    """A row with all it owns and points at, as plain values; `row` may be of either sort."""
    columns = {f.attname: getattr(row, f.attname) for f in (*spec.columns, *spec.keys)}
    keys = {key.name: slug(getattr(row, key.name)) for key in spec.keys if key is not spec.owner}
    sets = {many.name: [slug(other) for other in each(row, many.name)] for many in spec.sets}
    owned = {
        child.label: [
            values(r, child, below) for r in each(row, child.owner.remote_field.related_name)
        ]
        for child in below
        if child.owner.remote_field.model is spec.model
    }
    return plain({"id": row.id, **columns, **keys, **sets, **owned})


def slug(entry):
    return entry and entry.slug


def each(row, name):
    related = getattr(row, name)
    return related if isinstance(related, list) else related.all()


def both():
    for kind in kinds().values():
        for one, other in zip(
            bare(list(kind.live.objects.order_by("pk"))),
            assemble(list(kind.live.objects.order_by("pk"))),
            strict=True,
        ):
            yield (
                values(one, kind.rows[0], kind.children),
                values(other, kind.rows[0], kind.children),
            )


def test_every_kind_reads_the_same():
    world()
    pairs = list(both())
    assert len(pairs) > len(kinds())
    for one, other in pairs:
        assert one == other


def test_a_catalogue_reads_the_same():
    make_catalogue(drugs=2)
    assert all(one == other for one, other in both())


def test_rows_that_point_at_a_withdrawn_entry_are_hidden():
    use = IndicationFactory()
    RegimenFactory(drug=use.drug, condition__slug="stays")
    live = publish(use.drug)
    withdraw(publish(use.condition))
    [drug] = bare([type(live).objects.get(pk=live.pk)])
    assert drug.indications == []
    assert [row.condition.slug for row in drug.regimens] == ["stays"]
    assert all(one == other for one, other in both())


def test_it_costs_one_query_for_each_kind_named(django_assert_num_queries):
    live = publish(IndicationFactory().drug)
    with django_assert_num_queries(2):
        bare([live])
