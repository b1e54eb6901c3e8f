"""The page of a drug, a condition or a guide as a PDF (docs/adr/0012-pdf-by-typst.md)."""

import io
import json

import segno
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from editorial import past
from editorial.citing import Citation, citation
from editorial.language import N_, language
from editorial.language import gettext as _
from editorial.registry import kinds
from editorial.views import live_or_gone
from editorial.wording import meanings, overdue, partial_date, web_address
from evidence.presenters import ORIGINS

from . import condition, drug, guide
from .letters import NO_SHAPE, printable, seen
from .pieces import fitted, lettered, levelled, line, linkable, note, run, sound, status
from .typeset import pdf

TOLD = {"drug": drug.told, "condition": condition.told, "guide": guide.told}
NOTE = N_(
    "General information, not medical advice. Do not start, stop or change a medicine because of it: "
    "talk to the person who prescribes it. In an emergency, call your emergency number."
)

WORDS = {
    "edition": N_("This edition:"),
    "code": N_("QR code of the address of this edition"),
    "sources": N_("Sources"),
    "cite": N_("How to cite this page"),
    "boxes": N_(
        "□ stands for a character that this file has no letter for; the page on the web shows it."
    ),
}
"""What page.typ itself says."""


@require_safe
@past.shows_past
def page_pdf(request, kind, slug):
    live = live_or_gone(request, kinds()[kind].live, slug)
    if isinstance(live, HttpResponsePermanentRedirect):
        return HttpResponsePermanentRedirect(f"{live.url}page.pdf")
    if isinstance(live, HttpResponse):
        return live
    made = pdf(document(request, live), live.published_at)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"jakinfo-{slug}-edition-{live.edition}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Link"] = f'<{request.build_absolute_uri(live.address)}>; rel="canonical"'
    return response


def document(request, live) -> dict:
    """What page.typ sets, for a live entry."""
    told = TOLD[live.kind](live, request.build_absolute_uri("/").rstrip("/"))
    return sheet(told, citation(request, told["entry"]))


def sheet(told: dict, cited: Citation) -> dict:
    """Texts in letters that the fonts have, no gap between headings, of bounded length: whatever an
    editor typed, typst has no reason to refuse it."""
    told = {part: lettered(told[part]) for part in ("kicker", "first", "lede", "pieces")} | {
        "entry": told["entry"],
        "sources": [lettered(_source(source)) for source in told["sources"]],
    }
    title = printable(cited.title)
    first = fitted(sound(told["first"]))[0]
    pieces, whole = fitted(sound(told["pieces"]))
    sources, all_sources = fitted(told["sources"])
    if not (whole and all_sources):
        pieces.append(
            note(
                _("It is too long for a file. The rest is at %(address)s")
                % {"address": cited.address}
            )
        )
    made = {
        "title": title if seen(title) else cited.slug,
        "kicker": told["kicker"],
        "lede": sound(told["lede"]),
        "review": line(_review(told["entry"])),
        "edition": _("Edition %(number)s, %(date)s")
        % {"number": cited.edition, "date": partial_date(cited.published)},
        "first": levelled(first),
        "pieces": levelled(pieces, above=1 if first else 0),
        "sources": sources,
        "legend": [status(name) | {"means": means} for name, means in meanings()],
        "address": run(cited.address, cited.address),
        "citation": printable(cited.text),
        "note": f"{_then()} {_(NOTE)}".lstrip(),
    }
    boxes = NO_SHAPE in json.dumps(made, ensure_ascii=False)
    lang, _dash, region = language().partition("-")
    own = {"words": {name: _(text) for name, text in WORDS.items()}, "lang": lang, "region": region}
    return made | own | {"qr": _qr(cited.address), "boxes": boxes}


def _then() -> str:
    at = past.moment()
    if not at:
        return ""
    words = _("What the page said on %(date)s. Something may have changed since.")
    return words % {"date": partial_date(at.on)}


def _source(source) -> dict:
    """One line of the list of sources: its title, and what stands below it."""
    date = partial_date(source.date, source.date_precision) if source.date else _("no date given")
    label = _("%(origin)s, tier %(tier)s") % {
        "origin": ORIGINS[source.origin_label],
        "tier": source.tier,
    }
    url = web_address(source.url)
    shown = run(url, url) if linkable(url) else run(_("no address known"))
    more = [part for part in (source.publisher, date, label) if part]
    return {"kind": "source", "title": run(source.title), "more": "; ".join(more), "url": shown}


def _review(entry) -> str:
    """The line of the page that says who has checked this and when."""
    said = []
    if entry.sources_checked_on:
        day = partial_date(entry.sources_checked_on)
        said.append(_("Checked against the named sources on %(date)s.") % {"date": day})
    if entry.origin == "emergency":
        said.append(
            _("Published at once in an emergency, before the usual two people have signed it.")
        )
    elif entry.last_reviewed:
        said.append(_("Reviewed on %(date)s.") % {"date": partial_date(entry.last_reviewed)})
    else:
        said.append(_("Not yet reviewed by a clinician."))
    if entry.next_review:
        day = partial_date(entry.next_review)
        late = _("The next review is overdue: it was due by %(date)s.")
        due = late if overdue(entry.next_review) else _("Next review due by %(date)s.")
        said.append(due % {"date": day})
    return " ".join(said)


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    made = segno.make(address, micro=False, error="m")
    made.save(drawn, kind="svg", xmldecl=False, border=0, unit="pt")
    return drawn.getvalue().decode()
