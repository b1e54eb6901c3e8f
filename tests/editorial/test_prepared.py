"""A query worded once answers like the queryset itself, whatever values it is given."""

import pytest

from drugs.models import Drug, LiveBrand, LiveDrug, LiveRegimen
from editorial.guard import DraftLeak, guarded
from editorial.prepared import _worded, ask, padded
from tests.factories import BrandFactory, DrugFactory, RegimenFactory, publish

pytestmark = pytest.mark.django_db


def by_slug(model, slug):
    return model.objects.filter(slug=slug).values("slug", "inn", "document", "published_at")


def by_ids(model, *ids):
    columns = [field.attname for field in model._meta.concrete_fields]
    return model.objects.filter(pk__in=ids).values(*columns)


def first_of_route(model, route):
    return model.objects.filter(route=route).values("slug")[:1]


def test_each_value_gets_its_own_answer():
    for slug in ("one", "two"):
        publish(DrugFactory(slug=slug, inn=f"{slug}tinib"))
    for slug in ("one", "two", "three", "o'ne", "stand-in 0"):
        assert ask(by_slug, (LiveDrug,), (slug,)) == list(by_slug(LiveDrug, slug))


def test_values_are_what_django_makes_of_them():
    brand, regimen = BrandFactory(regions=["US", "EU"]), RegimenFactory(on_label=False)
    publish(brand.drug, regimen.drug)
    for model, pk in ((LiveBrand, brand.pk), (LiveRegimen, regimen.pk), (LiveDrug, brand.drug_id)):
        [row] = ask(by_ids, (model,), (pk,))
        assert row == by_ids(model, pk).get()
    assert ask(by_ids, (LiveRegimen,), (regimen.pk,))[0]["on_label"] is False


def test_a_constant_of_the_query_stays(django_assert_num_queries):
    for slug in ("one", "two"):
        publish(DrugFactory(slug=slug, route="oral"))
    with django_assert_num_queries(1):
        assert len(ask(first_of_route, (LiveDrug,), ("oral",))) == 1


def test_it_is_worded_once():
    ask(by_slug, (LiveDrug,), ("one",))
    before = _worded.cache_info().misses
    ask(by_slug, (LiveDrug,), ("two",))
    assert _worded.cache_info().misses == before


@pytest.mark.parametrize(("number", "size"), [(1, 1), (2, 2), (3, 4), (5, 8), (8, 8), (9, 16)])
def test_lists_of_ids_come_in_few_lengths(number, size):
    ids = padded(range(number))
    assert len(ids) == size
    assert set(ids) == set(range(number))


def test_the_guard_reads_it_too():
    with guarded(), pytest.raises(DraftLeak, match="drugs_drug"):
        ask(by_ids, (Drug,), (1,))
