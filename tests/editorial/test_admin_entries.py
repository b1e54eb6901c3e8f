"""What an entry's form shows, saves, refuses and never sets; who becomes a contributor by it."""

import pytest
from django.contrib.messages import get_messages

from editorial.actions import publish_import
from editorial.models import Touch
from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    IndicationClaimFactory,
    IndicationFactory,
    SourceFactory,
    UserFactory,
    publish,
    withdraw,
)
from tests.newsroom import add_row, change_url, delete_url, errors, list_url, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    client.user = user
    return client


# The standing ---------------------------------------------------------------------------


def standing(editor, entry):
    return editor.get(change_url(entry)).context["standing"]


def test_a_new_entry_is_not_published(editor):
    drug = DrugFactory()
    assert "<strong>Not published.</strong>" in editor.get(change_url(drug)).text


def test_a_published_entry_says_so_and_that_nothing_differs(editor):
    drug = DrugFactory()
    live = publish(drug)
    page = editor.get(change_url(drug)).text
    assert f"edition 1, {live.published_at:%-d %B %Y}, loaded from the fact base" in page
    assert "The working copy is what readers see." in page


def test_a_change_shows_that_the_working_copy_differs(editor):
    drug = DrugFactory()
    publish(drug)
    save(editor, change_url(drug), drug_class="something else")
    assert standing(editor, drug).differs
    assert "differs from what readers see" in editor.get(change_url(drug)).text


def test_a_withdrawn_entry_gives_the_reason(editor):
    drug = DrugFactory()
    withdraw(publish(drug), reason="No longer sold.")
    page = editor.get(change_url(drug)).text
    assert "<strong>Withdrawn</strong> with edition 2" in page
    assert "No longer sold." in page


def test_rows_that_wait_and_rows_withheld_are_counted(editor):
    drug = DrugFactory()
    BrandFactory(drug=drug, recalled=True)
    BrandFactory(drug=drug, unchecked_fields=["company"])
    BrandFactory(drug=drug, withheld="It is disputed.")
    found = standing(editor, drug)
    assert (found.waiting, found.withheld) == (2, 1)


def test_hidden_rows_are_told_in_words_and_counted_in_the_list(editor):
    drug = DrugFactory()
    condition = ConditionFactory(name="Vitiligo")
    publish(SourceFactory(slug="the-label", label=True))
    for place in ("US-FDA", "EU-EMA"):
        IndicationFactory(drug=drug, condition=condition, jurisdiction=place)
    publish_import([drug], note="Without its condition.")
    words = "2 indications hidden: condition “Vitiligo” is not published"
    assert standing(editor, drug).hidden_because == [words]
    assert editor.get("/admin/drugs/drug/").context["cl"].result_list[0].listed.hidden == 2
    publish(condition)
    assert standing(editor, drug).hidden_because == []


def test_the_list_tells_edition_and_origin_and_what_waits(editor):
    drug = DrugFactory()
    BrandFactory(drug=drug, recalled=True)
    publish(drug)
    DrugFactory()
    rows = editor.get("/admin/drugs/drug/").context["cl"].result_list
    first = next(row for row in rows if row.pk == drug.pk).listed
    assert (first.live.edition, first.live.origin, first.waiting, first.edited) == (
        1,
        "import",
        1,
        False,
    )


@pytest.mark.parametrize(("wanted", "found"), [("yes", 1), ("no", 2)])
def test_lists_filter_by_published_and_by_waiting(editor, wanted, found):
    DrugFactory.create_batch(2)
    drug = DrugFactory()
    BrandFactory(drug=drug, recalled=True)
    publish(drug)
    for name in ("published", "waiting"):
        page = editor.get("/admin/drugs/drug/", {name: wanted})
        assert page.context["cl"].result_count == found


# What cannot be set ---------------------------------------------------------------------


def test_a_form_ignores_the_version_and_invented_state(editor):
    drug = DrugFactory()
    live = publish(drug)
    save(editor, change_url(drug), version=99, edition=7, origin="review", qualifier="x")
    drug.refresh_from_db()
    live.refresh_from_db()
    assert (drug.version, live.edition, live.origin) == (2, 1, "import")


def test_saving_changes_nothing_for_readers(editor):
    drug = DrugFactory()
    live = publish(drug)
    save(editor, change_url(drug), qualifier="cream")
    assert type(live).objects.get(pk=drug.pk).qualifier == ""


# Deleting -------------------------------------------------------------------------------


def test_an_entry_that_was_never_published_may_go(editor):
    drug = DrugFactory()
    BrandFactory(drug=drug)
    editor.post(delete_url(drug), {"post": "yes"})
    assert not type(drug).objects.exists()


