"""How sources are numbered, described and compared: who speaks, how often cited, what rests on it."""

from collections.abc import Iterable

from django.utils.html import format_html

from editorial.language import N_, Words, kept, ngettext
from editorial.language import gettext as _
from editorial.wording import number, partial_date, web_address

from ..models import REGIONS, LiveSource, Stance
from .resting import (
    PAPERS,
    WEAK,
    entries_named,
    related_works,
    rested_on,
    resting_heading,
    resting_on,
)

__all__ = [
    "PAPERS",
    "WEAK",
    "entries_named",
    "related_works",
    "rested_on",
    "resting_heading",
    "resting_on",
]

Kind, Tier = LiveSource.Kind, LiveSource.Tier
ORIGINS = Words(LiveSource.Origin.choices)
KINDS = Words(LiveSource.Kind.choices)


def region_choices() -> list[tuple[str, str]]:
    """For the region switch: `("us", "United States")` and so on."""
    return [(code, _(jurisdiction.label)) for code, jurisdiction in REGIONS.items()]


def region_asked(value: str) -> tuple[str, str]:
    """The code of the region to show, and a note when what was asked for is not one of them.

    A wrong link still helps: it shows the first region and says so.
    """
    if value in REGIONS:
        return value, ""
    first, place = next(iter(REGIONS.items()))
    note = _("We have no region of that name; this is the %(place)s.")
    return first, note % {"place": _(place.label)} if value else ""


def origin(source) -> str:
    """Who is speaking and how much weight it bears: a coloured label."""
    return _origin(source.origin_label, source.tier)


@kept(256)
def _origin(name, tier):
    words = format_html(_("{origin}, tier&nbsp;{tier}"), origin=ORIGINS[name], tier=tier)
    return format_html('<span class="origin origin-{}">{}</span>', name, words)


def source_line(source) -> str:
    """A source in the list at the end of a page: its title, who published it and when, who is speaking."""
    return _source_line(
        source.title,
        web_address(source.url),
        source.publisher,
        source.date,
        source.date_precision,
        source.address,
        source.origin_label,
        source.tier,
    )


@kept(8192)
def _source_line(title, url, publisher, date, precision, address, origin_label, tier):
    named = '<a href="{}" rel="external nofollow">{}</a>'
    when = partial_date(date, precision) if date else _("no date given")
    said = (publisher, when, "" if url else _("no address known"))
    return format_html(
        '{}\n<span class="meta">{} {} <a href="{}" aria-label="{}">{}</a></span>',
        format_html(named, url, title) if url else format_html("<cite>{}</cite>", title),
        ", ".join(filter(None, said)),
        _origin(origin_label, tier),
        address,
        _("Our note on %(title)s") % {"title": title},
        _("Our note"),
    )


class References:
    """The source numbers of one page, given out in the order in which facts cite them.

    A presenter makes one for the page, passes each fact's sources to `cite` in reading order,
    and prints `listed()` at the end.
    """

    def __init__(self):
        self._numbers = {}
        self._sources = []

    def number(self, source) -> int:
        if source.key not in self._numbers:
            self._sources.append(source)
            self._numbers[source.key] = len(self._sources)
        return self._numbers[source.key]

    def cite(self, sources: Iterable) -> tuple[int, ...]:
        """The numbers of these sources, each once, lowest first."""
        return tuple(sorted({self.number(source) for source in sources}))

    def listed(self) -> list:
        """Every cited source; the first has number 1."""
        return list(self._sources)


def sides(claims: Iterable, references: References) -> list[dict]:
    """What each source says about one fact, in the shape components/disagree.html prints."""
    return [
        {
            "who": speaker(claim.source),
            "label": ORIGINS[claim.source.origin_label],
            "says": claim.says,
            "stance": claim.stance,
            "stance_word": _(Stance(claim.stance).label),
            "refs": references.cite([claim.source]),
        }
        for claim in claims
    ]


def speaker(source) -> str:
    """Who says it: the publisher; for a page nobody answers for, its title."""
    weak = source.tier in WEAK
    return source.title if weak or not source.publisher else source.publisher


# One source ------------------------------------------------------------------------------

Origin = LiveSource.Origin

# Said in full on the page of a source, so that nobody takes a seller's page for advice.
ABOUT_ORIGIN = Words(
    {
        Origin.PEER_REVIEWED: N_("Other researchers checked it before it was printed."),
        Origin.REGULATOR: N_("A medicines regulator wrote it, or approved its text."),
        Origin.REFERENCE: N_("A handbook or database that gathers what others found."),
        Origin.PROMOTIONAL: N_(
            "This page promotes a product. We report what it says, marked as promotion. "
            "No statement on this site rests on it alone."
        ),
        Origin.SEARCH_TRAFFIC: N_(
            "This page was written to draw visitors from search engines, not by people who answer "
            "for it. It names no references. We report what it says as “the article says”, never as fact."
        ),
        Origin.DIGEST: N_(
            "This page sums up other people’s papers. For what a paper found, read the paper."
        ),
        Origin.UNKNOWN: N_(
            "We do not know who wrote this page or why. We report what it says as “the article says”."
        ),
        Origin.NEWS: N_(
            "This is a report about a decision or a study, not the decision or the study itself."
        ),
    }
)

