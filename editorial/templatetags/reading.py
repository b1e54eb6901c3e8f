"""How dates, statuses and editors' prose are put in front of a reader; every floor's pages use it.

Pages say `{% load reading %}`. Editors' Markdown becomes HTML here and nowhere else: no template
may use the `safe` filter.
"""

import html
import re
from datetime import date
from functools import lru_cache

import nh3
from django import template
from django.utils.dateformat import format as formatted
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

register = template.Library()

NBSP = "\u00a0"

# Dates ------------------------------------------------------------------------------------

WRITTEN = {"day": f"j{NBSP}F{NBSP}Y", "month": f"F{NBSP}Y", "year": "Y"}
SHORT = {"day": f"j{NBSP}M{NBSP}Y", "month": f"M{NBSP}Y", "year": "Y"}
ISO = {"day": "Y-m-d", "month": "Y-m", "year": "Y"}


def _dated(value: date | None, precision: str | None, styles: dict[str, str]) -> str:
    return formatted(value, styles[precision or "day"]) if value else ""


@register.filter
def partial_date(value, precision="day"):
    """A date as exactly as it is known: 6 March 2026, March 2026 or 2026. It never wraps."""
    return _dated(value, precision, WRITTEN)


@register.filter
def short_date(value, precision="day"):
    """For the cells of a wide matrix only: 6 Mar 2026, Mar 2026 or 2026."""
    return _dated(value, precision, SHORT)


@register.filter
def partial_iso(value, precision="day"):
    """The same date for machines, in the `datetime` attribute: 2026-03-06, 2026-03 or 2026."""
    return _dated(value, precision, ISO)


@register.simple_tag
def dated(value, precision="day", short=False):
    """The date as a <time> element; nothing when there is none."""
    if not value:
        return ""
    words = short_date(value, precision) if short else partial_date(value, precision)
    return format_html('<time datetime="{}">{}</time>', partial_iso(value, precision), words)


# Source numbers -----------------------------------------------------------------------------


@register.simple_tag
def refs(pairs):
    """Source numbers behind a statement, from References.cite; a tag because a page has hundreds."""
    if not pairs:
        return ""
    link = '<a href="#source-{}"><span class="vh">source </span>{}</a>'
    return format_html(
        '<sup class="ref">{}</sup>', format_html_join("", link, ((n, n) for n, _ in pairs))
    )


# Statuses: a word with a shape; colour only supports them -----------------------------------

HIDDEN = format_html(' class="{}"', "vh")

STATUSES = {
    "approved": ("Approved", "full", "licensed for this use"),
    "off_label": ("Off-label", "half", "used, but not licensed for it"),
    "investigational": ("Under study", "open", "in trials, or under assessment"),
    "withdrawn": ("Withdrawn", "tri", "the licence for this use has ended"),
    "not_approved": ("Not approved", "cross", "refused, or not on the label"),
    "unknown": ("No checked record", "dash", "we have not checked a source yet"),
}


@register.filter
def status_word(status):
    return STATUSES[status or "unknown"][0]


@register.filter
def status_mark(status):
    """The id of the shape in the sprite of base.html."""
    return f"m-{STATUSES[status or 'unknown'][1]}"


@register.simple_tag
def status(value, compact=False):
    """A status as a word with a shape; `compact` shows only the shape where nothing is known."""
    value = value or "unknown"
    return format_html(
        '<span class="status status-{}"><svg class="mark" aria-hidden="true" viewBox="0 0 16 16">'
        '<use href="#{}"/></svg><span{}>{}</span></span>',
        value,
        status_mark(value),
        HIDDEN if compact and value == "unknown" else "",
        status_word(value),
    )


@register.simple_tag
def statuses():
    """Every status with its meaning, for the legend."""
    return [(status, meaning) for status, (_, _, meaning) in STATUSES.items()]


