"""Public pages of the sources: the list with its filters, and one source with all that is known of it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial import past
from editorial.bare import bare, together
from editorial.views import live_or_gone

from . import presenters
from .filters import SourceFilter
from .models import LiveSource

PER_PAGE = 20


@require_safe
def source_list(request):
    form = SourceFilter(request.GET)
    page = Paginator(form.narrow(LiveSource.objects.all()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "cards": [_card(source) for source in bare(list(page))],
        "empty_links": [(request.path, "All sources")],
        "clear": request.path if form.chosen else "",
        "tiers": [
            {"term": f"Tier {tier}", "values": [presenters.ABOUT_TIER[tier]], "refs": ()}
            for tier in LiveSource.Tier.values
        ],
    }
    return render(request, "evidence/source_list.html", context)


def _card(source):
    return {
        "source": source,
        "authors": presenters.authors_line(source),
        "journal": presenters.journal_line(source),
        "cited": presenters.citation_count(source),
    }


@require_safe
@past.shows_past
def source_detail(request, slug):
    live = live_or_gone(request, LiveSource, slug)
    if not isinstance(live, LiveSource):
        return live
    [source] = bare([live])
    documents, listed_by, resting = _then(source) if past.moment() else _now(source, live)
    context = _card(source) | {
        "about_origin": presenters.ABOUT_ORIGIN.get(source.origin_label, ""),
        "about_tier": presenters.ABOUT_TIER[source.tier],
        "names": source.authors,
        "identifiers": presenters.identifiers(source),
        "notes": presenters.page_notes(source),
        "documents": documents,
        "lists": [(paper, presenters.times_cited(paper)) for paper in source.lists],
        "listed_by": listed_by,
        "resting_heading": presenters.resting_heading(source),
        "resting": resting,
        "trail": [("/research/", "Research")],
    }
    extra = {"glance": presenters.glance(source), "contents": presenters.contents(context)}
    return render(request, "evidence/source_detail.html", context | extra)


def _now(source, live) -> tuple:
    """Other documents about the paper, lists that have it, and what rests on it."""
    listed_by = list(live.listed_by.defer("document"))
    return presenters.same_paper(source), listed_by, presenters.resting_on(source)


def _then(source) -> tuple:
    sources = together([], _every_source, only=())[1]["source"]
    work = source.work_id or source.id
    documents = [s for s in sources if work in (s.id, s.work_id) and s.id != source.id]
    listed_by = [s for s in sources if source.id in s.lists]
    return documents, listed_by, presenters.rested_on(past.naming(("source", source.id)))


def _every_source():
    return [LiveSource.objects]