ABOUT_TIER = Words(
    {
        "A": N_("The strongest kind of source: the regulator itself, or the official leaflet."),
        "B": N_("A trial, or a review that other researchers have checked."),
        "C": N_("A report on one or a few people. It can point somewhere; it proves little."),
        "D": N_("A reference work or trade report: useful, one step away from the origin."),
        "E": N_("A web page without references. It cannot settle anything."),
        "F": N_("Promotion. It can never carry a fact alone."),
    }
)


def citation_count(source) -> dict:
    """How often it was cited: words, who counted (a source or None) and when.

    For what is no paper, such as a label, there is nothing to say.
    """
    if source.citation_count is None:
        paper = source.source_kind in PAPERS
        return {"words": times_cited(source) if paper else "", "by": None, "when": ""}
    when = partial_date(source.citation_count_date) if source.citation_count_date else _("undated")
    return {"words": times_cited(source), "by": source.citation_count_from, "when": when}


def times_cited(source) -> str:
    """Unknown is not 0."""
    count = source.citation_count
    if count is None:
        return _("Citations: not counted")
    words = ngettext("Cited once", "Cited %(count)s times", count)
    return words % {"count": number(count)}


def authors_line(source) -> str:
    """The first three authors, and how many more."""
    names = [author.name for author in source.authors]
    more = len(names) - 3
    if more <= 0:
        return ", ".join(names)
    words = ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", more)
    return words % {"names": ", ".join(names[:3]), "count": more}


def journal_line(source) -> str:
    """Where it was printed: "Annals of the Rheumatic Diseases 79(5): 674"."""
    issue = f"({source.issue})" if source.issue else ""
    volume = f" {source.volume}{issue}" if source.volume else ""
    pages = f": {source.pages}" if source.pages else ""
    return f"{source.journal}{volume}{pages}" if source.journal else ""


def identifiers(source) -> list[tuple[str, str, str]]:
    """Codes of the paper as (system, value, address)."""
    found = [
        ("DOI", source.doi, f"https://doi.org/{source.doi}"),
        ("PubMed", source.pmid, f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"),
        (
            "PubMed Central",
            source.pmcid,
            f"https://www.ncbi.nlm.nih.gov/pmc/articles/{source.pmcid}/",
        ),
    ]
    return [row for row in found if row[1]]


def page_notes(source) -> list[tuple[str, str]]:
    """The footnotes of a journal page, as (heading, text); what the page does not say is left out."""
    notes = []
    for page in source.journal_pages:
        ethics = _(", number ").join(filter(None, (page.ethics_body, page.ethics_number)))
        notes += [
            (_("Authors’ institutions"), page.affiliations),
            (_("Correspondence"), page.correspondence),
            (_("Handling editor"), page.handling_editor),
            (_("Funding"), page.funding),
            (_("Competing interests"), page.competing_interests),
            (_("Patient consent"), page.patient_consent),
            (_("Ethics approval"), ethics),
            (_("Provenance and peer review"), page.provenance),
            (_("Access"), page.access),
            (_("Rights and reuse"), page.rights),
            (_("References marked on the page"), ", ".join(map(str, page.references_marked))),
        ]
    return [(heading, text) for heading, text in notes if text]


def near(source) -> dict:
    """For a card: the paper that a page is about, and how many papers it lists, in words."""
    count = len(source.lists)
    words = ngettext("lists %(count)s paper", "lists %(count)s papers", count)
    return {"work": source.work, "lists": words % {"count": count} if count else ""}


LANGUAGES = {
    "en": N_("English"),
    "ja": N_("Japanese"),
    "ru": N_("Russian"),
    "de": N_("German"),
    "fr": N_("French"),
}


def glance(source) -> list[dict]:
    """The side box of a source; what is not known is left out."""
    rows = [
        (_("Publisher"), source.publisher),
        (_("Type of article"), source.article_type),
        (_("Language"), _(LANGUAGES.get(source.language, source.language))),
        (_("Our key for it"), source.key),
    ]
    return [{"term": term, "values": [text], "refs": ()} for term, text in rows if text]


def contents(page: dict) -> list[tuple[str, str]]:
    """The contents list of a source page: the sections that have something in them."""
    rows = [
        ("weight", _("How far it can carry"), True),
        ("documents", _("Pages about this paper"), page["documents"]),
        ("facts", page["resting_heading"], True),
        ("related", _("Related works"), page["related"]),
        ("lists", _("Papers it lists"), page["lists"]),
        ("listed", _("Listed by"), page["listed_by"]),
        ("identifiers", _("Identifiers"), page["identifiers"]),
        ("page", _("What the journal page says"), page["notes"] or page["names"]),
    ]
    return [(anchor, heading) for anchor, heading, there in rows if there]
