"""From the log to the live twins: rows appear, wait, are linked, leave."""

import pytest
from django.db import transaction
from django.db.models import Prefetch
from hypothesis import given, settings
from hypothesis import strategies as st

from drugs.models import LiveBrand, LiveDrug, LiveIndication
from editorial import actions, replay
from editorial.document import NotPublishable
from editorial.models import HiddenRow, LiveChange, LiveRedirect, LiveReference, LiveTombstone
from editorial.reading import whole
from editorial.registry import kinds
from evidence.models import LiveSource
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    ConditionFactory,
    DrugFactory,
    IndicationClaimFactory,
    IndicationFactory,
    SourceFactory,
    WarningFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db


def import_alone(*entries):
    return actions.publish_import(entries, note="For a test.")


def test_live_rows_have_the_working_keys_and_columns():
    brand = BrandFactory()
    publish(brand.drug)
    live = LiveBrand.objects.get()
    assert (live.pk, live.name, live.regions) == (brand.pk, brand.name, brand.regions)
    assert [s.pk for s in live.sources.all()] == [s.pk for s in brand.sources.all()]


def test_a_row_waits_for_its_source_and_is_linked_when_that_is_published():
    brand = BrandFactory()
    import_alone(brand.drug)
    assert not LiveBrand.objects.exists()
    assert HiddenRow.objects.filter(kind="drug", waits_for_kind="source").count() == 1
    import_alone(*brand.sources.all())
    assert LiveBrand.objects.get().name == brand.name
    assert not HiddenRow.objects.exists()


def test_an_indication_waits_for_its_condition_with_its_claims():
    claim = IndicationClaimFactory()
    indication = claim.indication
    import_alone(*indication.sources.all(), claim.source, indication.drug)
    assert not LiveIndication.objects.exists()
    import_alone(indication.condition)
    drug = whole(LiveDrug, pk=indication.drug_id)
    (shown,) = drug.indications.all()
    assert shown.condition.pk == indication.condition_id
    assert [c.says for c in shown.claims.all()] == [claim.says]


def test_a_fact_stays_while_one_of_its_sources_is_live():
    brand = BrandFactory()
    other = SourceFactory()
    brand.sources.add(other)
    import_alone(other, brand.drug)
    assert [s.pk for s in LiveBrand.objects.get().sources.all()] == [other.pk]


def test_an_entry_that_rests_on_nothing_live_is_refused():
    warning = WarningFactory()
    with pytest.raises(NotPublishable, match="not published"):
        import_alone(warning)


def test_withdrawing_an_entry_hides_what_points_at_it_and_publishing_it_again_brings_it_back():
    indication = IndicationFactory()
    publish(indication.drug)
    condition = indication.condition
    withdraw(kinds()["condition"].live.objects.get(pk=condition.pk))
    assert not LiveIndication.objects.exists()
    assert LiveTombstone.objects.get().slug == condition.slug
    proposal = actions.propose([condition], by=ColleagueFactory(), note="back")
    publish_signed(proposal)
    assert LiveIndication.objects.get().condition_id == condition.pk
    assert not LiveTombstone.objects.exists()
    assert replay.verify() == []


def test_a_source_that_an_entry_rests_on_alone_cannot_be_withdrawn():
    warning = WarningFactory()
    publish(warning)
    source = LiveSource.objects.get(pk=warning.sources.get().pk)
    with pytest.raises(actions.Refused, match="not published"):
        withdraw(source)
    assert LiveSource.objects.filter(pk=source.pk).exists()


def test_a_renamed_entry_leaves_a_redirect_and_a_renamed_line():
    drug = DrugFactory(slug="old")
    publish(drug)
    drug.slug = "new"
    drug.save()
    publish_signed(actions.propose([drug], by=ColleagueFactory(), note="new name"))
    assert LiveRedirect.objects.get().slug == "old"
    assert LiveChange.objects.first().change == "renamed"


def test_references_name_what_rests_on_a_source():
    brand = BrandFactory()
    publish(brand.drug)
    found = LiveReference.objects.get(target_kind="source", target_id=brand.sources.get().pk)
    assert (found.kind, found.entry_id, found.row_model) == ("drug", brand.drug_id, "drugs.brand")


