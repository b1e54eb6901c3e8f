"""Working rows in a file: out, changed, and back through the rules of the form; refusals lose nothing."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drugs.models import AdverseEffect, Brand, Drug, DrugStatement, Indication
from editorial.models import Touch
from tests.factories import (
    AdverseEffectFactory,
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    IndicationFactory,
    SourceFactory,
    UserFactory,
)
from tests.newsroom import list_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.user = UserFactory(staff=True, roles=["author"])
    client.force_login(client.user)
    return client


def exported(browser, model, wanted="csv", query="") -> tablib.Dataset:
    response = browser.get(f"{list_url(model)}export/{wanted}/{query}")
    assert response.status_code == 200
    content = response.content
    if wanted == "csv":
        content = content.decode()
    return tablib.Dataset().load(content, format=wanted)


def sent(browser, model, table, wanted="csv"):
    """The page after a file was chosen."""
    content = table.export(wanted) if isinstance(table, tablib.Dataset) else table
    content = content.encode() if isinstance(content, str) else content
    return browser.post(
        f"{list_url(model)}import/", {"file": SimpleUploadedFile(f"rows.{wanted}", content)}
    )


def stored(browser, model, preview):
    return browser.post(f"{list_url(model)}import/", {"sealed": preview.context["sealed"]})


def changed(table, column, value, line=0) -> tablib.Dataset:
    cells = [list(row) for row in table]
    cells[line][table.headers.index(column)] = value
    return tablib.Dataset(*cells, headers=table.headers)


def refusals(response) -> list[str]:
    assert response.status_code == 422
    return [error for line in response.context.get("refused") or () for error in line.errors]


# There and back -------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_what_goes_out_comes_back_unchanged(author, wanted):
    IndicationFactory(), IndicationFactory()
    table = exported(author, Indication, wanted)
    assert len(table) == 2
    response = sent(author, Indication, table, wanted)
    assert "there is nothing to store" in response.text
    assert response.context["sealed"] == ""
    assert not Touch.objects.exists()


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_a_changed_cell_is_shown_then_stored_once(author, wanted):
    brand = BrandFactory(name="Xeljanz")
    table = changed(exported(author, Brand, wanted), "name", "Xeljanz XR")
    preview = sent(author, Brand, table, wanted)
    assert preview.status_code == 200
    assert [line.changes for line in preview.context["lines"]] == [
        [("Name", "Xeljanz", "Xeljanz XR")]
    ]
    assert Brand.objects.get().name == "Xeljanz"
    assert not Touch.objects.exists()
    response = stored(author, Brand, preview)
    assert response.status_code == 302
    assert Brand.objects.get().name == "Xeljanz XR"
    assert [(t.kind, t.entry_id, t.user_id) for t in Touch.objects.all()] == [
        ("drug", brand.drug_id, author.user.pk)
    ]


def test_two_rows_of_one_entry_are_one_change_of_it(author):
    drug = DrugFactory()
    BrandFactory(drug=drug, name="One"), BrandFactory(drug=drug, name="Two")
    table = exported(author, Brand)
    table = changed(changed(table, "name", "Uno"), "name", "Due", line=1)
    stored(author, Brand, sent(author, Brand, table))
    assert set(Brand.objects.values_list("name", flat=True)) == {"Uno", "Due"}
    assert Touch.objects.count() == 1


def test_a_line_without_an_id_adds_a_row(author):
    drug, condition, source = DrugFactory(), ConditionFactory(), SourceFactory()
    known = IndicationFactory(sources=[source])
    table = exported(author, Indication)
    row = dict(zip(table.headers, table[0], strict=True))
    row |= {"id": "", "version": "", "drug": drug.slug, "condition": condition.slug}
    new = tablib.Dataset(list(row.values()), headers=list(row))
    preview = sent(author, Indication, new)
    assert preview.status_code == 200, refusals(preview)
    assert preview.context["lines"][0].new
    stored(author, Indication, preview)
    added = Indication.objects.exclude(pk=known.pk).get()
    assert (added.drug, added.condition, added.status) == (drug, condition, known.status)
    assert list(added.sources.all()) == [source]


def test_a_list_is_exported_with_its_search(author):
    BrandFactory(name="Xeljanz"), BrandFactory(name="Olumiant")
    assert len(exported(author, Brand, query="?q=Olumiant")) == 1


def test_columns_and_rows_that_are_left_out_stay(author):
    brand, other = BrandFactory(name="Xeljanz"), BrandFactory(name="Olumiant")
    table = tablib.Dataset([str(brand.pk), "Xeljanz XR"], headers=["id", "name"])
    stored(author, Brand, sent(author, Brand, table))
    names = dict(Brand.objects.values_list("pk", "name"))
    assert names == {brand.pk: "Xeljanz XR", other.pk: "Olumiant"}
    brand.refresh_from_db()
    assert brand.sources.count() == 1


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5 points", "@here"])
def test_a_formula_is_harmless_in_the_file_and_itself_when_it_comes_back(author, text, wanted):
    AdverseEffectFactory(effect=text)
    table = exported(author, AdverseEffect, wanted)
    assert table["effect"] == [f"'{text}"]
    assert "there is nothing to store" in sent(author, AdverseEffect, table, wanted).text


def test_a_file_of_three_rows_asks_no_more_than_a_file_of_one(author):
    def asked():
        with CaptureQueriesContext(connection) as found:
            exported(author, Indication)
        return len(found)

    IndicationFactory()
    one = asked()
    IndicationFactory(), IndicationFactory()
    assert asked() == one


# Refusals -------------------------------------------------------------------------------


def test_a_row_changed_since_the_export_is_refused(author):
    BrandFactory(name="Xeljanz")
    table = exported(author, Brand)
    stored(author, Brand, sent(author, Brand, changed(table, "name", "Newer")))
    late = sent(author, Brand, changed(table, "name", "Late"))
    assert refusals(late) == [
        "It was changed after this file was made. Export it again, so that nothing is lost."
    ]
    assert Brand.objects.get().name == "Newer"


def test_a_row_changed_between_preview_and_storing_is_refused(author):
    BrandFactory(name="Xeljanz")
    table = exported(author, Brand)
    preview = sent(author, Brand, changed(table, "name", "Mine"))
    stored(author, Brand, sent(author, Brand, changed(table, "name", "Theirs")))
    assert refusals(stored(author, Brand, preview))
    assert Brand.objects.get().name == "Theirs"


def test_one_refused_line_stores_nothing_of_the_file(author):
    BrandFactory(name="One"), BrandFactory(name="Two")
    table = changed(changed(exported(author, Brand), "name", "Uno"), "name", "", line=1)
    response = sent(author, Brand, table)
    assert refusals(response) == ["Name: This field is required."]
    assert response.context["sealed"] == ""
    assert set(Brand.objects.values_list("name", flat=True)) == {"One", "Two"}


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("sources", "no-such-source", "Sources: There is no source “no-such-source”."),
        ("sources", "", "Sources: A fact that is “seen in the source” names at least one source."),
        ("condition", "no-such", "Condition: There is no condition “no-such”."),
        ("status", "perhaps", "Status: Select a valid choice. perhaps is not one of the available choices."),
        ("id", "999999", "There is no row with the id “999999”. Leave the id empty for a new row."),
        ("id", "1 OR 1", "There is no row with the id “1 OR 1”. Leave the id empty for a new row."),
    ],
)  # fmt: skip
def test_a_cell_that_the_form_would_refuse(author, column, value, why):
    IndicationFactory()
    table = changed(exported(author, Indication), column, value)
    assert refusals(sent(author, Indication, table)) == [why]


def test_a_row_does_not_move_to_another_entry(author):
    BrandFactory()
    table = changed(exported(author, Brand), "drug", DrugFactory().slug)
    assert refusals(sent(author, Brand, table)) == ["Drug: this cannot be changed."]


def test_a_row_twice_is_refused(author):
    BrandFactory()
    table = exported(author, Brand)
    table.append(table[0])
    assert len(refusals(sent(author, Brand, table))) == 1


def test_html_is_refused_as_in_the_form(author):
    DrugStatementFactory()
    table = changed(exported(author, DrugStatement), "text", "Safe <b>and</b> sound.")
    (why,) = refusals(sent(author, DrugStatement, table))
    assert "Write Markdown, not HTML" in why


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "rows.csv", "Choose a file that is not empty."),
        (b"id,name\n", "rows.csv", "nothing in it to read"),
        (b"id,name\n1,a,b\n", "rows.csv", "as many cells"),
        (b"id,named\n1,a\n", "rows.csv", "Unknown column: named."),
        (b"id,name,name\n1,a,b\n", "rows.csv", "stands in the file twice"),
        (b"id,name\n1,\xff\xfe\n", "rows.csv", "UTF-8"),
        (b"id,name\n1,a\n", "rows.pdf", "ends in .csv or .xlsx"),
        (b"no zip at all", "rows.xlsx", "not an XLSX file"),
        (b"id,name\n" + b"1,a\n" * 1001, "rows.csv", "more than 1,000 lines"),
        (b"id,name\n1," + b"a" * 1_000_000 + b"\n", "rows.csv", "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_table_of_this_kind(author, content, name, why):
    response = author.post(f"{list_url(Brand)}import/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert why in response.context["why"]


def test_a_small_file_that_unpacks_to_very_much_is_not_opened(author):
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as folder:
        folder.writestr("xl/workbook.xml", b" " * 30_000_000)
    response = sent(author, Brand, packed.getvalue(), "xlsx")
    assert "much larger than it looks" in response.context["why"]


def test_a_preview_cannot_be_forged_or_lent(author):
    BrandFactory(name="Xeljanz")
    preview = sent(author, Brand, changed(exported(author, Brand), "name", "Other"))
    sealed = preview.context["sealed"]
    forged = author.post(f"{list_url(Brand)}import/", {"sealed": sealed[:-2] + "xx"})
    assert forged.status_code == 422
    elsewhere = author.post(f"{list_url(Drug)}import/", {"sealed": sealed})
    assert elsewhere.status_code == 422
    author.force_login(UserFactory(staff=True, roles=["author"]))
    assert author.post(f"{list_url(Brand)}import/", {"sealed": sealed}).status_code == 422
    assert Brand.objects.get().name == "Xeljanz"


def test_who_may_not_edit_may_not_import(client):
    client.force_login(UserFactory(staff=True, roles=["comment moderator"]))
    assert client.get(f"{list_url(Brand)}import/").status_code == 403
    assert client.get(f"{list_url(Brand)}export/csv/").status_code == 403


def test_an_unknown_format_or_filter_is_not_found(author):
    assert author.get(f"{list_url(Brand)}export/pdf/").status_code == 404
    assert author.get(f"{list_url(Brand)}export/csv/?nonsense=1").status_code == 404


def test_the_list_offers_both(author):
    page = author.get(f"{list_url(Brand)}?q=xel").text
    assert "/admin/drugs/brand/import/" in page
    assert "/admin/drugs/brand/export/xlsx/?q=xel" in page
