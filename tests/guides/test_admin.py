"""Guides in the newsroom: sections on the guide, paragraphs in each section."""

import pytest

from editorial.models import Touch
from tests.factories import (
    DrugFactory,
    FaqFactory,
    GuideFactory,
    ParagraphFactory,
    SectionFactory,
    SourceFactory,
    UserFactory,
)
from tests.newsroom import add_row, change_url, errors, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def test_the_guide_leads_to_its_sections_and_they_to_paragraphs(editor):
    paragraph = ParagraphFactory()
    assert change_url(paragraph.section) in editor.get(change_url(paragraph.section.guide)).text
    assert change_url(paragraph) in editor.get(change_url(paragraph.section)).text


def test_a_paragraph_written_in_its_section_goes_last_and_touches_the_guide(editor):
    section, source = SectionFactory(), SourceFactory()
    ParagraphFactory(section=section, position=4)
    values = {"key_point": "A point", "text": "**Ask** first.", "checked": "seen"}
    response = add_row(editor, change_url(section), "paragraphs", sources=[source.pk], **values)
    assert response.status_code == 302
    assert section.paragraphs.last().position == 5
    assert [(t.kind, t.entry_id) for t in Touch.objects.all()] == [("guide", section.guide_id)]


def test_a_paragraph_on_its_own_form_goes_last_too(editor):
    section, source = SectionFactory(), SourceFactory()
    ParagraphFactory(section=section, position=2)
    values = {"key_point": "A point", "text": "Ask first.", "checked": "seen"}
    values |= {"section": section.pk, "sources": [source.pk], "basis": "", "note": ""}
    assert editor.post("/admin/guides/paragraph/add/", values).status_code == 302
    assert section.paragraphs.last().position == 3


def test_two_sections_with_one_anchor_are_refused(editor):
    section = SectionFactory(anchor="who")
    response = add_row(
        editor, change_url(section.guide), "sections", heading="Who again", anchor="who"
    )
    assert response.status_code == 200
    assert section.guide.sections.count() == 1


def test_an_answer_is_markdown(editor):
    faq = FaqFactory()
    assert "not HTML" in errors(save(editor, change_url(faq), answer="<div>Yes</div>"))


def test_side_effects_said_are_written_one_a_line(editor):
    guide, drug, source = GuideFactory(), DrugFactory(), SourceFactory()
    values = {"drug": drug.pk, "side_effects_said": "headache\n\n nausea ", "checked": "seen"}
    response = add_row(editor, change_url(guide), "compared_drugs", sources=[source.pk], **values)
    assert response.status_code == 302
    assert guide.compared_drugs.get().side_effects_said == ["headache", "nausea"]
