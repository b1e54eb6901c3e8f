"""The condition in the newsroom."""

import pytest

from tests.factories import CodeFactory, ConditionFactory, StatementFactory, UserFactory
from tests.newsroom import add_row, change_url, errors, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def test_a_synonym_is_added_on_the_form_of_the_condition(editor):
    condition = ConditionFactory()
    add_row(editor, change_url(condition), "synonyms", text="patchy hair loss")
    assert [row.text for row in condition.synonyms.all()] == ["patchy hair loss"]


def test_a_statement_without_a_source_is_refused(editor):
    statement = StatementFactory()
    values = {"statements-0-sources": [], "statements-0-text": "Changed."}
    response = save(editor, change_url(statement.condition), **values)
    assert "names at least one source" in errors(response)


def test_html_in_a_statement_is_refused(editor):
    statement = StatementFactory()
    response = save(editor, change_url(statement), text='<a href="https://example.org">x</a>')
    assert "Write Markdown, not HTML" in errors(response)


def test_a_note_for_editors_may_hold_anything(editor):
    condition = ConditionFactory()
    assert save(editor, change_url(condition), note="See <the binder>").status_code == 302


def test_a_condition_is_found_by_its_code(editor):
    code = CodeFactory(value="L63.9")
    ConditionFactory()
    found = editor.get("/admin/conditions/condition/", {"q": "L63.9"}).context["cl"].result_list
    assert [row.pk for row in found] == [code.condition_id]
