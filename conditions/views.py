"""Public pages of the conditions: the list, and one condition with its treatments by region."""

from collections import defaultdict
from operator import itemgetter

from django.db.models import Count, Q, TextField, Value
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.bare import bare
from editorial.prepared import ask
from editorial.tables import linked, listed_once
from editorial.views import live_or_gone
from evidence.models import REGIONS
from evidence.presenters import REGION_CHOICES, References, region_asked

from . import presenters, structured
from .models import LiveCondition

NAMED = frozenset({"drug", "source"})


@require_safe
def condition_list(request):
    approved = Count("indications__drug", filter=Q(indications__status="approved"), distinct=True)
    conditions = LiveCondition.objects.annotate(approved_drugs=approved).order_by("name")
    context = {"conditions": listed_once(conditions, synonyms=("text",))}
    context["structured"] = structured.list_page(request, context["conditions"])
    return render(request, "conditions/condition_list.html", context)


@require_safe
def condition_detail(request, slug):
    live = live_or_gone(request, LiveCondition, slug)
    if not isinstance(live, LiveCondition):
        return live
    [condition] = bare([live])
    region, note = region_asked(request.GET.get("region", ""))
    references = References()
    indications = _indications(live)
    # In the order of the page, which is the order in which sources get their numbers.
    context = {
        "condition": condition,
        "summary": presenters.summary(condition, references),
        "standing": presenters.standing(indications, REGIONS[region]),
        "treatments": presenters.treatments(indications, references),
        "disagreements": presenters.disagreements(indications, references),
        "symptoms": [presenters.fact(row, references) for row in condition.symptoms],
        "statements": presenters.statements(condition, references),
        **_around(live),
        "glance": presenters.glance(condition, references),
        "region": region,
        "region_note": note,
        "region_choices": REGION_CHOICES,
        "trail": [("/conditions/", "Conditions")],
        "sources": references.listed(),
    }
    context["contents"] = presenters.contents(context)
    context["structured"] = structured.condition_page(request, context)
    return render(request, "conditions/condition_detail.html", context)


def _indications(condition) -> list:
    """The rows of the drugs for this condition, with what sources say of each."""
    indications, said = linked(_uses_and_claims, condition.pk, only=NAMED)
    by_row = defaultdict(list)
    for claim in said:
        by_row[claim.indication_id].append(claim)
    for row in indications:
        row.claims = by_row[row.id]
    return indications


def _uses_and_claims(pk):
    uses = LiveCondition(pk=pk).indications
    claims = uses.model._meta.get_field("claims").related_model.objects
    return [
        uses.order_by("drug__inn", "jurisdiction", "pk"),
        claims.filter(indication__condition=pk),
    ]


def _around(condition) -> dict[str, list]:
    """Emergency warnings and guides about it, one query for both."""
    found = {"urgent": [], "guides": []}
    for row in ask(_named_around, (), (condition.pk,)):
        model = _warning_model() if row["place"] == "urgent" else condition.guides.model
        found[row["place"]].append(row | {"address": f"{model.path}{row['slug']}/"})
    return {
        place: sorted(rows, key=itemgetter("position", "title")) for place, rows in found.items()
    }


def _named_around(pk):
    guides = LiveCondition(pk=pk).guides.annotate(
        place=Value("guides"), text=Value("", TextField()), advice=Value("", TextField())
    )
    urgent = _urgent(_warning_model(), pk).annotate(place=Value("urgent"))
    columns = ("place", "slug", "title", "position", "text", "advice")
    parts = [rows.order_by().values(*columns) for rows in (guides, urgent)]
    return parts[0].union(parts[1], all=True)


def _warning_model():
    """Of the floor that says it of the drugs: it is reached through them, never imported."""
    drug = LiveCondition.indications.rel.related_model._meta.get_field("drug").related_model
    return drug.warnings.rel.related_model


def _urgent(warnings, pk):
    """Emergency warnings about the drugs that are, or were, considered for this condition."""
    concerned = warnings.objects.filter(origin="emergency", applies_to__indications__condition=pk)
    return concerned.distinct()