# Prose ------------------------------------------------------------------------------------

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_UNIT = re.compile(
    r"(?<=\d) (?=(?:mg|micrograms?|g|kg|mL|ml|L|mm|cm|IU|hours?|days?|weeks?|months?|years?)\b|%)"
)
_PROPORTION = re.compile(r"(?<=\d) (in|of|out of) (?=\d)")
# On a phone a table scrolls in its own box, which the keyboard can reach.
_BOX = {"class": {"scroll"}, "role": {"region"}, "tabindex": {"0"}, "aria-label": {"Table"}}
_cleaner = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "a", "blockquote"),
        *("h2", "h3", "h4", "h5", "h6"),
        *("div", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    tag_attribute_values={"div": _BOX, "table": {"class": {"facts"}}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_stripper = nh3.Cleaner(tags=set(), attributes={}, link_rel=None)


def _open_table(renderer, tokens, index, options, env):
    return '<div class="scroll" role="region" tabindex="0" aria-label="Table"><table class="facts">'


def _close_table(renderer, tokens, index, options, env):
    return "</table></div>"


_markdown.add_render_rule("table_open", _open_table)
_markdown.add_render_rule("table_close", _close_table)


def _clean(markup: str) -> SafeString:
    """The one place where text becomes trusted HTML: after the allow-list has been over it."""
    return SafeString(_cleaner.clean(markup))


def _below(tokens, top: int):
    """Shift headings so that the highest one fits under the page's own."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=top)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + top, 6)}"
    return tokens


@register.filter
def units(text):
    """Tie a number to its unit, and "1 in 10" together, so that no line ends between them."""
    tied = _UNIT.sub(NBSP, text or "")
    return _PROPORTION.sub(lambda match: match[0].replace(" ", NBSP), tied)


@lru_cache(maxsize=4096)
def _blocks(text: str, top: int) -> str:
    tokens = _below(_markdown.parse(units(text)), top)
    return _clean(_markdown.renderer.render(tokens, _markdown.options, {}))


@register.filter
def prose(text, top=3):
    """Editors' Markdown as HTML blocks; its headings begin at `top` (3, as h1 and h2 are the page's)."""
    return _blocks(text or "", top)


@lru_cache(maxsize=4096)
def _line(text: str) -> str:
    return _clean(_markdown.renderInline(units(text)))


@register.filter
def prose_inline(text):
    """Editors' Markdown for inside a paragraph or a cell: emphasis and links, no blocks."""
    return _line(text or "")


@register.filter
def plain(text):
    """Editors' Markdown as bare text, for descriptions and feeds; still to be escaped by the page."""
    return " ".join(html.unescape(_stripper.clean(prose(text))).replace(NBSP, " ").split())


# Links ------------------------------------------------------------------------------------


@register.filter
def web_address(url):
    """The address if it is one of the web, else nothing: no `javascript:` link from a data field."""
    return url if (url or "").lower().startswith(("http://", "https://")) else ""


SECTIONS = (
    ("/drugs/", "Drugs"),
    ("/conditions/", "Conditions"),
    ("/safety/", "Safety"),
    ("/approvals/", "Approvals"),
    ("/research/", "Research"),
    ("/guides/", "Guides"),
)
HOUSE = (
    ("/updates/", "What changed"),
    ("/about/", "About jakinfo"),
    ("/about/sources/", "How we grade sources"),
    ("/about/review/", "How pages are reviewed"),
    ("/api/v1/docs/", "Data for partners (API)"),
)


def _current(here: str, path: str) -> str:
    if here == path:
        return "page"
    return "true" if here.startswith(path) else ""


@register.simple_tag(takes_context=True)
def navigation(context, which):
    """The links of a menu, "sections" or "house", each with its value for `aria-current`.

    Error pages are drawn without a request; then no link is current.
    """
    request = context.get("request")
    here = request.path if request else ""
    links = {"sections": SECTIONS, "house": HOUSE}[which]
    return [(path, name, _current(here, path)) for path, name in links]
