"""Safety entries in the newsroom: each is itself one fact."""

import pytest

from safety.models import Warning
from tests.factories import (
    DrugFactory,
    RegulatorActionFactory,
    RiskGroupFactory,
    SourceFactory,
    UserFactory,
    WarningFactory,
    WarningSignClaimFactory,
)
from tests.newsroom import add_row, change_url, errors, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def test_drugs_and_sites_are_saved(editor):
    warning, drug = WarningFactory(), DrugFactory()
    save(editor, change_url(warning), applies_to=[drug.pk], sites="skin\nblood")
    warning.refresh_from_db()
    assert (list(warning.applies_to.all()), warning.sites) == ([drug], ["skin", "blood"])


@pytest.mark.parametrize("make", [WarningFactory, RiskGroupFactory, RegulatorActionFactory])
def test_an_entry_that_is_a_fact_names_its_source(editor, make):
    entry = make()
    assert "names at least one source" in errors(save(editor, change_url(entry), sources=[]))
    page = SourceFactory(promotion=True)
    refused = save(editor, change_url(entry), sources=[page.pk])
    assert "Promotion (tier F) alone" in errors(refused)


def test_a_recalled_entry_says_that_it_cannot_be_published(editor):
    warning = WarningFactory(recalled=True)
    assert "cannot be published: it is known from memory" in editor.get(change_url(warning)).text


def test_a_figure_is_added_on_the_form_of_the_warning(editor):
    warning, source = WarningFactory(), SourceFactory()
    values = {"text": "2 in 100 a year", "checked": "seen", "sources": [source.pk]}
    assert add_row(editor, change_url(warning), "figures", **values).status_code == 302
    assert warning.figures.get().text == "2 in 100 a year"


def test_html_in_an_explanation_is_refused(editor):
    warning = WarningFactory()
    response = save(editor, change_url(warning), explanation="<iframe src=x></iframe>")
    assert "Write Markdown, not HTML" in errors(response)
    assert Warning.objects.get().explanation == ""


def test_a_claim_may_rest_on_a_promotional_page(editor):
    claim = WarningSignClaimFactory()
    page = SourceFactory(promotion=True)
    assert save(editor, change_url(claim), source=page.pk).status_code == 302
