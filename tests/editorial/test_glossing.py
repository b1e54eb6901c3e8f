"""Words explained in a text: where, once, and never inside something else."""

import json

import pytest
from django.template import engines

from editorial.glossing import Glossed
from editorial.wording import prose


def row(slug, name, *synonyms, text="What it means."):
    return {"slug": slug, "title": name, "advice": json.dumps(synonyms), "text": text}


@pytest.fixture
def terms():
    return Glossed(
        [
            row("jak", "JAK", "Janus kinase"),
            row("jak-inhibitor", "JAK inhibitor"),
            row("enzyme", "enzyme"),
            row("off-label", "off-label"),
        ]
    )


def marked(html) -> list[str]:
    """The slugs in the order of their buttons."""
    return [part.split('"')[0] for part in html.split('popovertarget="term-')[1:]]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Enzymes pass it on.", ["enzyme"]),
        ("JAK inhibitors block JAK.", ["jak-inhibitor", "jak"]),
        ("A Janus kinase; a janus Kinase.", ["jak"]),
        ("used off\u00a0label", ["off-label"]),
        ("a jak, JAK1, coenzymes, off-labels2", []),
        ("", []),
        (None, []),
    ],
)
def test_the_longest_term_at_its_first_place(terms, text, slugs):
    assert marked(terms.mark(text)) == slugs


def test_a_page_explains_a_word_once(terms):
    assert marked(terms.mark("An enzyme.")) == ["enzyme"]
    assert terms.mark("An enzyme.") == "An enzyme."


@pytest.mark.parametrize(
    "text", ["[the JAK page](/x)", "`JAK`", "### JAK", '[a **JAK** b](/JAK "JAK")']
)
def test_nothing_is_marked_inside_a_link_a_heading_or_code(terms, text):
    html = prose(text)
    assert terms.mark(html) == html


def test_markdown_around_a_term_stays_as_it_was(terms):
    html = terms.mark(prose("A **JAK** & <i>JAK</i>, [JAK](/jak)."))
    assert marked(html) == ["jak"]
    assert "<strong><button" in html
    assert '&amp; &lt;i&gt;JAK&lt;/i&gt;, <a href="/jak">JAK</a>.' in html


def test_text_and_explanation_stay_text():
    evil = "<script>alert(1)</script>"
    html = Glossed([row("jak", "JAK", text=evil)]).mark(f"JAK {evil} &lt;")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2
    assert html.endswith("&amp;lt;")


def test_what_is_marked_may_stand_in_a_page(terms):
    page = engines["jinja2"].from_string("{{ text }}").render({"text": terms.mark("JAK < x")})
    assert page.startswith('<button type="button"')
    assert page.endswith(" &lt; x")
