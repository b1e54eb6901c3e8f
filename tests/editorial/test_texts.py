"""The preview of a long text shows what readers would see, and refuses what saving would refuse."""

import pytest

from tests.factories import GuideFactory, UserFactory
from tests.newsroom import change_url

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/prose/"


@pytest.fixture
def author(client):
    client.force_login(UserFactory(staff=True, roles=["author"]))
    return client


def test_markdown_as_on_the_page(author):
    response = author.post(ADDRESS, {"text": "Two **bold** words and 5 mg.\n\n- one\n- two"})
    assert response.status_code == 200
    assert "<strong>bold</strong> words and 5&nbsp;mg." in response.text
    assert "<li>one</li>" in response.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b>tag</b>",
        "[words](javascript:alert(1))",
        "![a picture](https://example.org/a.png)",
    ],
)
def test_what_saving_would_refuse_is_refused_and_never_markup(author, text):
    response = author.post(ADDRESS, {"text": text})
    assert response.status_code == 422
    assert response.text.startswith('<p class="errornote">')
    for markup in ("<script", "<b>", "<img", "<a "):
        assert markup not in response.text


def test_nothing_written_is_said(author):
    assert "nothing to show" in author.post(ADDRESS, {}).text


def test_only_colleagues_and_only_by_sending(author, client):
    assert author.get(ADDRESS).status_code == 405
    client.logout()
    assert client.post(ADDRESS, {"text": "words"}).status_code == 403


def test_published_texts_have_it_and_notes_for_editors_do_not(author):
    page = author.get(change_url(GuideFactory())).text
    assert "jakinfo/markdown.js" in page
    areas = {part.split('name="')[1].split('"')[0]: "data-markdown" in part
             for part in page.split("<textarea")[1:]
             for part in [part.split(">")[0]]}  # fmt: skip
    assert areas["summary"] is True
    assert areas["note"] is False
