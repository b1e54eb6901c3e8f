"""The page of a drug, a condition or a guide as a PDF (docs/adr/0012-pdf-by-typst.md)."""

import io
import json

import segno
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from editorial import past
from editorial.citing import Citation, citation
from editorial.registry import kinds
from editorial.views import live_or_gone
from editorial.wording import STATUSES, overdue, partial_date, web_address
from evidence.presenters import ORIGINS

from . import condition, drug, guide
from .letters import NO_SHAPE, printable, seen
from .pieces import fitted, lettered, levelled, line, linkable, note, run, sound, status
from .typeset import pdf

TOLD = {"drug": drug.told, "condition": condition.told, "guide": guide.told}
NOTE = (
    "General information, not medical advice. Do not start, stop or change a medicine because of it: "
    "talk to the person who prescribes it. In an emergency, call your emergency number."
)


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
        pieces.append(note(f"It is too long for a file. The rest is at {cited.address}"))
    made = {
        "title": title if seen(title) else cited.slug,
        "kicker": told["kicker"],
        "lede": sound(told["lede"]),
        "review": line(_review(told["entry"])),
        "edition": f"Edition {cited.edition}, {partial_date(cited.published)}",
        "first": levelled(first),
        "pieces": levelled(pieces, above=1 if first else 0),
        "sources": sources,
        "legend": [status(name) | {"means": means} for name, (_, _, means) in STATUSES.items()],
        "address": run(cited.address, cited.address),
        "citation": printable(cited.text),
        "note": _then() + NOTE,
    }
    boxes = NO_SHAPE in json.dumps(made, ensure_ascii=False)
    return made | {"qr": _qr(cited.address), "boxes": boxes}


def _then() -> str:
    at = past.moment()
    return (
        f"What the page said on {partial_date(at.on)}. Something may have changed since. "
        if at
        else ""
    )


def _source(source) -> dict:
    """One line of the list of sources: its title, and what stands below it."""
    date = partial_date(source.date, source.date_precision) if source.date else "no date given"
    label = f"{ORIGINS[source.origin_label]}, tier {source.tier}"
    url = web_address(source.url)
    shown = run(url, url) if linkable(url) else run("no address known")
    more = [part for part in (source.publisher, date, label) if part]
    return {"kind": "source", "title": run(source.title), "more": "; ".join(more), "url": shown}


def _review(entry) -> str:
    """The line of the page that says who has checked this and when."""
    said = []
    if entry.sources_checked_on:
        said.append(
            f"Checked against the named sources on {partial_date(entry.sources_checked_on)}."
        )
    if entry.origin == "emergency":
        said.append(
            "Published at once in an emergency, before the usual two people have signed it."
        )
    elif entry.last_reviewed:
        said.append(f"Reviewed on {partial_date(entry.last_reviewed)}.")
    else:
        said.append("Not yet reviewed by a clinician.")
    if entry.next_review:
        day = partial_date(entry.next_review)
        late = f"The next review is overdue: it was due by {day}."
        said.append(late if overdue(entry.next_review) else f"Next review due by {day}.")
    return " ".join(said)


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    made = segno.make(address, micro=False, error="m")
    made.save(drawn, kind="svg", xmldecl=False, border=0, unit="pt")
    return drawn.getvalue().decode()
