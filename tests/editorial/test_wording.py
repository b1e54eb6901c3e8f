"""Dates, statuses and prose as readers see them."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from editorial import wording

MARCH = date(2026, 3, 6)


def plain_spaces(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("precision", "written", "short", "iso"),
    [
        ("day", "6 March 2026", "6 Mar 2026", "2026-03-06"),
        ("month", "March 2026", "Mar 2026", "2026-03"),
        ("year", "2026", "2026", "2026"),
        ("", "6 March 2026", "6 Mar 2026", "2026-03-06"),
    ],
)
def test_a_date_says_no_more_than_is_known(precision, written, short, iso):
    assert plain_spaces(wording.partial_date(MARCH, precision)) == written
    assert plain_spaces(wording.short_date(MARCH, precision)) == short
    assert wording.partial_iso(MARCH, precision) == iso


@pytest.mark.parametrize("precision", ["day", "month", "year", ""])
def test_a_date_of_a_document_is_text_and_reads_the_same(precision):
    assert wording.dated("2026-03-06", precision) == wording.dated(MARCH, precision)


def test_a_date_has_no_place_to_wrap():
    assert " " not in wording.partial_date(MARCH)


def test_a_moment_is_written_as_its_day():
    moment = datetime(2026, 3, 6, 23, 59, tzinfo=UTC)
    assert plain_spaces(wording.partial_date(moment)) == "6 March 2026"


@pytest.mark.parametrize("show", [wording.partial_date, wording.short_date, wording.partial_iso])
def test_no_date_is_no_text(show):
    assert show(None, "") == ""


def test_no_status_is_not_a_refusal():
    assert wording.status_word(None) == wording.status_word("") == "No checked record"
    assert wording.status_word("not_approved") == "Not approved"


def test_a_status_nobody_defined_is_refused():
    with pytest.raises(KeyError):
        wording.status_word("probably")


def test_every_status_has_its_own_word_and_shape():
    words = {wording.status_word(status) for status in wording.STATUSES}
    marks = {wording.status_mark(status) for status in wording.STATUSES}
    assert len(words) == len(marks) == len(wording.STATUSES)


def test_prose_is_markdown():
    assert wording.prose("One *two* **three**.\n\n- four") == (
        "<p>One <em>two</em> <strong>three</strong>.</p>\n<ul>\n<li>four</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    ("markdown", "headings"),
    [("# One\n## Two", ["<h3>One", "<h4>Two"]), ("## One\n### Two", ["<h3>One", "<h4>Two"])],
)
def test_headings_of_prose_fit_under_the_headings_of_the_page(markdown, headings):
    html = wording.prose(markdown)
    assert all(heading in html for heading in headings)


def test_prose_may_carry_the_sections_of_a_page():
    assert wording.prose("### One", 2) == "<h2>One</h2>\n"


def test_a_table_scrolls_in_its_own_box():
    html = wording.prose("| a | b |\n|---|---|\n| 1 | 2 |")
    assert '<div class="scroll"' in html
    assert 'tabindex="0"' in html
    assert html.count("</div>") == 1


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](&#106;avascript:alert(1))",
    "![a](https://example.org/pixel.png)",
    '[a](https://example.org "onmouseover=alert(1)")',
    "<a href='javascript:alert(1)'>a</a>",
    "<style>body{display:none}</style>",
    "<svg><script>alert(1)</script></svg>",
    "`<script>`",
    "<https://example.org/'onclick='alert(1)>",
]
TAGS = {"p", "br", "a", "em", "strong", "code", "ul", "ol", "li", "blockquote", "hr"}


class Elements(HTMLParser):
    """Reads HTML as a browser does and keeps what it would act on."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [wording.prose, wording.prose_inline])
def test_prose_lets_nothing_through_that_runs_or_loads(render, text):
    found = Elements(render(text))
    assert found.tags <= TAGS
    assert all(name == "href" for name, _ in found.attributes)
    assert all(value.startswith("https://") for _, value in found.attributes)


@given(st.text())
def test_prose_accepts_any_text(text):
    assert {name for name, _ in Elements(wording.prose_inline(text)).attributes} <= {"href"}
    assert "script" not in Elements(wording.prose(text)).tags
    assert isinstance(wording.plain(text), str)


def test_prose_inside_a_paragraph_has_no_blocks():
    assert wording.prose_inline("One *two*") == "One <em>two</em>"


@pytest.mark.parametrize("text", [None, ""])
def test_no_prose_is_nothing(text):
    assert wording.prose(text) == wording.prose_inline(text) == wording.plain(text) == ""


def test_plain_text_has_no_markup_and_is_escaped_by_the_page():
    assert wording.plain("# A & B\n\n*two* <b>three</b>") == "A & B two <b>three</b>"
    page = engines["jinja2"].from_string("{{ text|plain }}").render({"text": "A <b>&"})
    assert page == "A &lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("5 mg twice", "5~mg twice"),
        ("12 % of them", "12~% of them"),
        ("after 8 weeks", "after 8~weeks"),
        ("1 in 10 people", "1~in~10 people"),
        ("2 grandmothers", "2 grandmothers"),
    ],
)
def test_a_unit_stays_with_its_number(text, tied):
    assert wording.units(text) == tied.replace("~", "\u00a0")


def test_units_stay_escaped():
    page = engines["jinja2"].from_string("{{ text|units }}").render({"text": "<5 mg"})
    assert page == "&lt;5\u00a0mg"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:x", "data:,x", "//x", "", None]
)
def test_only_addresses_of_the_web_become_links(url):
    assert wording.web_address(url) == ""


def test_a_web_address_is_kept():
    assert wording.web_address("HTTPS://example.org/a?b=1&c=2") == "HTTPS://example.org/a?b=1&c=2"


def test_the_menu_knows_where_the_reader_is():
    def here(path):
        request = RequestFactory().get(path)
        return {name: here for _, name, here in wording.navigation(request, "sections") if here}

    assert here("/drugs/") == {"Drugs": "page"}
    assert here("/drugs/tofacitinib/") == {"Drugs": "true"}
    assert here("/") == {}


def test_the_menu_of_an_error_page_has_no_request_to_ask():
    assert {here for _, _, here in wording.navigation(None, "house")} == {""}


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"region": "eu", "page": None}, "?q=a&region=eu"),
        ({"q": None, "page": None}, "?"),
        ({"q": "<&>"}, "?q=%3C%26%3E&page=2"),
    ],
)
def test_a_link_keeps_what_was_asked_besides(changes, query):
    assert wording.querystring(RequestFactory().get("/?q=a&page=2"), **changes) == query


def test_a_link_to_the_page_itself_has_no_query():
    assert wording.querystring(RequestFactory().get("/"), page=None) == ""
