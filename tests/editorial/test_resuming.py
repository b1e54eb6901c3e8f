"""Nothing typed is lost when the sign-in expired, the form grew too old, or a password was wrong too often."""

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import Condition
from editorial.admin.resuming import SALT
from tests.factories import ConditionFactory, UserFactory
from tests.newsroom import change_url, fields, save

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"
LOGIN = "/admin/login/"


@pytest.fixture
def anna(client):
    client.user = UserFactory(superuser=True, username="anna", password=PASSWORD)
    client.force_login(client.user)
    return client


def filled(browser, condition, words="What Anna wrote."):
    return fields(browser.get(change_url(condition))) | {"body_system": [words], "_continue": ["1"]}


def signed_out(browser, condition):
    """The page after a filled form was sent without being signed in any more."""
    form = filled(browser, condition)
    browser.logout()
    return browser.post(change_url(condition), form)


def sign_in(browser, page, password=PASSWORD, **more):
    sent = {"username": "anna", "password": password, "_typed": page.context["typed"]}
    return browser.post(LOGIN, sent | more)


def again(browser, page):
    """Press the one button."""
    sent = {}
    for name, value in page.context["fields"]:
        sent.setdefault(name, []).append(value)
    return browser.post(page.context["address"], sent)


# The sign-in expired --------------------------------------------------------------------


def test_signed_out_signed_in_and_sent_again(anna):
    condition = ConditionFactory(body_system="As it was.")
    page = signed_out(anna, condition)
    assert page.status_code == 403
    assert "What you typed is kept" in page.text
    assert Condition.objects.get().body_system == "As it was."
    offered = sign_in(anna, page)
    assert offered.status_code == 200
    assert "What Anna wrote." in offered.text
    assert Condition.objects.get().body_system == "As it was."
    assert again(anna, offered).status_code == 302
    assert Condition.objects.get().body_system == "What Anna wrote."


def test_a_collision_meanwhile_is_shown_after_all_that(anna):
    condition = ConditionFactory(body_system="As it was.")
    page = signed_out(anna, condition)
    ben = Client()
    ben.force_login(UserFactory(superuser=True))
    save(ben, change_url(condition), body_system="What Ben wrote.")
    response = again(anna, sign_in(anna, page))
    assert response.status_code == 409
    assert fields(response)["body_system"] == ["What Anna wrote."]


def test_a_wrong_password_keeps_it_too(anna):
    page = signed_out(anna, ConditionFactory())
    wrong = sign_in(anna, page, password="not this one at all")
    assert "Please enter the correct" in wrong.text
    assert "What Anna wrote." in sign_in(anna, wrong).text


def test_several_values_of_one_field_stay_several(anna):
    form = {"several": ["a", "b"], "name": ["Eczema"]}
    anna.logout()
    page = anna.post("/admin/conditions/condition/add/", form)
    assert sign_in(anna, page).context["fields"] == [
        ["several", "a"], ["several", "b"], ["name", "Eczema"],
    ]  # fmt: skip


def test_without_fields_there_is_only_the_usual_way_in(anna):
    anna.logout()
    response = anna.post(change_url(ConditionFactory()))
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)


def test_no_secret_is_kept(anna):
    anna.logout()
    page = anna.post("/admin/auth/user/add/", {"username": "x", "password1": "s", "password": "t"})
    address, held, _ = signing.loads(page.context["typed"], salt=SALT)
    assert (address, held) == ("/admin/auth/user/add/", [["username", "x"]])


def test_a_file_cannot_be_kept_and_that_is_said(anna):
    anna.logout()
    sent = {"file": SimpleUploadedFile("a.csv", b"id\n1\n"), "other": "x"}
    page = anna.post("/admin/drugs/brand/import/", sent)
    assert "A file cannot be kept" in sign_in(anna, page).text


@pytest.mark.parametrize("typed", ["nonsense", "a:b:c"])
def test_what_was_not_kept_here_is_not_offered(anna, typed):
    anna.logout()
    response = anna.post(LOGIN, {"username": "anna", "password": PASSWORD, "_typed": typed})
    assert response.status_code == 302


def test_who_is_signed_in_without_the_right_gets_the_usual_refusal(client):
    client.force_login(UserFactory(staff=True, roles=["comment moderator"]))
    assert client.post(change_url(ConditionFactory()), {"name": "x"}).status_code == 403
    assert "_typed" not in client.post(change_url(ConditionFactory()), {"name": "x"}).text


# The form grew too old ------------------------------------------------------------------


@pytest.fixture
def strict(anna):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna.user)
    return browser


HERE = {"HTTP_ORIGIN": "http://testserver"}


def test_an_old_form_of_this_site_is_offered_again(strict, anna):
    condition = ConditionFactory(body_system="As it was.")
    response = strict.post(change_url(condition), filled(anna, condition), **HERE)
    assert response.status_code == 403
    assert "This form had grown too old" in response.text
    assert "What Anna wrote." in response.text
    assert Condition.objects.get().body_system == "As it was."
    token = fields(response)
    assert token


@pytest.mark.parametrize(
    "said", [{}, {"HTTP_ORIGIN": "http://elsewhere.example"}, {"HTTP_ORIGIN": "null"},
             {"HTTP_REFERER": "http://elsewhere.example/testserver"}]
)  # fmt: skip
def test_what_another_site_sends_is_never_one_click_away(strict, anna, said):
    condition = ConditionFactory()
    response = strict.post(change_url(condition), filled(anna, condition), **said)
    assert response.status_code == 403
    assert "What Anna wrote." not in response.text


def test_an_old_page_to_sign_in_is_shown_anew_with_what_it_carried(strict, anna):
    page = signed_out(anna, ConditionFactory())
    strict.logout()
    response = strict.post(
        LOGIN, {"username": "anna", "password": PASSWORD, "_typed": page.context["typed"]}, **HERE
    )
    assert response.status_code == 403
    assert page.context["typed"] in response.text


def test_an_old_form_of_somebody_signed_out_leads_through_signing_in(strict, anna):
    condition = ConditionFactory()
    form = filled(anna, condition)
    strict.logout()
    response = strict.post(change_url(condition), form, **HERE)
    assert response.status_code == 403
    assert "What you typed is kept" in response.text


# Too many wrong passwords ---------------------------------------------------------------


def test_a_lock_keeps_what_was_typed(anna, settings):
    settings.AXES_ENABLED = True
    page = signed_out(anna, ConditionFactory())
    for _ in range(settings.AXES_FAILURE_LIMIT):
        locked = sign_in(anna, page, password="not this one at all")
    assert locked.status_code == 429
    assert page.context["typed"] in locked.text
    back = anna.post(LOGIN, {"_typed": page.context["typed"]})
    assert back.status_code == 200
    assert "This field is required" not in back.text
    assert page.context["typed"] in back.text
