"""Public pages of the guides: the list, and one guide with its comparison of drugs."""

from collections import defaultdict

from django.shortcuts import render
from django.views.decorators.http import require_safe

from drugs.models import LiveIndication, LiveTarget
from editorial.bare import bare
from editorial.prepared import padded
from editorial.tables import linked
from editorial.views import live_or_gone
from evidence.presenters import References
from guides import presenters, structured
from guides.models import LiveGuide


@require_safe
def guide_list(request):
    guides = LiveGuide.objects.defer("document").prefetch_related("conditions")
    cards = [{"guide": guide, "conditions": list(guide.conditions.all())} for guide in guides]
    listed = structured.list_page(request, guides)
    return render(request, "guides/guide_list.html", {"cards": cards, "structured": listed})


@require_safe
def guide_detail(request, slug):
    live = live_or_gone(request, LiveGuide, slug)
    if not isinstance(live, LiveGuide):
        return live
    [guide] = bare([live])
    references = References()
    # In the order of the page, which is the order in which sources get their numbers.
    page = {
        "guide": guide,
        "trail": [("/guides/", "Guides")],
        "chapters": presenters.chapters(guide, references),
        "regions": presenters.COMPARED_IN.values(),
        "comparison": presenters.comparison(guide, *_compared(guide), references),
        "questions": presenters.questions(guide, references),
        "drugs": guide.drugs,
        "conditions": guide.conditions,
        "based_on": guide.based_on,
        "sources": references.listed(),
    }
    page["introduced"] = any(chapter["compares"] for chapter in page["chapters"])
    page["contents"] = presenters.contents(page)
    page["structured"] = structured.guide_page(request, page)
    return render(request, "guides/guide_detail.html", page)


def _compared(guide) -> tuple[dict, dict]:
    """Targets and statuses of the compared drugs, by drug; they come from the drugs' own rows."""
    ids = [row.drug_id for row in guide.compared_drugs]
    if not ids:
        return {}, {}
    rows = linked(_of_drugs, guide.compared_for_id or 0, *padded(ids), only=frozenset({"source"}))
    return tuple(map(_by_drug, rows))


def _of_drugs(condition, *drugs):
    statuses = LiveIndication.objects.filter(drug__in=drugs, condition=condition)
    return [LiveTarget.objects.filter(drug__in=drugs), statuses]


def _by_drug(rows) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[row.drug_id].append(row)
    return found
