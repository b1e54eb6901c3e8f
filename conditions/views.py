"""Public pages of the conditions: the list, and one condition with its treatments by region."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.views import live_or_gone
from evidence.models import REGIONS
from evidence.presenters import REGION_CHOICES, References, region_asked

from . import presenters
from .models import LiveCondition


@require_safe
def condition_list(request):
    approved = Count("indications__drug", filter=Q(indications__status="approved"), distinct=True)
    conditions = LiveCondition.objects.defer("document").annotate(approved_drugs=approved)
    context = {"conditions": conditions.prefetch_related("synonyms").order_by("name")}
    return render(request, "conditions/condition_list.html", context)


@require_safe
def condition_detail(request, slug):
    condition = live_or_gone(request, LiveCondition, slug)
    if not isinstance(condition, LiveCondition):
        return condition
    region, note = region_asked(request.GET.get("region", ""))
    references = References()
    indications = list(
        condition.indications.select_related("drug")
        .defer("drug__document")
        .prefetch_related("sources", "claims__source")
        .order_by("drug__inn", "jurisdiction", "pk")
    )
    # In the order of the page, which is the order in which sources get their numbers.
    context = {
        "condition": condition,
        "summary": presenters.summary(condition, references),
        "standing": presenters.standing(indications, REGIONS[region]),
        "treatments": presenters.treatments(indications, references),
        "disagreements": presenters.disagreements(indications, references),
        "symptoms": [presenters.fact(row, references) for row in condition.symptoms.all()],
        "statements": presenters.statements(condition, references),
        "guides": list(condition.guides.defer("document")),
        "glance": presenters.glance(condition, references),
        "region": region,
        "region_note": note,
        "region_choices": REGION_CHOICES,
        "trail": [("/conditions/", "Conditions")],
        "sources": references.listed(),
    }
    context["contents"] = presenters.contents(context)
    return render(request, "conditions/condition_detail.html", context)