@pytest.mark.parametrize("gone", [False, True], ids=["published", "withdrawn"])
def test_what_was_ever_published_stays(editor, gone):
    drug = DrugFactory()
    live = publish(drug)
    if gone:
        withdraw(live)
    response = editor.post(delete_url(drug), {"post": "yes"})
    assert response.url == change_url(drug)
    assert "has been published, so it is kept" in str(
        next(iter(get_messages(response.wsgi_request)))
    )
    assert type(drug).objects.filter(pk=drug.pk).exists()


def test_the_action_for_several_names_what_stays_and_deletes_nothing(editor):
    fresh, published = DrugFactory(), DrugFactory()
    publish(published)
    chosen = {"action": "delete_selected", "_selected_action": [fresh.pk, published.pk]}
    assert f"“{published}” has been published" in editor.post("/admin/drugs/drug/", chosen).text
    editor.post("/admin/drugs/drug/", {**chosen, "post": "yes"})
    assert type(fresh).objects.count() == 2


# Who changed what -----------------------------------------------------------------------


def touches(entry):
    return list(
        Touch.objects.filter(kind=entry.kind, entry_id=entry.pk).values_list("user", flat=True)
    )


def test_one_save_is_one_touch_by_the_person(editor):
    brand = BrandFactory()
    url = change_url(brand.drug)
    save(editor, url, qualifier="x", **{"brands-0-name": "Other", "brands-0-company": "Firm"})
    brand.refresh_from_db()
    assert (brand.name, touches(brand.drug)) == ("Other", [editor.user.pk])


def test_saving_without_a_change_makes_nobody_a_contributor(editor):
    brand = BrandFactory()
    assert save(editor, change_url(brand.drug)).status_code == 302
    assert save(editor, change_url(brand)).status_code == 302
    assert touches(brand.drug) == []


def test_a_row_changed_on_its_own_form_touches_the_entry(editor):
    claim = IndicationClaimFactory()
    save(editor, change_url(claim), says="Something else.")
    assert touches(claim.indication.drug) == [editor.user.pk]


def test_a_row_deleted_on_its_own_touches_the_entry(editor):
    brand, other = BrandFactory(), BrandFactory()
    editor.post(delete_url(brand), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    editor.post(list_url(type(brand)), chosen)
    assert not type(brand).objects.exists()
    assert touches(brand.drug) == touches(other.drug) == [editor.user.pk]


def test_a_refused_form_touches_nothing(editor):
    drug = DrugFactory()
    save(editor, change_url(drug), inn="")
    assert touches(drug) == []


# What a form refuses --------------------------------------------------------------------


def test_an_address_of_another_live_page_is_refused(editor):
    first, second = DrugFactory(), DrugFactory()
    publish(first)
    taken = first.slug
    type(first).objects.filter(pk=first.pk).update(slug="moved")
    response = save(editor, change_url(second), slug=taken)
    assert "is still used by the published" in errors(response)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<script>alert(1)</script>", "Write Markdown, not HTML"),
        ("It is <b>safe</b>.", "Write Markdown, not HTML"),
        ("[look](javascript:alert(1))", "must begin with https://"),
        ("[look](//elsewhere.example)", "must begin with https://"),
        ("![a chart](/x.png)", "cannot hold a picture"),
    ],
)
def test_a_published_text_is_markdown_and_nothing_else(editor, text, message):
    drug = DrugFactory()
    values = {"topic": "summary", "text": text, "checked": "recalled"}
    assert message in errors(add_row(editor, change_url(drug), "statements", **values))


def test_plain_markdown_with_numbers_passes_and_loses_what_is_invisible(editor):
    drug = DrugFactory()
    text = "Less than < 5 in 100\u202e people.\r\n\r\n[The label](https://example.org) **says** so."
    values = {"topic": "summary", "text": text, "checked": "recalled"}
    assert add_row(editor, change_url(drug), "statements", **values).status_code == 302
    assert drug.statements.get().text == (
        "Less than < 5 in 100 people.\n\n[The label](https://example.org) **says** so."
    )


def test_rows_without_a_position_go_to_the_end(editor):
    drug = DrugFactory()
    for text in ("one", "two"):
        values = {"topic": "summary", "text": text, "checked": "recalled"}
        assert add_row(editor, change_url(drug), "statements", **values).status_code == 302
    assert list(drug.statements.values_list("text", "position")) == [("one", 0), ("two", 1)]


def test_a_double_row_is_refused_on_its_own_form_too(editor):
    brand = BrandFactory(name="Xeljanz")
    other = BrandFactory(drug=brand.drug)
    assert save(editor, change_url(other), name="Xeljanz").status_code == 200
