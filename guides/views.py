"""Public pages of the guides: the list, and one guide with its comparison of drugs."""

from collections import defaultdict

from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drugs.models import LiveIndication, LiveTarget
from editorial.views import live_or_gone
from evidence.models import LiveSource
from evidence.presenters import References

from . import presenters
from .models import LiveGuide


@require_safe
def guide_list(request):
    guides = LiveGuide.objects.defer("document").prefetch_related("conditions")
    return render(request, "guides/guide_list.html", {"guides": guides})


@require_safe
def guide_detail(request, slug):
    guide = live_or_gone(request, LiveGuide, slug)
    if not isinstance(guide, LiveGuide):
        return guide
    references = References()
    # In the order of the page, which is the order in which sources get their numbers.
    page = {
        "guide": guide,
        "trail": [("/guides/", "Guides")],
        "chapters": presenters.chapters(guide, references),
        "regions": presenters.COMPARED_IN.values(),
        "comparison": presenters.comparison(guide, *_compared(guide), references),
        "questions": presenters.questions(guide, references),
        "drugs": guide.drugs.all(),
        "conditions": guide.conditions.all(),
        "based_on": guide.based_on.all(),
        "sources": references.listed(),
    }
    page["introduced"] = any(chapter["compares"] for chapter in page["chapters"])
    page["contents"] = presenters.contents(page)
    return render(request, "guides/guide_detail.html", page)


def _compared(guide) -> tuple[dict, dict]:
    """Targets and statuses of the compared drugs, by drug; they come from the drugs' own rows."""
    ids = [row.drug_id for row in guide.compared_drugs.all()]
    if not ids:
        return {}, {}
    targets = LiveTarget.objects.filter(drug__in=ids)
    statuses = LiveIndication.objects.filter(drug__in=ids, condition=guide.compared_for_id)
    return _by_drug(targets), _by_drug(statuses)


def _by_drug(rows) -> dict:
    found = defaultdict(list)
    for row in rows.prefetch_related(Prefetch("sources", LiveSource.objects.defer("document"))):
        found[row.drug_id].append(row)
    return found
