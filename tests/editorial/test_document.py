"""What freezing takes along and what it leaves in the working copy."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.document import NotPublishable, digest, freeze, plain
from tests.factories import (
    BrandFactory,
    DrugFactory,
    IndicationClaimFactory,
    IndicationFactory,
    WarningFactory,
)

pytestmark = pytest.mark.django_db

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def test_a_document_holds_own_columns_rows_and_ids():
    brand = BrandFactory()
    document = freeze(brand.drug)
    (row,) = document["rows"]["drugs.brand"]
    assert row["name"] == brand.name
    assert row["drug_id"] == brand.drug_id
    assert row["sources"] == [source.pk for source in brand.sources.all()]
    assert "note" not in row
    assert "seen_at" not in row


def test_recalled_and_withheld_rows_stay_and_take_their_own_rows_with_them():
    drug = DrugFactory()
    BrandFactory(drug=drug, checked="recalled")
    BrandFactory(drug=drug, withheld="contested")
    claim = IndicationClaimFactory(indication=IndicationFactory(drug=drug, checked="recalled"))
    rows = freeze(drug)["rows"]
    assert rows["drugs.brand"] == []
    assert rows["drugs.indication"] == []
    assert rows["drugs.indicationclaim"] == []
    assert claim.pk


def test_unchecked_columns_are_blank():
    indication = IndicationFactory(
        approval_date=datetime.date(2022, 3, 1),
        date_precision="month",
        unchecked_fields=["approval_date", "date_precision"],
    )
    (row,) = freeze(indication.drug)["rows"]["drugs.indication"]
    assert row["approval_date"] is None
    assert row["date_precision"] == ""


def test_an_entry_that_is_recalled_cannot_be_frozen():
    with pytest.raises(NotPublishable, match="from memory only"):
        freeze(WarningFactory(checked="recalled"))


def test_the_same_rows_give_the_same_hash_and_another_word_another_one():
    brand = BrandFactory()
    first = digest(freeze(brand.drug))
    assert digest(freeze(brand.drug)) == first
    brand.name = "Otheranz"
    brand.save()
    assert digest(freeze(brand.drug)) != first


def test_editors_notes_do_not_change_the_hash():
    brand = BrandFactory()
    first = digest(freeze(brand.drug))
    brand.note = "Ask the company."
    brand.save()
    BrandFactory(drug=brand.drug, checked="recalled")
    assert digest(freeze(brand.drug)) == first


@given(JSON)
def test_a_stored_document_keeps_its_hash(value):
    assert digest(plain({"x": value})) == digest({"x": value})