def publish_signed(proposal):
    for role in ("medical", "editorial"):
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    return actions.publish(proposal, by=ColleagueFactory())


def tables(entry):
    """Every row of a live entry as the tables have it, by plain prefetching."""
    kind = kinds()[entry.kind]
    found = {}
    for spec in kind.rows:
        path = replay.owner_path(kind, spec)
        sets = [Prefetch(m.name) for m in spec.live._meta.many_to_many]
        rows = spec.live.objects.filter(**{path: entry.pk}).prefetch_related(*sets)
        found[spec.label] = [described(spec, row) for row in rows]
    return found


def assembled(entry):
    kind = kinds()[entry.kind]
    found, rows = {}, {kind.model: [entry]}
    for spec in kind.rows:
        if spec.owner:
            accessor = spec.owner.remote_field.related_name
            owners = rows[spec.owner.remote_field.model]
            rows[spec.model] = [row for owner in owners for row in getattr(owner, accessor).all()]
        found[spec.label] = [described(spec, row) for row in rows[spec.model]]
    return found


def described(spec, row):
    columns = {f.attname: getattr(row, f.attname) for f in (*spec.columns, *spec.keys)}
    sets = {m.name: [target.pk for target in getattr(row, m.name).all()] for m in spec.sets}
    return row.pk, columns, sets


def same_rows(one, two):
    return {k: sorted(v, key=lambda r: r[0]) for k, v in one.items()} == {
        k: sorted(v, key=lambda r: r[0]) for k, v in two.items()
    }


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_is_published_and_withdrawn_in_whatever_order_twins_equal_the_log(data):
    """Random publications and withdrawals: no difference to the log, before and after a rebuild.

    Each example begins without entries: with those of all before it, the last one takes twelve times as long.
    """
    with transaction.atomic():
        sources = [SourceFactory() for _ in range(3)]
        conditions = [ConditionFactory() for _ in range(2)]
        drugs = [DrugFactory() for _ in range(2)]
        for drug in drugs:
            for condition in conditions:
                row = IndicationFactory(drug=drug, condition=condition, sources=[])
                row.sources.set(
                    data.draw(st.lists(st.sampled_from(sources), min_size=1, unique=True))
                )
        entries = [*sources, *conditions, *drugs]
        for entry in data.draw(st.permutations(entries)):
            import_alone(entry)
        for entry in data.draw(st.lists(st.sampled_from(entries), unique=True, max_size=3)):
            withdraw(kinds()[entry.kind].live.objects.get(pk=entry.pk))
        assert replay.verify() == []
        replay.rebuild()
        assert replay.verify() == []
        for live in LiveDrug.objects.all():
            assert same_rows(tables(live), assembled(whole(LiveDrug, pk=live.pk)))
        transaction.set_rollback(True)


def test_reading_whole_takes_no_query_a_table(django_assert_num_queries):
    claim = IndicationClaimFactory()
    BrandFactory(drug=claim.indication.drug)
    publish(claim.indication.drug)
    with django_assert_num_queries(3):  # the drug, its sources, its conditions
        drug = whole(LiveDrug, pk=claim.indication.drug_id)
        for indication in drug.indications.all():
            assert indication.condition.name
            assert indication.claims.all()[0].source.title
        assert [b.sources.all()[0].title for b in drug.brands.all()]


def test_tampered_rows_are_found():
    brand = BrandFactory()
    publish(brand.drug)
    LiveBrand.objects.update(name="Wronganz")
    assert replay.verify() == [
        f"drug {brand.drug.slug}: the live rows of drugs.brand differ from the log"
    ]
    replay.rebuild()
    assert LiveBrand.objects.get().name == brand.name


def test_publishing_again_writes_only_what_changed(django_assert_max_num_queries):
    brands = BrandFactory.create_batch(3, drug=DrugFactory())
    publish(brands[0].drug)
    brands[1].company = "Another company"
    brands[1].save()
    with django_assert_max_num_queries(200) as asked:
        publish(brands[0].drug)
    written = [q["sql"] for q in asked if q["sql"].startswith('INSERT INTO "live_brand"')]
    assert len(written) == 1
    assert "Another company" in written[0]
    assert brands[0].name not in written[0]
    assert not [q for q in asked if q["sql"].startswith('INSERT INTO "live_reference"')]
    assert replay.verify() == []
