"""The shared pieces of every public page, drawn from templates."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from jinja2 import TemplateSyntaxError, UndefinedError

from drugs.models import LiveDrug
from editorial import wording
from editorial.models import LiveTombstone
from evidence.models import LiveSource
from evidence.presenters import region_choices

TEMPLATES = settings.BASE_DIR / "jakinfo" / "jinja2"
STYLES = settings.BASE_DIR / "jakinfo" / "static" / "jakinfo" / "site.css"


def drawn(name, **given):
    html = getattr(engines["jinja2"].env.get_template("components.html").module, name)(**given)
    return re.sub(r"\s+", " ", html).replace("\u00a0", " ").strip()


def asked(path="/"):
    return RequestFactory().get(path)


def source(**columns):
    given = {"slug": "one", "key": "one", "title": "One", "tier": "A", "origin_label": "regulator"}
    return LiveSource(**{**given, **columns})


def test_a_status_is_a_word_with_a_shape():
    html = wording.status("approved")
    assert "</svg>Approved</span>" in html
    assert 'href="#m-full"' in html


def test_where_nothing_is_known_a_matrix_shows_the_shape_and_still_says_the_word():
    assert '<span class="vh">No checked record</span>' in wording.status(None, compact=True)
    assert "</svg>Approved</span>" in wording.status("approved", compact=True)


def test_every_shape_that_is_used_is_in_the_sprite():
    sprite = set(re.findall(r'id="(m-\w+)"', (TEMPLATES / "sprite.html").read_text()))
    others = [path for path in TEMPLATES.rglob("*.html") if path.name != "sprite.html"]
    used = {mark for path in others for mark in re.findall(r"\bm-[a-z]+", path.read_text())}
    legend = set(re.findall(r'href="#(m-\w+)"', drawn("legend")))
    assert legend | used == sprite
    assert len(legend) == 6


def test_source_numbers_lead_to_the_list():
    html = wording.refs((1, 3))
    assert re.findall(r'href="#(.*?)"', html) == ["source-1", "source-3"]
    assert 'aria-label="source 3">3</a>' in html
    assert wording.refs(()) == ""


def test_a_source_says_who_speaks_and_when():
    html = drawn(
        "source_list",
        sources=[
            source(
                publisher="EMA",
                url="https://example.org/a",
                date=date(2023, 1, 1),
                date_precision="month",
            )
        ],
    )
    assert 'id="source-1"' in html
    assert '<a href="https://example.org/a" rel="external nofollow">One</a>' in html
    assert '<span class="meta">EMA, January 2023 <span class="origin' in html
    assert "Regulator, tier&nbsp;A" in html
    assert 'href="/research/one/"' in html


def test_a_source_without_date_or_address_says_so():
    html = drawn("source_list", sources=[source()])
    assert "no date given" in html
    assert "no address known" in html


def test_an_address_that_is_not_of_the_web_never_becomes_a_link():
    assert "javascript" not in drawn("source_list", sources=[source(url="javascript:alert(1)")])


def test_the_region_switch_keeps_the_other_choices_and_leaves_the_page_number():
    html = drawn(
        "regions",
        request=asked("/drugs/?route=oral&page=3"),
        choices=region_choices(),
        region="eu",
    )
    assert '<a href="?route=oral&amp;region=eu" aria-current="true">European Union</a>' in html
    assert html.count("aria-current") == 1


def test_the_pager_keeps_the_filters():
    html = drawn(
        "pager", request=asked("/drugs/?route=oral"), page=Paginator(range(30), 10).page(2)
    )
    assert 'rel="prev" href="?route=oral&amp;page=1"' in html
    assert 'rel="next" href="?route=oral&amp;page=3"' in html
    assert "Page 2 of 3" in html


def test_one_page_needs_no_pager():
    assert drawn("pager", request=asked(), page=Paginator(range(3), 10).page(1)) == ""


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"origin": "import"}, "Not yet reviewed by a clinician."),
        ({"origin": "review", "last_reviewed": date(2026, 3, 6)}, "Reviewed on <time"),
        ({"origin": "emergency"}, "Published at once in an emergency"),
        ({"next_review": date(2020, 1, 1)}, "The next review is overdue: it was due by"),
        ({"next_review": date(2999, 1, 1)}, "Next review due by"),
    ],
)
def test_the_review_line_is_honest(columns, sentence):
    entry = LiveDrug(slug="x", edition=1, published_at=date(2026, 3, 6), **columns)
    html = drawn("review", entry=entry)
    assert sentence in html
    assert 'href="/drugs/x/history/"' in html


def test_emergency_advice_says_whom_it_is_for():
    signs = [{"text": "chest pain", "refs": (1,)}, {"text": "slurred speech", "refs": ()}]
    html = drawn("emergency", who="If you take it and notice:", signs=signs, refs=(2,))
    assert "Call your emergency number now" in html
    assert "If you take it and notice:" in html
    assert re.findall(r"#source-\d", html) == ["#source-1", "#source-2"]


def test_a_disagreement_shows_each_side():
    html = drawn(
        "disagree",
        id="d1",
        question="Is it approved?",
        regulator={"who": "FDA", "says": "No.", "refs": (1,)},
        sides=[
            {
                "who": "A blog",
                "label": "Web",
                "says": "Yes.",
                "stance_word": "disagrees",
                "refs": (),
            }
        ],
        verdict="We follow the regulator.",
    )
    assert html.index("FDA") < html.index("A blog") < html.index("We follow")


def test_what_data_holds_is_text_and_never_markup():
    evil = "<script>alert(1)</script>"
    for html in (
        drawn("glance", rows=[{"term": evil, "values": [evil], "refs": ()}]),
        drawn(
            "timeline",
            events=[
                {"date": None, "warns": True, "about": evil, "text": evil, "where": evil}
                | {"url": evil, "refs": ()}
            ],
        ),
        drawn(
            "filters",
            label=evil,
            clear=evil,
            fields=[
                {"name": "q", "label": evil, "value": f'"{evil}', "errors": [evil]},
                {"name": "k", "label": evil, "value": evil, "choices": [(evil, evil)]},
            ],
        ),
        drawn("boxed", title=evil, items=[evil], text=evil, note=evil),
        drawn("crumbs", trail=[("/", evil)], here=evil),
        drawn("source_list", sources=[source(title=evil, publisher=evil)]),
    ):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_a_template_cannot_mark_text_safe():
    with pytest.raises(TemplateSyntaxError, match="safe"):
        engines["jinja2"].from_string("{{ text|safe }}")


def test_a_name_that_is_not_there_is_an_error_and_no_gap():
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ row.txet }}").render({"row": {"text": "x"}})


def test_what_a_row_calls_so_comes_before_what_dictionaries_can_do():
    page = engines["jinja2"].from_string("{{ row.values|join }} {{ row.keys()|length }}")
    assert page.render({"row": {"values": [1, 2]}}) == "12 1"


@pytest.mark.parametrize("code", [400, 403, 404, 410, 500])
def test_an_error_page_needs_no_request(code):
    withdrawn = LiveTombstone(title="One", reason="It was wrong.", withdrawn_at=date(2026, 3, 6))
    html = render_to_string(f"{code}.html", {"tombstone": withdrawn} if code == 410 else None)
    assert "<h1>" in html
    assert 'content="noindex"' in html
    assert "aria-current" not in html


def templates():
    return sorted(
        path
        for folder in ("jinja2", "templates")
        for path in settings.BASE_DIR.glob(f"*/{folder}/**/*.html")
    )


@pytest.mark.parametrize(
    "path", templates(), ids=lambda path: str(path.relative_to(settings.BASE_DIR))
)
def test_no_template_needs_more_than_the_strict_policy_allows(path: Path):
    text = path.read_text()
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"\|\s*safe\b|autoescape", text)


def test_the_stylesheet_is_small_and_loads_nothing():
    css = STYLES.read_text()
    assert len(css.encode()) <= 30 * 1024
    assert "url(" not in css
    assert "@import" not in css


def test_what_is_written_often_is_escaped_every_time():
    """The environment keeps what it escaped; text that is HTML already never stands in for text that is not."""
    page = engines["jinja2"].env
    template = page.from_string("{{ one }}|{{ two|prose_inline }}|{{ one|prose_inline }}|{{ 3 }}")
    for _ in range(2):
        drawn = template.render(one="<b>&</b>", two="*x*")
        assert drawn == "&lt;b&gt;&amp;&lt;/b&gt;|<em>x</em>|&lt;b&gt;&amp;&lt;/b&gt;|3"
    html = wording.prose_inline("*y*")
    template = page.from_string("{{ given }}")
    for given, wanted in ((html, "<em>y</em>"), (str.__str__(html), "&lt;em&gt;y&lt;/em&gt;")):
        assert template.render(given=given) == wanted
