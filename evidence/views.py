"""Public pages of the sources: the list with its filters, and one source with all that is known of it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.bare import bare
from editorial.views import live_or_gone

from . import presenters, structured
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
    context["structured"] = structured.list_page(request, context)
    return render(request, "evidence/source_list.html", context)


def _card(source):
    return {
        "source": source,
        "authors": presenters.authors_line(source),
        "journal": presenters.journal_line(source),
        "cited": presenters.citation_count(source),
    }


@require_safe
def source_detail(request, slug):
    live = live_or_gone(request, LiveSource, slug)
    if not isinstance(live, LiveSource):
        return live
    [source] = bare([live])
    context = _card(source) | {
        "about_origin": presenters.ABOUT_ORIGIN.get(source.origin_label, ""),
        "about_tier": presenters.ABOUT_TIER[source.tier],
        "names": source.authors,
        "identifiers": presenters.identifiers(source),
        "notes": presenters.page_notes(source),
        "documents": presenters.same_paper(source),
        "lists": [(paper, presenters.times_cited(paper)) for paper in source.lists],
        "listed_by": list(live.listed_by.defer("document")),
        "resting_heading": presenters.resting_heading(source),
        "resting": presenters.resting_on(source),
        "trail": [("/research/", "Research")],
    }
    extra = {"glance": presenters.glance(source), "contents": presenters.contents(context)}
    extra["structured"] = structured.source_page(request, context)
    return render(request, "evidence/source_detail.html", context | extra)
