"""A rebuild in batches: it may be stopped anywhere, people publish meanwhile, and it ends at the log."""

import pytest

from drugs.models import LiveBrand, LiveDrug
from editorial import replay
from editorial.models import (
    Edition,
    HiddenRow,
    LiveChange,
    LiveRebuild,
    LiveRedirect,
    LiveTombstone,
)
from editorial.rebuilding import edition_columns, rebuild
from search import index
from search.models import SearchEntry
from tests.factories import BrandFactory, DrugFactory, publish, publish_again, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def drugs():
    brands = BrandFactory.create_batch(3)
    publish(*(brand.drug for brand in brands))
    return [brand.drug for brand in brands]


def test_each_piece_can_be_a_batch_of_its_own(drugs):
    done = rebuild(budget=0)
    assert done.batches > done.entries > len(drugs)
    assert replay.verify() == []


def test_a_small_site_is_one_batch(drugs):
    assert rebuild(budget=60).batches == 1


def test_kept_answers_end_with_every_batch(drugs):
    done = rebuild(budget=0)
    assert LiveRebuild.objects.get().step == done.batches
    rebuild(budget=60)
    assert LiveRebuild.objects.get().step == done.batches + 1


@pytest.mark.parametrize("stopped_after", range(1, 6))
def test_what_was_stopped_goes_on_where_it_was(drugs, stopped_after):
    LiveBrand.objects.update(name="Wronganz")
    whole = rebuild(budget=0).batches
    LiveBrand.objects.update(name="Wronganz")
    rebuild(budget=0, most_batches=stopped_after)
    assert LiveRebuild.objects.get().place
    assert rebuild(budget=0).batches == whole - stopped_after
    assert LiveRebuild.objects.get().place == ""
    assert replay.verify() == []


def test_readers_miss_nothing_between_batches(drugs, client):
    for _ in range(4):
        rebuild(budget=0, most_batches=2)
        assert LiveDrug.objects.count() == len(drugs)
        assert client.get(f"/drugs/{drugs[0].slug}/").status_code == 200
        assert LiveChange.objects.exists()


def test_what_is_published_while_it_is_stopped_stays(drugs):
    rebuild(budget=0, most_batches=3)
    new = DrugFactory(slug="new")
    publish(new)
    drugs[0].drug_class = "Another class"
    drugs[0].save()
    publish(drugs[0])
    withdraw(LiveDrug.objects.get(pk=drugs[1].pk))
    rebuild(budget=0)
    assert replay.verify() == []
    assert LiveDrug.objects.get(pk=drugs[0].pk).drug_class == "Another class"


def test_what_was_never_published_goes(drugs):
    live = LiveDrug.objects.first()
    live.pk, live.slug, live.inn = 9000, "never", "never"
    live.save(force_insert=True)
    LiveTombstone.objects.create(
        kind="drug",
        entry_id=9001,
        slug="x",
        title="x",
        withdrawn_at=live.published_at,
        reason="x",
        last_edition=1,
        seq=1,
    )
    LiveRedirect.objects.create(kind="drug", slug="y", entry_id=9002)
    HiddenRow.objects.create(
        kind="drug", entry_id=9003, row_id=1, waits_for_kind="drug", waits_for_id=1
    )
    index.write(
        kind="drug",
        entry_id=9004,
        slug="z",
        url="/z/",
        title="z",
        summary="",
        body="",
        names=[],
        seq=1,
        published_at=live.published_at,
    )
    assert replay.verify() != []
    rebuild()
    assert replay.verify() == []
    assert not HiddenRow.objects.exists()
    assert not SearchEntry.objects.filter(entry_id=9004).exists()


def test_rows_that_were_moved_to_another_entry_come_back(drugs):
    LiveBrand.objects.update(drug_id=drugs[0].pk)
    LiveBrand.objects.filter(drug_id=drugs[0].pk).first().delete()
    assert replay.verify() != []
    rebuild(budget=0)
    assert replay.verify() == []


def test_lines_of_the_feed_that_are_wrong_missing_or_invented_are_put_right(drugs):
    first, *_, last = LiveChange.objects.order_by("seq")
    LiveChange.objects.filter(pk=last.pk).update(title="Another title")
    first.delete()
    last.pk = 500
    last.save(force_insert=True)
    rebuild(budget=0)
    assert replay.verify() == []


def test_a_withdrawn_entry_stays_withdrawn(drugs):
    withdraw(LiveDrug.objects.get(pk=drugs[0].pk))
    before = LiveTombstone.objects.values().get()
    rebuild(budget=0)
    after = LiveTombstone.objects.values().get()
    assert {**before, "id": 0} == {**after, "id": 0}
    assert replay.verify() == []


def test_older_texts_are_not_read(django_assert_num_queries):
    """An entry of many editions would keep the lock of the log too long."""
    drug = DrugFactory()
    withdraw(publish(drug))
    for note in ("Back again.", "Once more."):
        drug.drug_class = note
        drug.save()
        publish_again(drug)
    editions = Edition.objects.filter(kind="drug").order_by("seq").select_related("proposal")
    editions = list(editions.defer("document"))
    # Only the newest that was reviewed as a whole is asked for its signatures.
    with django_assert_num_queries(2):
        columns = edition_columns(editions)
    assert columns["first_published_at"] == editions[2].published_at
    assert (columns["edition"], columns["seq"]) == (4, editions[3].seq)
