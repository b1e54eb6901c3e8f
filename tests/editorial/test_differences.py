"""What differs between two documents of an entry, as an editor reads it."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.differences import difference
from editorial.document import freeze
from editorial.registry import kind_of, kinds
from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    GuideFactory,
    IndicationClaimFactory,
    IndicationFactory,
    ParagraphFactory,
    RegimenFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
DRUG = kinds()["drug"]


def since(entry, before):
    return difference(kind_of(entry), before, freeze(entry))


def only(table):
    (row,) = table.rows
    return row


def change(found, name):
    return next(c for c in found if c.name == name)


# The entry itself -----------------------------------------------------------------------


def test_the_same_text_says_that_nothing_differs():
    drug = BrandFactory().drug
    found = since(drug, freeze(drug))
    assert (found.same, found.fields, found.tables, found.summary) == (True, (), (), "")


def test_nothing_and_nothing_are_the_same():
    assert difference(DRUG, None, None).same


def test_the_order_of_rows_in_a_document_is_no_difference():
    drug = DrugFactory()
    BrandFactory.create_batch(2, drug=drug, sources=SourceFactory.create_batch(2))
    before, after = freeze(drug), freeze(drug)
    after["rows"]["drugs.brand"].reverse()
    after["rows"]["drugs.brand"][0]["sources"].reverse()
    assert difference(DRUG, before, after).same


def test_own_columns_are_told_by_label_and_in_words():
    drug = DrugFactory(route="oral", qualifier="")
    before = freeze(drug)
    drug.route, drug.inn = "topical", "otherinib"
    drug.first_approval, drug.first_approval_precision = datetime.date(2012, 11, 6), "month"
    found = since(drug, before)
    assert [(c.label, c.before, c.after) for c in found.fields] == [
        ("INN", before["rows"]["drugs.drug"][0]["inn"], "otherinib"),
        ("Route", "by mouth", "on the skin"),
        ("First approval", "", "November\u00a02012"),
    ]
    assert (found.state, found.title, found.summary) == (
        "changed",
        "Otherinib",
        "3 fields of the entry",
    )


def test_a_new_entry_and_a_withdrawn_one_are_shown_whole():
    drug = BrandFactory(name="Xeljanz").drug
    document = freeze(drug)
    new, gone = difference(DRUG, None, document), difference(DRUG, document, None)
    assert (new.state, gone.state, new.title, gone.title) == ("new", "withdrawn", *[str(drug)] * 2)
    assert [only(found.tables[0]).state for found in (new, gone)] == ["added", "removed"]
    name = change(only(new.tables[0]).changes, "name")
    assert (name.before, name.after) == ("", "Xeljanz")
    assert change(gone.fields, "inn").after == ""
    assert "qualifier" not in {c.name for c in new.fields}


# Columns --------------------------------------------------------------------------------


def test_a_date_is_written_as_exactly_as_it_is_known():
    row = IndicationFactory(approval_date=datetime.date(2018, 6, 1), date_precision="month")
    before = freeze(row.drug)
    row.date_precision = "day"
    row.save()
    (found,) = only(since(row.drug, before).tables[0]).changes
    assert (found.label, found.before, found.after) == (
        "Approval date",
        "June\u00a02018",
        "1\u00a0June\u00a02018",
    )


def test_a_change_that_words_cannot_show_is_shown_as_it_is_stored():
    row = IndicationFactory(approval_date=datetime.date(2018, 6, 1), date_precision="month")
    before = freeze(row.drug)
    row.approval_date = datetime.date(2018, 6, 9)
    row.save()
    (found,) = only(since(row.drug, before).tables[0]).changes
    assert found.before == 'June\u00a02018 (["2018-06-01", "month"])'
    assert found.after == 'June\u00a02018 (["2018-06-09", "month"])'


def test_a_date_without_a_precision_of_its_own_is_not_read_with_another_ones():
    source = SourceFactory(citation_count=3, date_precision="month")
    before = freeze(source)
    source.citation_count_date = datetime.date(2026, 3, 6)
    (found,) = since(source, before).fields
    assert found.after == "6\u00a0March\u00a02026"


def test_booleans_keys_and_positions_are_words():
    row = RegimenFactory(condition=ConditionFactory(name="Vitiligo"), on_label=True)
    before = freeze(row.drug)
    row.condition, row.on_label, row.position = ConditionFactory(name="Eczema"), False, 4
    row.save()
    found = only(since(row.drug, before).tables[0])
    assert found.state == "changed"
    assert [(c.name, c.before, c.after) for c in found.changes] == [
        ("condition", "Vitiligo", "Eczema"),
        ("on_label", "yes", "no"),
        ("position", "0", "4"),
    ]


def test_a_list_is_compared_line_by_line():
    brand = BrandFactory(regions=["US", "EU"])
    before = freeze(brand.drug)
    brand.regions = ["US", "JP", "EU"]
    brand.save()
    (found,) = only(since(brand.drug, before).tables[0]).changes
    assert [(s.sort, s.text) for s in found.segments] == [
        ("same", "US\n"),
        ("added", "JP\n"),
        ("same", "EU"),
    ]


def test_a_long_text_is_compared_word_by_word_a_short_one_as_a_whole():
    row = DrugStatementFactory(text="It calms the skin.")
    before = freeze(row.drug)
    row.text, row.drug.drug_class = "It calms the gut.", "something else"
    row.save()
    found = since(row.drug, before)
    (text,) = only(found.tables[0]).changes
    assert (text.shape, [s.text for s in text.segments if s.sort != "same"]) == (
        "text",
        ["skin", "gut"],
    )
    assert found.fields[0].shape == "value"


def test_short_texts_that_look_alike_show_where_they_differ():
    drug = DrugFactory(drug_class="JAK inhibitor")
    before = freeze(drug)
    drug.drug_class = "JAK\u00a0inhibitor"
    (found,) = since(drug, before).fields
    assert [s.mark for s in found.segments if s.sort != "same"] == ["space", "no-break space"]


# Sets -----------------------------------------------------------------------------------


def test_sources_are_told_by_name_as_sets():
    one, two, three = (SourceFactory(title=title) for title in ("One", "Two", "Three"))
    brand = BrandFactory(sources=[one, two])
    before = freeze(brand.drug)
    brand.sources.set([two, three])
    (found,) = only(since(brand.drug, before).tables[0]).changes
    names = [[target.name for target in part] for part in (found.removed, found.kept, found.added)]
    assert names == [["One"], ["Two"], ["Three"]]


def test_targets_with_one_name_are_told_apart_and_deleted_ones_by_their_number():
    brand = BrandFactory()
    one, two = SourceFactory(title="Label"), SourceFactory(title="Label")
    before, after = freeze(brand.drug), freeze(brand.drug)
    before["rows"]["drugs.brand"][0]["sources"] = [one.pk, 987654]
    after["rows"]["drugs.brand"][0]["sources"] = [two.pk]
    (found,) = only(difference(DRUG, before, after).tables[0]).changes
    assert [t.name for t in found.removed] == [f"Label ({one.pk})", "source 987654, deleted"]
    assert [t.name for t in found.added] == [f"Label ({two.pk})"]


# Rows -----------------------------------------------------------------------------------


def test_rows_are_matched_by_id_and_a_shifted_one_has_only_moved():
    drug = DrugFactory()
    first, second, third = (BrandFactory(drug=drug, name=n, position=0) for n in "abc")
    before = freeze(drug)
    first.delete()
    second.position, third.company = 3, "Other"
    second.save()
    third.save()
    new = BrandFactory(drug=drug, name="d", position=4)
    (table,) = since(drug, before).tables
    assert {row.pk: row.state for row in table.rows} == {
        new.pk: "added",
        second.pk: "moved",
        third.pk: "changed",
        before["rows"]["drugs.brand"][0]["id"]: "removed",
    }
    assert table.name == "brands"
    assert table.summary == "1 added, 1 removed, 1 changed, 1 moved"
    assert [row.title for row in table.moved] == ["b"]


def test_a_row_is_named_by_what_it_must_point_at_and_by_itself():
    indication = IndicationFactory(condition=ConditionFactory(name="Vitiligo"))
    before = freeze(indication.drug)
    IndicationClaimFactory(
        indication=indication, says="It is approved.", source=SourceFactory(title="A page")
    )
    row = only(since(indication.drug, before).tables[0])
    assert row.title == "A page: It is approved."
    assert row.within == "Vitiligo: Approved in United States"


def test_a_row_that_goes_to_another_owner_says_from_where():
    guide = GuideFactory()
    paragraph = ParagraphFactory(section__guide=guide, section__heading="Before", position=1)
    other = ParagraphFactory(section__guide=guide, section__heading="After", position=5).section
    before = freeze(guide)
    paragraph.section = other
    paragraph.save()
    row = only(since(guide, before).tables[0])
    (found,) = row.changes
    assert (row.state, row.within) == ("changed", "After")
    assert (found.label, found.before, found.after) == ("Section", "Before", "After")


def test_a_deleted_row_keeps_its_name():
    brand = BrandFactory(name="Xeljanz")
    drug = brand.drug
    before = freeze(drug)
    brand.delete()
    assert only(since(drug, before).tables[0]).title == "Xeljanz"


def test_a_title_that_is_the_beginning_of_a_text_ends_in_dots():
    drug = DrugFactory()
    before = freeze(drug)
    DrugStatementFactory(drug=drug, text="word " * 40)
    assert only(since(drug, before).tables[0]).title == ("word " * 16).strip() + "…"


# As a whole -----------------------------------------------------------------------------


def test_names_take_one_query_for_each_kind_however_many_there_are(django_assert_num_queries):
    drug = DrugFactory()
    before = freeze(drug)
    for _ in range(3):
        claim = IndicationClaimFactory(indication__drug=drug)
        claim.indication.sources.set(SourceFactory.create_batch(2))
    after = freeze(drug)
    with django_assert_num_queries(2):  # sources and conditions
        difference(DRUG, before, after)


VALUES = {
    "name": st.sampled_from(["", "A", "B", "A B"]),
    "company": st.sampled_from(["", "Pfizer", "Other firm"]),
    "regions": st.lists(st.sampled_from(["US", "EU", "JP"]), unique=True),
    "sources": st.sets(st.integers(1, 5)).map(sorted),
    "position": st.integers(0, 3),
    "checked": st.sampled_from(["seen", "double"]),
    "basis": st.sampled_from(["", "journal"]),
    "drug_id": st.just(7),
}
ROWS = st.dictionaries(st.integers(1, 6), st.fixed_dictionaries(VALUES))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(ROWS, ROWS)
def test_the_difference_leads_from_one_text_to_the_other(old, new):
    before, after = _document(old), _document(new)
    found = difference(DRUG, before, after)
    rows = {row.pk: row for table in found.tables for row in table.rows}
    states = {pk: row.state for pk, row in rows.items()}
    gone = {pk for pk, state in states.items() if state == "removed"}
    come = {pk for pk, state in states.items() if state == "added"}
    assert (old.keys() - gone) | come == new.keys()
    assert gone <= old.keys()
    assert not come & old.keys()
    for pk in old.keys() & new.keys():
        differing = {name for name in VALUES if old[pk][name] != new[pk][name]}
        changes = {c.name: c for c in rows[pk].changes} if pk in rows else {}
        assert set(changes) == differing
        if "sources" in changes:
            c = changes["sources"]
            ids = [{target.pk for target in part} for part in (c.added, c.removed, c.kept)]
            assert (set(old[pk]["sources"]) - ids[1]) | ids[0] == set(new[pk]["sources"])
            assert ids[2] == set(old[pk]["sources"]) & set(new[pk]["sources"])
        assert all(c.before != c.after for c in changes.values() if c.shape == "value")


def _document(brands):
    drug = {"id": 7, "slug": "x", "inn": "x", "qualifier": "", "drug_class": "", "route": "oral"}
    drug |= {"first_approval": None, "first_approval_precision": "", "sources_checked_on": None}
    rows = [{"id": pk, **row} for pk, row in sorted(brands.items())]
    return {
        "schema": 1,
        "kind": "drug",
        "id": 7,
        "rows": {"drugs.drug": [drug], "drugs.brand": rows},
    }
