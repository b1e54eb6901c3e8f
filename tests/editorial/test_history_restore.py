"""An older edition written back into the working copy, after a look at what that changes."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages

from drugs.models import Drug, LiveDrug
from editorial.models import Touch
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    ConditionFactory,
    DrugFactory,
    IndicationClaimFactory,
    IndicationFactory,
    publish,
    withdraw,
)
from tests.newsroom import change, change_url, fields, history_url, publish_signed, restore_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = ColleagueFactory(superuser=True)
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def drug():
    """With edition 1 from the fact base and edition 2 signed."""
    drug = BrandFactory(drug__drug_class="as imported", name="Brandanz").drug
    publish(drug)
    change(drug, drug_class="as signed")
    publish_signed(drug)
    return drug


def restore(editor, entry, number):
    """Open the confirmation page and press its button."""
    url = restore_url(entry, number)
    return editor.post(url, fields(editor.get(url)))


def messages(response):
    return " ".join(map(str, get_messages(response.wsgi_request)))


def stored(drug):
    return Drug.objects.get(pk=drug.pk).drug_class


def test_the_confirmation_page_shows_what_it_would_change_and_changes_nothing(editor, drug):
    response = editor.get(restore_url(drug, 1))
    (found,) = response.context["difference"].fields
    assert (found.before, found.after) == ("as signed", "as imported")
    assert stored(drug) == "as signed"


def test_restoring_writes_the_text_and_names_who_did_it(editor, drug):
    drug.brands.get().delete()
    response = restore(editor, drug, 1)
    assert response.url == change_url(drug)
    assert "The working copy is edition 1 again." in messages(response)
    assert stored(drug) == "as imported"
    assert drug.brands.get().name == "Brandanz"
    assert Touch.objects.latest("at").user == editor.user
    assert LogEntry.objects.get().change_message == "Restored edition 1."


def test_what_waits_for_a_check_stays_with_the_rows_it_owns(editor, drug):
    waiting = IndicationFactory(drug=drug, recalled=True)
    claim = IndicationClaimFactory(indication=waiting)
    restore(editor, drug, 1)
    assert list(drug.indications.all()) == [waiting]
    assert list(waiting.claims.all()) == [claim]


def test_readers_see_no_change(editor, drug):
    restore(editor, drug, 1)
    live = LiveDrug.objects.get(pk=drug.pk)
    assert (live.edition, live.drug_class) == (2, "as signed")


def test_a_working_copy_that_moved_on_is_not_overwritten(editor, drug):
    sent = fields(editor.get(restore_url(drug, 1)))
    change(drug, drug_class="typed meanwhile")
    response = editor.post(restore_url(drug, 1), sent)
    assert "changed the working copy meanwhile" in messages(response)
    assert response.url == restore_url(drug, 1)
    assert stored(drug) == "typed meanwhile"


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "x"}])
def test_without_the_version_that_was_shown_nothing_is_restored(editor, drug, sent):
    assert editor.post(restore_url(drug, 1), sent).url == restore_url(drug, 1)
    assert stored(drug) == "as signed"


def test_what_is_there_already_is_not_restored_again(editor, drug):
    page = editor.get(restore_url(drug, 2)).text
    assert "Nothing differs." in page
    assert 'value="Restore' not in page
    touches = Touch.objects.count()
    response = restore(editor, drug, 2)
    assert "is edition 2 already" in messages(response)
    assert Touch.objects.count() == touches


def test_a_working_copy_that_cannot_be_compared_can_be_restored(editor, drug):
    drug.brands.get().sources.clear()
    page = editor.get(restore_url(drug, 1)).text
    assert "“Brandanz” names no source" in page
    assert 'value="Restore edition 1"' in page
    restore(editor, drug, 1)
    assert stored(drug) == "as imported"
    assert drug.brands.get().sources.exists()


def test_a_refusal_is_shown_and_nothing_is_written(editor, drug):
    condition = ConditionFactory()
    IndicationFactory(drug=drug, condition=condition)
    change(drug)
    publish_signed(drug)
    drug.indications.all().delete()
    change(drug, drug_class="without it")
    condition.delete()
    response = restore(editor, drug, 3)
    assert response.url == history_url(drug)
    assert "cannot be restored: it points at entries that were deleted" in messages(response)
    assert stored(drug) == "without it"
    assert not LogEntry.objects.exists()


def test_a_withdrawal_is_not_restored(editor, drug):
    withdraw(LiveDrug.objects.get(pk=drug.pk))
    for send in (editor.get, editor.post):
        response = send(restore_url(drug, 3))
        assert response.url == history_url(drug)
        assert "withdrew the entry" in messages(response)


@pytest.mark.parametrize("number", ["9", "0", "9" * 30])
def test_an_edition_that_is_not_there_leads_back(editor, drug, number):
    response = editor.get(restore_url(drug, number))
    assert response.url == history_url(drug)
    assert "There is no edition" in messages(response)


def test_an_edition_of_another_entry_is_not_restored(editor, drug):
    other = DrugFactory(drug_class="other")
    publish(other)
    assert editor.post(restore_url(other, 2)).url == history_url(other)
    assert stored(other) == "other"


def test_only_looking_and_sending_are_allowed(editor, drug):
    assert editor.put(restore_url(drug, 1)).status_code == 405
    assert editor.delete(restore_url(drug, 1)).status_code == 405


def test_it_takes_a_token(drug):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ColleagueFactory(superuser=True))
    assert client.post(restore_url(drug, 1), {"version": drug.version}).status_code == 403
    assert stored(drug) == "as signed"
