"""How dates, statuses and editors' prose are put in front of a reader; every floor's pages use it.

FILTERS and LINKS are what the templates of public pages know besides Jinja's own (jakinfo/jinja.py).
Editors' Markdown becomes HTML here and nowhere else: templates have no `safe` filter.
"""

import html
import re
from datetime import date
from functools import lru_cache

import nh3
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import get_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from markdown_it import MarkdownIt

from .language import N_, gettext, kept
from .noted import NotedQuery

NBSP = "\u00a0"

# Dates ------------------------------------------------------------------------------------

FORMATS = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
"""Names of Django's, which knows the order of day, month and year in each language."""
ISO = {"day": "Y-m-d", "month": "Y-m", "year": "Y"}


def _known(value: date | str) -> date:
    """A document of an edition has its dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@kept(4096)
def _localised(value, precision, month) -> str:
    """`month`: F to write it out, M to shorten it."""
    style = get_format(FORMATS[precision]).replace("F", month).replace("M", month)
    return formatted(_known(value), style).replace(" ", NBSP)


def partial_date(value, precision="day"):
    """A date as exactly as it is known: 6 March 2026, March 2026 or 2026. It never wraps."""
    return _localised(value, precision or "day", "F") if value else ""


def short_date(value, precision="day"):
    """For the cells of a wide matrix only: 6 Mar 2026, Mar 2026 or 2026."""
    return _localised(value, precision or "day", "M") if value else ""


def partial_iso(value, precision="day"):
    """The same date for machines, in the `datetime` attribute: 2026-03-06, 2026-03 or 2026."""
    return formatted(_known(value), ISO[precision or "day"]) if value else ""


@kept(4096)
def number(value: int) -> str:
    """A whole number with its thousands apart: 1,000."""
    return number_format(value, force_grouping=True)


@kept(4096)
def dated(value, precision="day", short=False):
    """The date as a <time> element; nothing when there is none."""
    if not value:
        return ""
    words = short_date(value, precision) if short else partial_date(value, precision)
    return format_html('<time datetime="{}">{}</time>', partial_iso(value, precision), words)


def overdue(day, on=None) -> bool:
    """Whether the day of the next review has passed. The one thing on a page that depends on today:
    whoever keeps an answer keeps it for the day (docs/adr/0007). `on` is another day to judge by."""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return known < (on or timezone.localdate())


# Source numbers -----------------------------------------------------------------------------


@kept(4096)
def refs(numbers):
    """Source numbers behind a statement, from References.cite; a page has hundreds of them."""
    if not numbers:
        return ""
    link = '<a href="#source-{}" aria-label="{} {}">{}</a>'
    word = gettext("source")
    return format_html(
        '<sup class="ref">{}</sup>', format_html_join("", link, ((n, word, n, n) for n in numbers))
    )


# Statuses: a word with a shape; colour only supports them -----------------------------------

STATUSES = {
    "approved": (N_("Approved"), "full", N_("licensed for this use")),
    "off_label": (N_("Off-label"), "half", N_("used, but not licensed for it")),
    "investigational": (N_("Under study"), "open", N_("in trials, or under assessment")),
    "withdrawn": (N_("Withdrawn"), "tri", N_("the licence for this use has ended")),
    "not_approved": (N_("Not approved"), "cross", N_("refused, or not on the label")),
    "unknown": (N_("No checked record"), "dash", N_("we have not checked a source yet")),
}


def status_word(status):
    return gettext(STATUSES[status or "unknown"][0])


def meanings() -> list[tuple[str, str]]:
    """Every status with what it means, for a legend."""
    return [(name, gettext(meaning)) for name, (_, _, meaning) in STATUSES.items()]


def status_mark(status):
    """The id of the shape in the sprite that every page carries."""
    return f"m-{STATUSES[status or 'unknown'][1]}"


@kept(64)
def _drawn(name, hidden):
    return format_html(
        '<span class="status status-{}"><svg class="mark" aria-hidden="true" viewBox="0 0 16 16">'
        '<use href="#{}"/></svg>{}</span>',
        name,
        status_mark(name),
        format_html('<span class="vh">{}</span>', status_word(name))
        if hidden
        else status_word(name),
    )


def status(value, compact=False):
    """A status as a word with a shape; `compact` shows only the shape where nothing is known."""
    return _drawn(value or "unknown", compact and not value)


# Prose ------------------------------------------------------------------------------------

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
# They begin with the space, which is found faster than what stands before it.
_UNIT = re.compile(
    r" (?<=\d )(?=(?:mg|micrograms?|g|kg|mL|ml|L|mm|cm|IU|hours?|days?|weeks?|months?|years?)\b|%)"
)
_PROPORTION = re.compile(r" (?<=\d )(in|of|out of) (?=\d)")
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


@lru_cache(maxsize=4096)
def units(text):
    """Tie a number to its unit, and "1 in 10" together, so that no line ends between them."""
    tied = _UNIT.sub(NBSP, text or "")
    return _PROPORTION.sub(lambda match: match[0].replace(" ", NBSP), tied)


def tokens_of(text: str, top: int = 3):
    """Editors' Markdown as tokens of its parser, for what is not HTML (jakinfo/pages/printed)."""
    return _below(_markdown.parse(units(text)), top)


