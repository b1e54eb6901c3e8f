"""What readers send: it arrives, nobody sees it too early, nothing typed is lost, machines are told from people."""

import time

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.guard import DraftLeak, guarded
from editorial.models import AuditRow
from guides.forms import MOST, SALT
from guides.models import Feedback, LiveAnswer, Question
from tests.factories import DrugFactory, GuideFactory, UserFactory, publish
from tests.factories.letters import FeedbackFactory, QuestionFactory
from tests.newsroom import change_url, fields, list_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_written_yet():
    cache.clear()


@pytest.fixture
def guide():
    return publish(GuideFactory(slug="hair"))


def opened(seconds=60) -> str:
    return signing.dumps(time.time() - seconds, salt=SALT)


def ask(client, text="Will my hair stay?", **more):
    sent = {"text": text, "name": "Rosa", "email": "rosa@example.org", "opened": opened()}
    return client.post("/guides/hair/questions/", sent | more)


def tell(client, text="The date is wrong.", **more):
    sent = {"text": text, "about": "wrong", "page": "/guides/hair/", "opened": opened()}
    return client.post("/feedback/", sent | more)


# Sending --------------------------------------------------------------------------------


def test_a_question_arrives_and_waits(client, guide):
    response = ask(client)
    assert (response.status_code, response["Location"]) == (
        302,
        "/guides/hair/questions/?sent=1#sent",
    )
    letter = Question.objects.get()
    assert (letter.guide_id, letter.path, letter.edition) == (guide.pk, "/guides/hair/", 1)
    assert (letter.text, letter.name, letter.state) == ("Will my hair stay?", "Rosa", "waiting")
    page = client.get(response["Location"])
    assert "Your question has arrived" in page.text
    assert "Will my hair stay?" not in page.text


def test_no_page_of_letters_is_kept_and_no_cookie_is_set(client, guide):
    for path in ("/guides/hair/questions/", "/feedback/?page=/guides/hair/"):
        response = client.get(path)
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies


def test_feedback_reaches_the_newsroom_with_the_edition(client, guide):
    assert tell(client).status_code == 302
    letter = Feedback.objects.get()
    assert (letter.path, letter.edition, letter.about) == ("/guides/hair/", 1, "wrong")


def test_every_page_leads_to_it(client, guide):
    publish(DrugFactory(slug="x"))
    for path in ("/", "/guides/hair/", "/drugs/x/", "/safety/", "/search/?q=x"):
        assert f'/feedback/?page={path.partition("?")[0]}"' in client.get(path).text


@pytest.mark.parametrize(
    "page",
    ["", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere", "drugs", "/a\nb"],
)
def test_an_address_elsewhere_is_not_taken_over(client, guide, page):
    assert "You write about" not in client.get("/feedback/", {"page": page}).text
    tell(client, page=page)
    assert Feedback.objects.get().path == ""


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 2001}, {"email": "nobody"}, {"name": "x" * 81}]
)
def test_what_was_typed_is_kept_when_something_is_wrong(client, guide, wrong):
    response = ask(client, **{"name": "Rosa"} | wrong)
    assert response.status_code == 422
    assert "What you typed is still below" in response.text
    typed = {"text": "Will my hair stay?", "email": "rosa@example.org", "name": "Rosa"} | wrong
    for value in filter(None, typed.values()):
        assert value in response.text
    assert not Question.objects.exists()


@pytest.mark.parametrize("stamp", ["", "nonsense", "a day old"])
def test_a_form_that_was_open_too_long_is_asked_for_once_more(client, guide, stamp):
    response = ask(client, opened=opened(25 * 3600) if stamp == "a day old" else stamp)
    assert response.status_code == 422
    assert "Please send it once more" in response.text
    assert "Will my hair stay?" in response.text


@pytest.mark.parametrize(("website", "seconds"), [("https://spam.example", 60), ("", 1)])
def test_a_machine_is_thanked_and_seen_by_moderators_only(client, guide, website, seconds):
    assert ask(client, website=website, opened=opened(seconds)).status_code == 302
    assert Question.objects.get().state == "spam"


