"""About us: who writes this and how, how sources are graded, and how far reviewing has come."""

from collections import Counter
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, Q, Value, When
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.language import N_, Words
from editorial.language import gettext as _
from editorial.models import Origin
from editorial.paging import page_asked
from editorial.prepared import ask
from editorial.registry import kinds as every_kind
from evidence.models import Basis, Checked, LiveSource
from evidence.presenters import ABOUT_ORIGIN, ABOUT_TIER, entries_named

from . import kinds, structured

PER_PAGE = 50


def trail() -> list[tuple[str, str]]:
    return [("/about/", _("About"))]


@require_safe
def about(request):
    told = structured.plain_page(request, _("About jakinfo"), kind="AboutPage")
    return render(request, "jakinfo/about.html", {"structured": told})


# How sources are graded ------------------------------------------------------------------

ABOUT_BASIS = Words(
    {
        Basis.REGULATOR: N_("We read it in the regulator’s own text or in the official leaflet."),
        Basis.JOURNAL: N_("We read it in a scientific journal."),
        Basis.SECONDARY: N_(
            "We read a report about a regulator’s decision or about a study, not the original."
        ),
        Basis.REFERENCE_DATABASE: N_("We read it in a reference database."),
        Basis.SEED: N_(
            "Only a web article says so. We write “the article says” and never present it as a regulator’s word."
        ),
    }
)
ABOUT_CHECKED = Words(
    {
        Checked.SEEN: N_("Somebody read it in the source that is named."),
        Checked.DOUBLE: N_("It was found in two separate sources."),
        Checked.RECALLED: N_(
            "Known from memory only. It stays in the newsroom until somebody has found a source."
        ),
    }
)


@require_safe
def grading(request):
    sources = LiveSource.objects.order_by().values_list("tier", "origin_label", "source_kind")
    tiers, origins, forms = Counter(), Counter(), Counter()
    for tier, origin, form, number in sources.annotate(number=Count("pk")):
        tiers[tier] += number
        origins[origin] += number
        forms[form] += number
    bases, checks = _facts()
    tables = [
        (
            "tiers",
            _("Tiers: how far a source can carry a fact"),
            "tier",
            _rows(LiveSource.Tier, ABOUT_TIER, tiers),
        ),
        (
            "origins",
            _("Origins: who is speaking"),
            "origin",
            _rows(LiveSource.Origin, ABOUT_ORIGIN, origins),
        ),
        ("kinds", _("Kinds of document"), "kind", _rows(LiveSource.Kind, {}, forms)),
        ("basis", _("What a statement rests on"), "", _rows(Basis, ABOUT_BASIS, bases)),
        ("checked", _("How a statement was checked"), "", _rows(Checked, ABOUT_CHECKED, checks)),
    ]
    context = {
        "tables": tables,
        "trail": trail(),
        "contents": [(anchor, heading) for anchor, heading, *rest in tables],
        "sources": sum(tiers.values()),
        "facts": sum(checks.values()),
        "structured": _told(request, _("How we grade sources")),
    }
    return render(request, "jakinfo/about_sources.html", context)


def _told(request, title, **more):
    return structured.plain_page(request, title, kind="AboutPage", trail=trail(), **more)


def _rows(choices, meanings, counts):
    return [
        (choice.value, _(choice.label), meanings.get(choice, ""), counts[choice.value])
        for choice in choices
    ]


def _facts():
    """Published statements by basis and by check, counted over all their tables in one query."""
    bases, checks = Counter(), Counter()
    for row in ask(_counted_facts, (), ()):
        bases[row["basis"]] += row["number"]
        checks[row["checked"]] += row["number"]
    return bases, checks


def _counted_facts():
    tables = [
        spec.live.objects.order_by().values("basis", "checked").annotate(number=Count("pk"))
        for kind in every_kind().values()
        for spec in kind.rows
        if {"basis", "checked"} <= {column.name for column in spec.columns}
    ]
    return tables[0].union(*tables[1:], all=True)


# How far reviewing has come --------------------------------------------------------------