@lru_cache(maxsize=4096)
def _blocks(text: str, top: int) -> str:
    tokens = tokens_of(text, top)
    return _clean(_markdown.renderer.render(tokens, _markdown.options, {}))


def prose(text, top=3):
    """Editors' Markdown as HTML blocks; its headings begin at `top` (3, as h1 and h2 are the page's)."""
    return _blocks(text or "", top)


@lru_cache(maxsize=4096)
def _line(text: str) -> str:
    return _clean(_markdown.renderInline(units(text)))


def prose_inline(text):
    """Editors' Markdown for inside a paragraph or a cell: emphasis and links, no blocks."""
    return _line(text or "")


@lru_cache(maxsize=4096)
def plain(text):
    """Editors' Markdown as bare text, for descriptions and feeds; still to be escaped by the page."""
    return " ".join(html.unescape(_stripper.clean(prose(text))).replace(NBSP, " ").split())


def shortened(text, most):
    """The beginning of a text, with an ellipsis where it was cut."""
    return text if len(text) <= most else Truncator(text).chars(most)


def woven(markup: str, controls) -> SafeString:
    """Trusted HTML with the text between each (start, end) replaced by a control made with format_html."""
    pieces, last = [], 0
    for start, end, control in controls:
        pieces += (markup[last:start], conditional_escape(control))
        last = end
    return SafeString("".join([*pieces, markup[last:]]))


# Links ------------------------------------------------------------------------------------


def web_address(url):
    """The address if it is one of the web, else nothing: no `javascript:` link from a data field."""
    return url if (url or "").lower().startswith(("http://", "https://")) else ""


SECTIONS = (
    ("/drugs/", N_("Drugs")),
    ("/conditions/", N_("Conditions")),
    ("/safety/", N_("Safety")),
    ("/approvals/", N_("Approvals")),
    ("/research/", N_("Research")),
    ("/guides/", N_("Guides")),
)
HOUSE = (
    ("/sheet/", N_("Prepare for an appointment")),
    ("/updates/", N_("What changed")),
    ("/glossary/", N_("Words explained")),
    ("/about/", N_("About jakinfo")),
    ("/about/sources/", N_("How we grade sources")),
    ("/about/review/", N_("How pages are reviewed")),
    ("/api/v1/docs/", N_("Data for partners (API)")),
)


def _current(here: str, path: str) -> str:
    if here == path:
        return "page"
    return "true" if here.startswith(path) else ""


def navigation(request, which):
    """The links of a menu, "sections" or "house", each with its value for `aria-current`.

    Error pages are drawn without a request; then no link is current.
    """
    here = request.path if request else ""
    links = {"sections": SECTIONS, "house": HOUSE}[which]
    return [(path, gettext(name), _current(here, path)) for path, name in links]


def querystring(request, **changes):
    """The query of this address with these parameters changed; None takes one away.

    Parameters that the page knows nothing of are not carried on.
    """
    given = request.GET
    asked = given.known() if isinstance(given, NotedQuery) else given.copy()
    some = bool(asked)
    for name, value in changes.items():
        if value is None:
            asked.pop(name, None)
        else:
            asked[name] = value
    return f"?{asked.urlencode()}" if asked or some else ""


FILTERS = {
    "capfirst": capfirst,
    "dated": dated,
    "plain": plain,
    "prose": prose,
    "prose_inline": prose_inline,
    "refs": refs,
    "shortened": shortened,
    "status": status,
    "units": units,
    "web_address": web_address,
}
LINKS = {
    "meanings": meanings,
    "navigation": navigation,
    "overdue": overdue,
    "querystring": querystring,
}
