"""Public pages of the sources: the list with its filters, and one source with all that is known of it."""

from collections import Counter, defaultdict
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import Q, Value
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial import earlier, past
from editorial.bare import Bare, bare, columns_of, titled
from editorial.language import gettext
from editorial.models import LiveReference
from editorial.prepared import ask, padded
from editorial.shapes import order_of
from editorial.views import live_or_gone

from . import presenters, structured
from .filters import SourceFilter
from .models import LiveSource

PER_PAGE = 20


@require_safe
@past.shows_past
def source_list(request):
    form = SourceFilter(request.GET)
    page = Paginator(_chosen(form), PER_PAGE).get_page(request.GET.get("page"))
    every = past.unfiltered(request)
    context = {
        "form": form,
        "page": page,
        "cards": [_card(source) for source in _told(page)],
        "empty_links": [(every, gettext("All sources"))],
        "hidden": past.carried(),
        "clear": every if form.chosen else "",
        "tiers": [
            {
                "term": gettext("Tier %(tier)s") % {"tier": tier},
                "values": [presenters.ABOUT_TIER[tier]],
                "refs": (),
            }
            for tier in LiveSource.Tier.values
        ],
    }
    context["structured"] = structured.list_page(request, context)
    return render(request, "evidence/source_list.html", context)


def _chosen(form):
    if past.moment():
        return form.narrow_then(earlier.entries(LiveSource))
    return form.narrow(LiveSource.objects.all())


def _told(page) -> list:
    if past.moment():
        return earlier.whole(LiveSource, [source.id for source in page])
    return bare(list(page))


def _card(source):
    return {
        "source": source,
        "authors": presenters.authors_line(source),
        "journal": presenters.journal_line(source),
        "cited": presenters.citation_count(source),
        "near": presenters.near(source),
    }


@require_safe
@past.shows_past
def source_detail(request, slug):
    live = live_or_gone(request, LiveSource, slug)
    if not isinstance(live, LiveSource):
        return live
    [source] = bare([live])
    around = _then(source) if past.moment() else _now(source)
    context = _card(source) | {
        "about_origin": presenters.ABOUT_ORIGIN.get(source.origin_label, ""),
        "about_tier": presenters.ABOUT_TIER[source.tier],
        "names": source.authors,
        "identifiers": presenters.identifiers(source),
        "notes": presenters.page_notes(source),
        "lists": [(paper, presenters.times_cited(paper)) for paper in source.lists],
        "resting_heading": presenters.resting_heading(source),
        **around,
        "trail": [("/research/", gettext("Research"))],
    }
    extra = {"glance": presenters.glance(source), "contents": presenters.contents(context)}
    extra["structured"] = structured.source_page(request, context)
    return render(request, "evidence/source_detail.html", context | extra)


def _now(source) -> dict:
    """Other documents about the paper, lists that have it, what rests on it, and works near to it."""
    resting, shared = presenters.resting_on(source), _shared(source)
    near = _near(source, shared)
    works = {work.id: work for work in near["related"]}
    return {
        "documents": near["document"],
        "listed_by": near["lister"],
        "resting": resting,
        "related": presenters.related_works(shared, resting, works),
    }


def _then(source) -> dict:
    """The same at the moment at which readers look back; what else to read is for today's page."""
    sources = earlier.entries(LiveSource)
    work = source.work_id or source.id
    return {
        "documents": [s for s in sources if work in (s.id, s.work_id) and s.id != source.id],
        "listed_by": [s for s in sources if source.id in s.lists],
        "resting": presenters.rested_on(earlier.naming(("source", source.id))),
        "related": [],
    }


ROWS, CANDIDATES = 200, 30
"""How many facts of a source are looked at for its related works, and how many of those are read."""


def _shared(source) -> dict[int, tuple]:
    """Sources named for the same facts, or in the same entries, nearest first: rows by model, entries."""
    rows = {tuple(row.values()) for row in ask(_own_rows, (), (source.id,))}
    by_kind = defaultdict(set)
    for kind, entry_id, *_ in rows:
        by_kind[kind].add(entry_id)
    if not by_kind:
        return {}
    groups = [(kind, padded(sorted(ids))) for kind, ids in sorted(by_kind.items())]
    shape = tuple((kind, len(ids)) for kind, ids in groups)
    given = (source.id, *(pk for _, ids in groups for pk in ids))
    shared = defaultdict(lambda: (Counter(), set()))
    for named in ask(_other_rows, (shape,), given):
        *row, target = named.values()
        counted, entries = shared[target]
        entries.add(tuple(row[:2]))
        counted[row[2]] += tuple(row) in rows
    near = sorted(shared.items(), key=lambda item: (-item[1][0].total(), -len(item[1][1]), item[0]))
    return {pk: (+counted, entries) for pk, (counted, entries) in near[:CANDIDATES]}


ROW = ("kind", "entry_id", "row_model", "row_id")


def _own_rows(pk):
    named = LiveReference.objects.filter(target_kind="source", target_id=pk)
    return named.exclude(kind="source").values(*ROW)[:ROWS]


def _other_rows(shape, pk, *ids):
    """What the entries of these kinds and ids name besides; `shape` has how many ids each kind has."""
    where, ids = Q(), iter(ids)
    for kind, number in shape:
        where |= Q(kind=kind, entry_id__in=list(islice(ids, number)))
    named = LiveReference.objects.filter(where, target_kind="source").exclude(target_id=pk)
    return named.values(*ROW, "target_id")


def _near(source, shared) -> dict[str, list]:
    """Documents of the same paper, pages that list it and related works, one query for the three."""
    found = {"document": [], "lister": [], "related": []}
    work = source.work_id or source.id
    for row in ask(_around, (), (source.id, work, *padded(shared or [0]))):
        found[row["place"]].append(titled("source", Bare(row)))
    return {place: sorted(rows, key=order_of(LiveSource)) for place, rows in found.items()}


def _around(pk, work, *near):
    sources = LiveSource.objects
    parts = {
        "document": sources.filter(work_id__in=(pk, work)).exclude(pk=pk),
        "lister": sources.filter(lists=pk),
        "related": sources.filter(pk__in=near)
        .exclude(pk__in=(pk, work))
        .exclude(work_id__in=(pk, work)),
    }
    first, *others = [
        rows.order_by().annotate(place=Value(place)).values("place", *columns_of("source"))
        for place, rows in parts.items()
    ]
    return first.union(*others, all=True)