STATES = {
    "emergency": (
        N_("Emergency"),
        N_("published by one person; a second has not signed yet"),
    ),
    "overdue": (N_("Overdue"), N_("the date of the next review has passed")),
    "checked": (
        N_("Checked"),
        N_("compared with the named sources, not yet reviewed by a clinician"),
    ),
    "reviewed": (N_("Reviewed"), N_("signed by people who did not write it")),
}


@require_safe
def review(request):
    kind = kinds.asked(request.GET.get("kind"))
    state = request.GET.get("state") if request.GET.get("state") in STATES else ""
    today = date.today()
    counts = _counts(today)
    rows = _entries([kind] if kind else list(every_kind()), state, today)
    pages = Paginator(rows.order_by("place", "kind_name", "id"), PER_PAGE)
    # Already counted for the table above; the union need not be counted again.
    pages.count = _number(counts, kind, state)
    page = pages.get_page(page_asked(request.GET.get("page", "")))
    context = {
        "counts": counts,
        "trail": trail(),
        "states": [(name, _(word), _(means)) for name, (word, means) in STATES.items()],
        "kind": kind,
        "state": state,
        "page": page,
        "rows": _titled(page),
        "fields": [
            {
                "name": "kind",
                "label": _("Kind"),
                "value": kind,
                "choices": [("", _("Any")), *((k, kinds.many(k)) for k in kinds.in_order())],
            },
            {
                "name": "state",
                "label": _("State"),
                "value": state,
                "choices": [("", _("Any")), *((s, _(words[0])) for s, words in STATES.items())],
            },
        ],
        "clear": request.path if kind or state else "",
        "structured": _told(request, _("How pages are reviewed"), index=not (kind or state)),
    }
    return render(request, "jakinfo/about_review.html", context)


def _in_state(today):
    """Which entries are in which state; the first that holds counts."""
    return {
        "emergency": Q(origin=Origin.EMERGENCY),
        "overdue": Q(next_review__lt=today),
        "reviewed": Q(last_reviewed__isnull=False),
        "checked": Q(last_reviewed__isnull=True),
    }


def _states(live, today):
    cases = [When(rule, then=Value(state)) for state, rule in _in_state(today).items()]
    return live.objects.order_by().annotate(state=Case(*cases, output_field=CharField()))


def _named(rows, kind):
    return rows.annotate(kind_name=Value(kind, output_field=CharField()))


def _counts(today) -> list[dict]:
    """How many entries of each kind are in each state, in one query over all kinds."""
    found = {(row["kind_name"], row["state"]): row["number"] for row in ask(_counted, (today,), ())}
    return [
        {
            "kind": kind,
            "word": kinds.many(kind),
            "cells": [(state, found.get((kind, state), 0)) for state in STATES],
            "all": sum(found.get((kind, state), 0) for state in STATES),
        }
        for kind in kinds.in_order()
    ]


def _counted(today):
    tables = [
        _named(_states(kind.live, today), kind.name)
        .values("kind_name", "state")
        .annotate(number=Count("pk"))
        for kind in every_kind().values()
    ]
    return tables[0].union(*tables[1:], all=True)


def _number(counts, kind, state) -> int:
    """How many entries the table counts of this kind and in this state; nothing means all."""
    cells = (cell for row in counts if kind in {"", row["kind"]} for cell in row["cells"])
    return sum(number for name, number in cells if state in {"", name})


def _entries(names, state, today):
    """Live entries of these kinds as one list, the most urgent first."""
    order = [When(state=name, then=Value(place)) for place, name in enumerate(STATES)]
    tables = []
    for name in names:
        rows = _named(_states(every_kind()[name].live, today), name).annotate(place=Case(*order))
        rows = rows.filter(state=state) if state else rows
        tables.append(
            rows.values(
                "kind_name",
                "id",
                "state",
                "place",
                "last_reviewed",
                "next_review",
                "sources_checked_on",
            )
        )
    return tables[0].union(*tables[1:], all=True)


def _titled(rows) -> list[dict]:
    """The rows of a page with title and address, in one query."""
    entries = entries_named((row["kind_name"], row["id"]) for row in rows)
    named = {(entry.kind, entry.entry_id): entry for entry in entries}
    return [
        {
            **row,
            "entry": named[row["kind_name"], row["id"]],
            "kind": kinds.one(row["kind_name"]),
            "word": _(STATES[row["state"]][0]),
        }
        for row in rows
    ]
