"""Sources in the newsroom."""

import pytest

from evidence.models import Source
from tests.factories import AuthorFactory, JournalPageFactory, SourceFactory, UserFactory
from tests.newsroom import change_url, errors, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def test_the_key_of_a_source_is_never_changed(editor):
    source = SourceFactory()
    save(editor, change_url(source), key="another", title="A new title")
    source.refresh_from_db()
    assert (source.key, source.title) == (source.slug, "A new title")


def test_an_unknown_citation_count_stays_unknown(editor):
    source = SourceFactory()
    save(editor, change_url(source), publisher="Another")
    assert Source.objects.get(pk=source.pk).citation_count is None


def test_a_date_says_how_exactly_it_is_known(editor):
    response = save(editor, change_url(SourceFactory()), date_precision="")
    assert "Say how exactly the date is known" in errors(response)


def test_an_e_mail_address_on_a_journal_page_is_refused(editor):
    page = JournalPageFactory()
    response = save(editor, change_url(page), correspondence="a.author@example.org")
    assert response.status_code == 200


@pytest.mark.parametrize("term", ["wollenberg", "10.1000/xyz", "paper-of"])
def test_a_source_is_found_by_author_doi_and_key(editor, term):
    source = SourceFactory(slug="paper-of-note", doi="10.1000/xyz")
    AuthorFactory(source=source, name="Wollenberg A")
    SourceFactory()
    found = editor.get("/admin/evidence/source/", {"q": term}).context["cl"].result_list
    assert [row.pk for row in found] == [source.pk]
