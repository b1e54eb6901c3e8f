from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import index
from search.index import Name
from search.models import Role, SearchBody, SearchEntry, SearchName
from search.query import search

from .conftest import MOMENT


def found(text):
    return [hit.title for hit in search(text).hits]


def test_writes_an_entry_its_text_and_its_names(write):
    write("tofacitinib", Name("Xeljanz", Role.BRAND), body="Text.", summary="Short.")
    entry = SearchEntry.objects.get()
    assert (entry.kind, entry.title, entry.text.summary) == ("drug", "tofacitinib", "Short.")
    assert list(entry.names.values_list("folded", "role").order_by("role")) == [
        ("xeljanz", "brand"),
        ("tofacitinib", "title"),
    ]


def test_writing_again_replaces(write):
    write("tofacitinib", Name("Xeljanz", Role.BRAND), entry_id=1, body="Hair.")
    write("ritlecitinib", Name("Litfulo", Role.BRAND), entry_id=1, body="Scalp.")
    assert found("litfulo") == found("scalp") == ["ritlecitinib"]
    assert found("xeljanz") == found("hair") == found("xeljans") == []
    assert (SearchEntry.objects.count(), SearchBody.objects.count()) == (1, 1)


def test_writing_the_same_again_changes_no_digest(write):
    first = write("tofacitinib", Name("Xeljanz", Role.BRAND), entry_id=1)
    before = list(index.rows())
    write("tofacitinib", Name("Xeljanz", Role.BRAND), entry_id=first)
    assert list(index.rows()) == before


def test_the_same_id_of_another_kind_is_another_entry(write):
    write("tofacitinib", entry_id=1)
    write("alopecia", entry_id=1, kind="condition")
    assert {(kind, pk) for kind, pk, _ in index.rows()} == {("drug", 1), ("condition", 1)}


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "other"},
        {"url": "/other/"},
        {"summary": "Other."},
        {"seq": 9},
        {"body": "Other."},
        {"published_at": MOMENT + timedelta(seconds=1)},
    ],
)
def test_every_column_counts_in_the_digest(write, change):
    write("tofacitinib", entry_id=1)
    before = list(index.rows())
    write("tofacitinib", entry_id=1, **change)
    assert list(index.rows()) != before


def test_every_name_counts_in_the_digest(write):
    write("tofacitinib", entry_id=1)
    before = list(index.rows())
    write("tofacitinib", Name("Xeljanz", Role.BRAND), entry_id=1)
    assert list(index.rows()) != before


def test_names_without_a_letter_and_repeated_ones_are_left_out(write):
    write("tofacitinib", Name("!?", Role.SYNONYM), Name("Tofacitinib", Role.TITLE))
    assert SearchName.objects.count() == 1


def test_what_postgresql_refuses_is_taken_out(write):
    write("to\0fa\ud800", Name("Xel\0janz", Role.BRAND), body="a\0b", summary="\udfff")
    assert found("xeljanz") == ["tofa"]


def test_a_very_long_text_is_indexed_as_far_as_it_goes(write):
    write("long", body=" ".join(f"word{number}" for number in range(60_000)))
    assert found("word7") == ["long"]
    assert found("word59999") == []


def test_a_name_longer_than_its_column_is_cut(write):
    write("long", Name("na " * 400, Role.SYNONYM))
    assert SearchName.objects.filter(role="synonym", folded__startswith="na na").exists()


def test_removing_forgets_names_text_and_codes(catalogue):
    index.remove(kind="drug", entry_id=1)
    assert found("xeljanz") == found("L04AF01") == []
    assert "tofacitinib" not in found("tofacitinib")


def test_removing_what_is_not_there_is_no_error(catalogue):
    index.remove(kind="drug", entry_id=999)
    assert SearchEntry.objects.count() == 6


def test_clearing_forgets_everything(catalogue):
    index.clear()
    assert found("tofacitinib") == found("xeljans") == []
    assert not SearchName.objects.exists()
    assert list(index.rows()) == []


def test_can_be_written_again_after_clearing(write):
    write("tofacitinib", entry_id=1)
    index.clear()
    write("tofacitinib", entry_id=1)
    assert found("tofacitinib") == ["tofacitinib"]


def test_a_rolled_back_write_is_not_found(write):
    with transaction.atomic():
        write("tofacitinib", Name("Xeljanz", Role.BRAND))
        transaction.set_rollback(True)
    assert found("tofacitinib") == found("xeljans") == []


def test_an_unknown_role_is_refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write("tofacitinib", Name("x", "nickname"))


def test_writing_takes_as_many_queries_for_thirty_names_as_for_one(write):
    def queries(number):
        names = [Name(f"name {place}", Role.SYNONYM) for place in range(number)]
        with CaptureQueriesContext(connection) as captured:
            write("tofacitinib", *names, entry_id=1)
        return len(captured)

    assert queries(1) == queries(30) <= 11


TEXTS = st.text(max_size=80)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=TEXTS, name=TEXTS, body=TEXTS)
def test_any_text_can_be_written_and_writing_is_idempotent(write, title, name, body):
    write(title, Name(name, Role.BRAND), entry_id=1, body=body)
    before = list(index.rows())
    write(title, Name(name, Role.BRAND), entry_id=1, body=body)
    assert list(index.rows()) == before