def test_one_address_sends_a_few_letters_an_hour(client, guide):
    for _ in range(MOST):
        assert ask(client).status_code == 302
    response = ask(client, text="One too many")
    assert response.status_code == 429
    assert "One too many" in response.text
    assert Question.objects.count() == MOST
    assert client.post("/feedback/", REMOTE_ADDR="192.0.2.7").status_code == 422
    sent = {"text": "From elsewhere", "opened": opened()}
    other = client.post("/guides/hair/questions/", sent, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_markup_and_marks_that_hide_are_only_text(client, guide, moderator):
    ask(client, text="<script>alert(1)</script> a\u202eb\x07", name="<b>R</b>")
    letter = Question.objects.get()
    assert letter.text == "<script>alert(1)</script> ab"
    press(moderator, letter, "_answer", answer="<i>No</i>")
    page = client.get("/guides/hair/questions/").text
    assert "&lt;script&gt;" in page
    for markup in ("<script>alert", "<b>R", "<i>No"):
        assert markup not in page


def test_only_published_guides_take_questions(client):
    GuideFactory(slug="draft")
    assert client.get("/guides/draft/questions/").status_code == 404
    assert client.post("/guides/draft/questions/", {"text": "x"}).status_code == 404
    assert client.delete("/feedback/").status_code == 405


# The guard ------------------------------------------------------------------------------


def test_public_code_puts_letters_in_and_cannot_read_them():
    QuestionFactory()
    with guarded():
        QuestionFactory.build().save()
        for read in (Question.objects.count, Question.objects.first, Question.objects.all().delete):
            with pytest.raises(DraftLeak):
                read()
        with pytest.raises(DraftLeak):
            Question.objects.update(state="answered")


# Moderating -----------------------------------------------------------------------------


@pytest.fixture
def moderator():
    return signed_in("comment moderator")


def signed_in(*roles):
    browser = Client()
    browser.force_login(UserFactory(staff=True, roles=roles))
    return browser


def press(browser, letter, button, **typed):
    data = fields(browser.get(change_url(letter))) | {button: ["x"]}
    return browser.post(change_url(letter), data | {n: [v] for n, v in typed.items()}, follow=True)


def test_an_answer_shows_the_question_and_no_address(client, guide, moderator):
    letter = QuestionFactory(guide_id=guide.pk, text="Will my hair stay?")
    response = press(moderator, letter, "_answer", answer="Ask who treats you.", led_to_change="on")
    assert "Answered." in response.text
    page = client.get("/guides/hair/questions/").text
    for words in ("Rosa asks", "Will my hair stay?", "Ask who treats you.", "led to a change"):
        assert words in page
    assert "rosa@example.org" not in page
    assert "Yellow Card" in page


def test_the_guide_itself_does_not_change_by_it(client, guide, moderator):
    before = client.get("/guides/hair/").content
    letter = QuestionFactory(guide_id=guide.pk)
    press(moderator, letter, "_answer", answer="Ask who treats you.")
    assert client.get("/guides/hair/").content == before


def test_an_empty_answer_is_refused_in_words(guide, moderator):
    letter = QuestionFactory(guide_id=guide.pk)
    assert "Write the answer first." in press(moderator, letter, "_answer", answer="  ").text
    assert not LiveAnswer.objects.exists()
    assert AuditRow.objects.filter(verb="answer a letter", outcome="refused").exists()


@pytest.mark.parametrize("button", ["_close", "_spam"])
def test_what_was_answered_can_be_taken_down(client, guide, moderator, button):
    letter = QuestionFactory(guide_id=guide.pk)
    press(moderator, letter, "_answer", answer="Ask who treats you.")
    press(moderator, letter, button)
    assert "Ask who treats you." not in client.get("/guides/hair/questions/").text
    letter.refresh_from_db()
    assert letter.answer == "Ask who treats you."


def test_a_possible_adverse_reaction_reaches_reviewers(client, guide, moderator):
    seen, unseen = QuestionFactory(guide_id=guide.pk), QuestionFactory(guide_id=guide.pk)
    reviewer = signed_in("medical reviewer")
    assert reviewer.get(change_url(seen)).status_code == 302
    press(moderator, seen, "_escalate")
    assert reviewer.get(change_url(seen)).status_code == 200
    assert reviewer.get(change_url(unseen)).status_code == 302
    press(moderator, seen, "_answer", answer="Call who treats you.")
    assert LiveAnswer.objects.get().reporting


@pytest.mark.parametrize("role", ["author", "publisher", "administrator", "medical reviewer"])
def test_only_moderators_moderate(guide, role):
    letter = QuestionFactory(guide_id=guide.pk)
    browser = signed_in(role)
    response = browser.post(change_url(letter), {"answer": "Mine.", "_answer": "x"})
    assert response.status_code in (302, 403)
    letter.refresh_from_db()
    assert letter.state == "waiting"


def test_the_audit_has_every_act(guide, moderator):
    letter = QuestionFactory(guide_id=guide.pk)
    press(moderator, letter, "_answer", answer="Ask who treats you.")
    row = AuditRow.objects.get(verb="answer a letter")
    assert row.outcome == "done"
    assert "question" in row.about


def test_queues_count_what_waits(moderator):
    QuestionFactory(), QuestionFactory(state="spam"), FeedbackFactory()
    index = moderator.get("/admin/")
    assert index.status_code == 200
    numbers = {row["queue"].name: row["number"] for row in index.context["queues"]}
    assert (numbers["comments-to-moderate"], numbers["feedback"]) == (1, 1)
    for name in ("comments-to-moderate", "feedback"):
        assert moderator.get(f"/admin/queue/{name}/").status_code == 200


@pytest.mark.parametrize("model", [Question, Feedback])
def test_a_list_asks_as_often_for_three_as_for_one(moderator, django_assert_num_queries, model):
    make = {Question: QuestionFactory, Feedback: FeedbackFactory}[model]
    make()
    moderator.get(list_url(model))
    with CaptureQueriesContext(connection) as one:
        moderator.get(list_url(model))
    make(), make()
    with django_assert_num_queries(len(one)):
        moderator.get(list_url(model))
