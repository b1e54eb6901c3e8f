"""Addresses over time, and what verify sees besides rows: rebuilding from the log changes nothing."""

import pytest

from drugs.models import LiveDrug
from editorial import actions, replay
from editorial.models import (
    HiddenRow,
    LiveChange,
    LiveRedirect,
    LiveReference,
    LiveTombstone,
    SignOff,
)
from search import index
from search.models import SearchEntry
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    DrugFactory,
    IndicationFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db


def publish_signed(entry):
    proposal = actions.propose([entry], by=ColleagueFactory(), note="x")
    for role in SignOff.Role.values:
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    return actions.publish(proposal, by=ColleagueFactory())


def moved(entry, slug):
    entry.slug = slug
    entry.save()
    publish_signed(entry)


def drug_at(slug):
    drug = DrugFactory(slug=slug, inn=f"inn of {DrugFactory._meta.model.objects.count()}")
    publish(drug)
    return drug


def addresses():
    return {
        "redirects": set(LiveRedirect.objects.values_list("slug", "entry_id")),
        "tombstones": set(LiveTombstone.objects.values_list("slug", "entry_id")),
    }


@pytest.fixture(autouse=True)
def _rebuilding_changes_nothing():
    yield
    before = addresses(), sorted(index.rows())
    replay.rebuild()
    assert (addresses(), sorted(index.rows())) == before
    assert replay.verify() == []


def test_there_and_back_again():
    drug = drug_at("a")
    moved(drug, "b")
    moved(drug, "a")
    assert addresses()["redirects"] == {("b", drug.pk)}


def test_an_address_leads_to_who_had_it_last():
    first = drug_at("a")
    moved(first, "b")
    second = drug_at("a")
    assert addresses()["redirects"] == set()
    moved(second, "c")
    assert addresses()["redirects"] == {("a", second.pk)}
    moved(first, "d")
    assert addresses()["redirects"] == {("a", second.pk), ("b", first.pk)}


def test_an_address_whose_last_owner_was_withdrawn_leads_nowhere():
    first = drug_at("a")
    moved(first, "b")
    second = drug_at("a")
    withdraw(LiveDrug.objects.get(pk=second.pk))
    assert addresses() == {"redirects": set(), "tombstones": {("a", second.pk)}}


def test_who_comes_back_is_found_at_all_former_addresses():
    drug = drug_at("a")
    moved(drug, "b")
    withdraw(LiveDrug.objects.get())
    assert addresses() == {"redirects": set(), "tombstones": {("b", drug.pk)}}
    moved(drug, "c")
    assert addresses() == {"redirects": {("a", drug.pk), ("b", drug.pk)}, "tombstones": set()}


def test_a_drug_is_searched_by_the_new_name_of_its_condition():
    indication = IndicationFactory()
    publish(indication.drug)
    indication.condition.name = "Quuxitis"
    indication.condition.save()
    publish_signed(indication.condition)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (LiveDrug, {"origin": "review"}),
        (LiveDrug, {"change_note": "other"}),
        (LiveChange, {"note": "other"}),
        (LiveReference, {"target_id": 0}),
        (SearchEntry, {"title": "other"}),
    ],
)
def test_verify_sees_it(model, values):
    publish(BrandFactory().drug)
    model.objects.update(**values)
    assert replay.verify()
    replay.rebuild()


def test_verify_sees_a_redirect_or_a_wait_that_nobody_published():
    drug = drug_at("a")
    LiveRedirect.objects.create(kind="drug", slug="free", entry_id=drug.pk)
    waits = {"waits_for_kind": "source", "waits_for_id": 1}
    HiddenRow.objects.create(kind="drug", entry_id=drug.pk, row_model="x", row_id=1, **waits)
    assert len(replay.verify()) == 2
    LiveRedirect.objects.all().delete()
    HiddenRow.objects.all().delete()
