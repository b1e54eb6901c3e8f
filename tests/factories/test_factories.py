"""The factories themselves: what they make is publishable, and what is recalled is not."""

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import AutoField

from conditions.models import Condition
from drugs.models import LiveDrug
from editorial.models import Edition, LiveChange
from editorial.replay import verify
from evidence.models import Source
from tests import factories
from tests.factories import BrandFactory, DrugFactory, IndicationFactory, SourceFactory, publish
from tests.factories.bulk import lengthen_log, publish_new
from tests.factories.catalogue import make_catalogue

pytestmark = pytest.mark.django_db
ENTRIES = [
    factories.SourceFactory,
    factories.ConditionFactory,
    factories.DrugFactory,
    factories.WarningFactory,
    factories.RiskGroupFactory,
    factories.DoseRuleFactory,
    factories.MonitoringFactory,
    factories.WarningSignFactory,
    factories.RegulatorActionFactory,
    factories.GuideFactory,
    factories.TermFactory,
]
FACTS = [
    name
    for name in factories.__all__
    if name.endswith("Factory") and hasattr(getattr(factories, name)._meta.model, "sources")
]


@pytest.mark.parametrize("make", ENTRIES, ids=lambda make: make._meta.model.__name__)
def test_every_entry_can_be_published(make):
    entry = make()
    assert publish(entry).pk == entry.pk


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_has_a_source_unless_it_is_recalled(name):
    make = getattr(factories, name)
    assert make().sources.count() == 1
    row = make(recalled=True)
    assert (row.checked, row.sources.count()) == ("recalled", 0)


def test_publish_takes_along_what_the_entry_refers_to():
    paper = SourceFactory()
    indication = IndicationFactory(sources=[paper])
    live = publish(indication.drug)
    assert [row.condition.slug for row in live.indications.all()] == [indication.condition.slug]
    assert [s.key for s in live.indications.get().sources.all()] == [paper.key]


def test_a_recalled_row_stays_in_the_working_copy():
    drug = DrugFactory()
    BrandFactory(drug=drug, recalled=True)
    assert publish(drug).brands.count() == 0


def test_a_catalogue_is_the_same_for_the_same_seed():
    made = []
    for _ in range(2):
        with transaction.atomic():
            make_catalogue(drugs=2, seed=7)
            made.append(set(LiveDrug.objects.values_list("inn", "indications__status")))
            transaction.set_rollback(True)
    assert made[0] == made[1]


def test_a_catalogue_is_published_whole():
    assert make_catalogue(drugs=3) == 40 + 18 + 3 + 56
    assert [drug.indications.count() for drug in LiveDrug.objects.all()] == [10, 10, 10]


def test_a_catalogue_is_what_the_log_says():
    make_catalogue(drugs=3)
    assert verify() == []


def test_publishing_at_once_writes_what_publishing_one_by_one_writes():
    drug = IndicationFactory().drug
    publish(*Condition.objects.all(), *Source.objects.all())
    with transaction.atomic():
        publish(drug)
        one = live_rows()
        transaction.set_rollback(True)
    publish_new([drug], note="For a test.")
    assert live_rows() == one


def live_rows():
    """Everything readers are served, but for the moment of publication and numbers that only count."""
    models = [model for model in apps.get_models() if model._meta.db_table.startswith("live_")]
    hidden = {"published_at", "first_published_at"}
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name not in hidden | counted(model)}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


def counted(model):
    return {model._meta.pk.name} if isinstance(model._meta.pk, AutoField) else set()


def test_a_log_is_lengthened_as_if_everything_had_been_published():
    publish(SourceFactory())
    publish(SourceFactory())
    assert 30 <= lengthen_log(30, entries=2) == lengthen_log(20, entries=2) <= 33
    assert verify() == []
    assert Edition.objects.count() == LiveChange.objects.count()
