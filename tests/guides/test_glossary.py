"""The glossary page, and words explained on the pages that use them."""

import pytest

from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugStatementFactory,
    GuideFactory,
    ParagraphFactory,
    SourceFactory,
    StatementFactory,
    TermFactory,
    WarningFactory,
    publish,
)

pytestmark = pytest.mark.django_db
BUTTON = 'popovertarget="term-enzyme"'


@pytest.fixture
def enzyme():
    return TermFactory(slug="enzyme", name="enzyme", definition="Makes a step happen.")


def pages(word):
    """One page of each sort whose text has the word."""
    drug = DrugStatementFactory(topic="summary", text=f"It blocks an {word}.").drug
    condition = StatementFactory(topic="summary", text=f"An {word} is at work.").condition
    warning = WarningFactory(text=f"An {word} may rise.")
    guide = ParagraphFactory(text=f"An **{word}** is blocked.").section.guide
    return [live.get_absolute_url() for live in publish(drug, condition, warning, guide)]


def test_the_list_has_an_anchor_a_meaning_and_sources(client, enzyme):
    enzyme.read_in.add(SourceFactory(title="A label"))
    enzyme.synonyms = ["ferment"]
    enzyme.save()
    publish(enzyme)
    text = client.get("/glossary/").content.decode()
    for part in ('id="enzyme"', 'id="letter-e"', "Makes a step happen.", "ferment", "A label"):
        assert part in text


def test_every_sort_of_page_explains_a_word_once(client, enzyme):
    publish(enzyme)
    for address in pages("enzyme"):
        text = client.get(address).content.decode()
        assert text.count(BUTTON) == text.count('id="term-enzyme"') == 1, address
        assert text.count('href="/glossary/#enzyme"') == 1


def test_a_draft_and_a_changed_draft_explain_nothing(client, enzyme):
    addresses = pages("enzyme")
    assert all(BUTTON not in client.get(a).content.decode() for a in addresses)
    publish(enzyme)
    enzyme.definition = "Only a draft."
    enzyme.save()
    assert all("Only a draft" not in client.get(a).content.decode() for a in addresses)


def test_a_new_edition_is_explained_at_once(client, enzyme):
    publish(enzyme)
    [drug, *_] = pages("enzyme")
    client.get(drug)
    enzyme.definition = "A new meaning."
    enzyme.save()
    publish(enzyme)
    assert "A new meaning." in client.get(drug).content.decode()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_terms_cost_the_same_queries(client, django_assert_num_queries, number):
    if number:
        publish(*TermFactory.create_batch(number))
    publish(BrandFactory().drug, ConditionFactory(), GuideFactory())
    with django_assert_num_queries(1):
        client.get("/glossary/")


def test_a_term_is_found_by_its_other_words(client, enzyme):
    enzyme.synonyms = ["ferment"]
    enzyme.save()
    publish(enzyme)
    assert (
        "ferment is another name for enzyme." in client.get("/search/?q=ferment").content.decode()
    )
