"""The daily e-mail: what is in it, who gets it, never twice, and the switch."""

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.test import Client

from editorial import actions
from editorial.models import Digest
from tests.factories import ColleagueFactory, DrugFactory, UserFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(staff=True, roles=["author"])


@pytest.fixture
def reviewer():
    return UserFactory(staff=True, roles=["medical reviewer"])


@pytest.fixture
def proposal(author):
    return actions.propose([DrugFactory(inn="examplinib")], by=author, note="x")


class Broken(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")


def test_who_can_sign_is_told_and_who_wrote_is_not(author, reviewer, proposal, settings):
    settings.SITE_URL = "https://jakinfo.example"
    call_command("send_digests", verbosity=0)
    (message,) = mail.outbox
    assert message.to == [reviewer.email]
    assert "1 thing waits" in message.subject
    assert proposal.entries.get().title in message.body
    assert f"https://jakinfo.example/admin/editorial/proposal/{proposal.pk}/change/" in message.body
    assert "https://jakinfo.example/admin/digest/" in message.extra_headers["List-Unsubscribe"]


def test_never_twice_a_day(reviewer, proposal):
    call_command("send_digests", verbosity=0)
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 1


def test_nothing_waits_no_message(reviewer):
    call_command("send_digests", verbosity=0)
    assert mail.outbox == []
    assert Digest.objects.get(user=reviewer).sent_on is None


@pytest.mark.parametrize("columns", [{"is_active": False}, {"email": ""}, {"is_staff": False}])
def test_who_gets_none(proposal, columns):
    UserFactory(**{"staff": True, "roles": ["medical reviewer"]} | columns)
    call_command("send_digests", verbosity=0)
    assert mail.outbox == []


def test_switched_off_and_on_again(reviewer, proposal):
    client = Client()
    client.force_login(reviewer)
    assert "checked" in client.get("/admin/digest/").text
    client.post("/admin/digest/", {"sent": "1"})
    call_command("send_digests", verbosity=0)
    assert mail.outbox == []
    client.post("/admin/digest/", {"sent": "1", "wanted": "on"})
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 1


def test_a_message_that_failed_is_tried_again(reviewer, proposal, settings):
    settings.EMAIL_BACKEND = "tests.editorial.test_digests.Broken"
    with pytest.raises(CommandError, match="run this again"):
        call_command("send_digests", verbosity=0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 1


def test_reviews_that_are_overdue_are_in_it(reviewer, settings):
    settings.REVIEW_MONTHS = {"drug": -1}
    drug = DrugFactory()
    publish(drug)
    proposal = actions.propose([drug], by=ColleagueFactory(email=""), note="Read again.")
    actions.sign(proposal, by=ColleagueFactory(email=""), role="medical", whole_page=True)
    actions.sign(proposal, by=ColleagueFactory(email=""), role="editorial")
    actions.publish(proposal, by=ColleagueFactory(email=""))
    call_command("send_digests", verbosity=0)
    assert "Reviews overdue: 1" in mail.outbox[0].body
    assert str(drug) in mail.outbox[0].body


def test_names_are_not_escaped_in_plain_text(reviewer, author):
    actions.propose([DrugFactory(inn="o'examplinib")], by=author, note="x")
    call_command("send_digests", verbosity=0)
    assert "O'examplinib" in mail.outbox[0].body
