"""The history of an entry in the newsroom: editions, differences, restoring."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drugs.models import Drug, LiveDrug
from editorial import actions
from editorial.document import freeze
from editorial.registry import kinds
from tests import factories
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    DrugFactory,
    UserFactory,
    WarningFactory,
    publish,
    withdraw,
)
from tests.newsroom import change, history_url, publish_signed, restore_url, sign

pytestmark = pytest.mark.django_db
FACTORIES = {
    getattr(factories, name)._meta.model: getattr(factories, name)
    for name in factories.__all__
    if name.endswith("Factory")
}


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
    publish_signed(drug, note="The class was wrong.")
    return drug


# The list -------------------------------------------------------------------------------


def test_the_form_links_to_the_history(editor, drug):
    assert f'href="{history_url(drug)}"' in editor.get(f"/admin/drugs/drug/{drug.pk}/change/").text


def test_every_edition_says_when_why_and_on_whose_word(editor, drug):
    page = editor.get(history_url(drug)).text
    assert page.index("<h3>Edition 2") < page.index("<h3>Edition 1")
    for words in (
        "The class was wrong.",
        "by Ada Example",
        "by Pia Example",
        "Medical review: Mia Example",
        "Editorial review: Noor Example",
        "signed by two people",
        "loaded from the fact base",
        "Minor change",
        "Created",
    ):
        assert words in page, words


def test_names_survive_deleted_accounts(editor, drug):
    for name in ("ada", "mia", "noor", "pia"):
        ColleagueFactory(username=name).delete()
    page = editor.get(history_url(drug)).text
    for name in ("Ada", "Mia", "Noor", "Pia"):
        assert f"{name} Example" in page


def test_who_changed_the_working_copy_since_is_named_above(editor, drug):
    nobody = editor.get(history_url(drug)).context["touched"]
    eve = ColleagueFactory(first_name="Eve")
    change(drug, by=eve, drug_class="new")
    change(drug, by=eve, drug_class="newer")
    eve.delete()
    response = editor.get(history_url(drug))
    assert nobody == []
    assert "Eve Example: 2 changes" in response.text


def test_a_change_made_while_another_was_being_signed_counts(editor, drug):
    proposal = actions.propose([drug], by=ColleagueFactory(), note="First.")
    change(drug, by=ColleagueFactory(first_name="Late"), drug_class="later")
    actions.publish(sign(proposal), by=ColleagueFactory())
    (person,) = editor.get(history_url(drug)).context["touched"]
    assert person["name"] == "Late Example"


def test_an_entry_that_was_never_published_has_an_empty_history(editor):
    drug = DrugFactory()
    change(drug)
    page = editor.get(history_url(drug)).text
    assert "no reader has seen any of this" in page
    assert "Ada Example: 1 change," in page


def test_a_withdrawal_gives_its_reason_and_cannot_be_restored(editor, drug):
    withdraw(
        LiveDrug.objects.get(pk=drug.pk), reason="No longer sold.", replaced_by="/drugs/other/"
    )
    page = editor.get(history_url(drug)).text
    assert "No longer sold. Replaced by /drugs/other/" in page
    assert restore_url(drug, 3) not in page
    assert restore_url(drug, 2) in page


def test_an_emergency_is_marked_until_it_is_countersigned(editor):
    warning = WarningFactory()
    publish(warning)
    author = ColleagueFactory()
    proposal = actions.propose(
        [warning], by=author, note="Now.", emergency=True, reason="People are harmed."
    )
    actions.publish(proposal, by=author)
    page = editor.get(history_url(warning)).text
    assert "People are harmed. Not countersigned yet." in page
    assert "by nobody" in page
    second = ColleagueFactory(first_name="Cy")
    actions.countersign(proposal, by=second)
    assert "by Cy Example" in editor.get(history_url(warning)).text
    second.delete()
    assert "by Cy Example" in editor.get(history_url(warning)).text


def test_a_scheduled_publication_says_so(editor, drug):
    change(drug, drug_class="on time")
    proposal = sign(actions.propose([drug], by=ColleagueFactory(), note="x"))
    soon = timezone.now() + timedelta(hours=1)
    actions.schedule(proposal, by=ColleagueFactory(), at=soon)
    actions.publish_due(now=soon)
    assert "on schedule" in editor.get(history_url(drug)).text


# Two editions ---------------------------------------------------------------------------


def compared(editor, entry, **query):
    return editor.get(history_url(entry), {name.rstrip("_"): v for name, v in query.items()})


def test_any_two_editions_are_compared_on_the_same_page(editor, drug):
    response = compared(editor, drug, from_="1", to="2")
    (found,) = response.context["comparison"].difference.fields
    assert (found.before, found.after) == ("as imported", "as signed")
    assert "From edition 1 to edition 2" in response.text
    assert "<h3>Edition 2" in response.text


def test_an_edition_is_compared_with_the_working_copy(editor, drug):
    change(drug, drug_class="as edited")
    (found,) = (
        compared(editor, drug, from_="2", to="working").context["comparison"].difference.fields
    )
    assert (found.before, found.after) == ("as signed", "as edited")


def test_nothing_differs_is_said(editor, drug):
    assert "Nothing differs." in compared(editor, drug, from_="2", to="working").text


def test_a_withdrawal_is_compared_as_nothing(editor, drug):
    withdraw(LiveDrug.objects.get(pk=drug.pk))
    assert compared(editor, drug, from_="2", to="3").context["comparison"].difference.state == (
        "withdrawn"
    )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("1", "9", "There is no edition “9”"),
        ("1", "two", "There is no edition “two”"),
        ("-1", "2", "There is no edition “-1”"),
        ("٢", "1", "There is no edition “٢”"),
        ("1", "9" * 40, "There is no edition “99999999999999999999”"),
        ("1\x00", "2", "There is no edition"),
        ("1", "", "Choose two texts"),
        ("", "1", "Choose two texts"),
        ("1", "1", "Choose two different texts"),
        ("working", "working", "Choose two different texts"),
        ("<script>", "1", "There is no edition “&lt;script&gt;”"),
    ],
)
def test_a_bad_choice_is_told_and_the_list_stays(editor, drug, before, after, message):
    response = compared(editor, drug, from_=before, to=after)
    assert response.status_code == 200
    assert message in response.text
    assert "<h3>Edition 1" in response.text
    assert "comparison" not in response.context


def test_a_working_copy_that_cannot_be_published_gives_the_reason(editor, drug):
    drug.brands.get().sources.clear()
    response = compared(editor, drug, from_="1", to="working")
    assert "“Brandanz” names no source" in response.text


def test_editions_of_another_entry_are_not_compared(editor, drug):
    other = DrugFactory()
    publish(other)
    assert "There is no edition “2”" in compared(editor, other, from_="1", to="2").text


def test_pages_keep_the_choice(editor, drug):
    for number in range(26):
        change(drug, drug_class=f"class {number}")
        publish_signed(drug)
    response = compared(editor, drug, from_="1", to="28")
    assert "Chosen on another page" in response.text
    assert response.context["elsewhere"] == ["1"]
    assert 'value="1" checked' in response.text
    assert "?from=1&amp;to=28&amp;p=2" in response.text
    second = compared(editor, drug, from_="1", to="28", p="2")
    assert [edition.number for edition in second.context["page"]] == [3, 2, 1]
    assert compared(editor, drug, p="no number").status_code == 200


# Who may look ---------------------------------------------------------------------------


def staff(client, *rights):
    user = UserFactory(staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


def test_who_may_not_see_the_entry_sees_no_history(client, drug):
    assert staff(client).get(history_url(drug)).status_code == 403
    client.logout()
    assert client.get(history_url(drug)).status_code == 302


def test_who_may_only_see_is_offered_no_restoring(client, drug):
    staff(client, "view_drug")
    response = client.get(history_url(drug))
    assert response.status_code == 200
    assert "Restore" not in response.text
    assert client.get(restore_url(drug, 1)).status_code == 403
    assert client.post(restore_url(drug, 1)).status_code == 403
    assert Drug.objects.get(pk=drug.pk).drug_class == "as signed"


def test_an_entry_that_is_not_there_leads_back(editor, drug):
    for url in ("/admin/drugs/drug/987654/history/", "/admin/drugs/drug/987654/history/1/restore/"):
        assert editor.get(url).url == "/admin/"


# Queries --------------------------------------------------------------------------------


def test_as_many_queries_for_many_editions_as_for_two(
    editor, drug, django_assert_max_num_queries, django_assert_num_queries
):
    chosen = {"from": "1", "to": "2"}
    editor.get(history_url(drug), chosen)
    with django_assert_max_num_queries(25) as few:
        editor.get(history_url(drug), chosen)
    for number in range(4):
        change(drug, by=ColleagueFactory(), drug_class=f"class {number}")
        publish_signed(drug)
    change(drug, by=ColleagueFactory())
    with django_assert_num_queries(len(few)):
        editor.get(history_url(drug), chosen)


def test_the_working_copy_costs_what_freezing_it_costs(editor, drug, django_assert_num_queries):
    with CaptureQueriesContext(connection) as freezing:
        freeze(drug)
    chosen = {"from": "1", "to": "2"}
    with CaptureQueriesContext(connection) as editions:
        editor.get(history_url(drug), chosen)
    with django_assert_num_queries(len(editions) - 1 + len(freezing)):
        editor.get(history_url(drug), {"from": "1", "to": "working"})


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_of_entry_has_a_history(editor, kind):
    entry = FACTORIES[kind.model]()
    publish(entry)
    response = compared(editor, entry, from_="1", to="working")
    assert "Nothing differs." in response.text
    assert editor.get(restore_url(entry, 1)).status_code == 200
