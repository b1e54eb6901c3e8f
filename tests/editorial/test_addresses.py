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
from tests.plans import noted

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


def test_publishing_an_entry_that_was_never_renamed_asks_for_no_address_of_others():
    """The log has no index of addresses: looking for them reads it from end to end."""
    drug = drug_at("a")
    with noted() as kept:
        moved(drug, "a")
    moved(drug, "b")
    with noted() as renamed:
        moved(drug, "b")
    looked = [
        [sql for sql, _ in queries if 'FROM "editorial_edition"' in sql and '"slug" IN' in sql]
        for queries in (kept, renamed)
    ]
    assert [len(found) for found in looked] == [0, 1]


def test_publishing_writes_the_names_of_the_search_only_when_they_changed():
    drug = drug_at("a")
    with noted() as same:
        moved(drug, "a")
    publish(*BrandFactory(drug=drug, name="Newbrand").sources.all())
    with noted() as more:
        moved(drug, "a")
    wrote = [any('INTO "search_name"' in sql for sql, _ in queries) for queries in (same, more)]
    assert wrote == [False, True]
    assert SearchEntry.objects.get(slug="a").names.filter(text="Newbrand").exists()
    # Sources take no part in the search text of a drug, so none is read for it.
    assert not any('"live_source"."title"' in sql for sql, _ in same)
