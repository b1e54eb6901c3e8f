"""Public pages of the drugs: the list, one drug, the approvals matrix."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from editorial.reading import assemble
from editorial.views import live_or_gone
from evidence.models import REGIONS
from evidence.presenters import REGION_CHOICES, References, region_asked

from . import presenters
from .filters import DrugFilter, MatrixFilter
from .models import LiveDrug, LiveIndication

PER_PAGE = 50


@require_safe
def drug_list(request):
    form = DrugFilter(request.GET)
    drugs = form.narrow(LiveDrug.objects.defer("document")).prefetch_related("brands", "statements")
    page = Paginator(drugs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": [presenters.card(drug) for drug in page],
        "clear": request.path if form.chosen else "",
        "empty_links": [(request.path, "All drugs")],
    }
    return render(request, "drugs/drug_list.html", context)


@require_safe
def drug_detail(request, slug):
    drug = live_or_gone(request, LiveDrug, slug, fill=list)
    if not isinstance(drug, LiveDrug):
        return drug
    region, note = region_asked(request.GET.get("region", ""))
    context = presenters.page(drug, region, _around(drug), References())
    shared = {
        "region": region,
        "region_note": note,
        "region_choices": REGION_CHOICES,
        "trail": [("/drugs/", "Drugs")],
    }
    return render(request, "drugs/drug_detail.html", context | shared)


def _around(drug) -> dict[str, list]:
    """What the floors above say about this drug; drug and safety entries are filled together."""
    found = {
        "warnings": list(drug.warnings.all()),
        "signs": list(drug.warning_signs.all()),
        "risk_groups": list(drug.risk_groups.all()),
        "actions": list(drug.regulator_actions.all()),
    }
    safety = [entry for entries in found.values() for entry in entries]
    assemble([drug, *safety], only={"source", "condition"})
    return found | {"guides": list(drug.guides.defer("document"))}


@require_safe
def approvals(request):
    region, note = region_asked(request.GET.get("region", ""))
    recorded = (
        LiveIndication.objects.filter(jurisdiction=REGIONS[region])
        .select_related("drug", "condition")
        .defer("drug__document", "condition__document")
        .prefetch_related("sources")
    )
    form = MatrixFilter(request.GET, recorded)
    rows = form.keep(recorded)
    drugs = list(LiveDrug.objects.filter(pk__in={row.drug_id for row in rows}).defer("document"))
    conditions = list(
        LiveCondition.objects.filter(pk__in={row.condition_id for row in rows}).defer("document")
    )
    references = References()
    context = {
        "region": region,
        "region_note": note,
        "region_choices": REGION_CHOICES,
        "region_name": REGIONS[region].label,
        "form": form,
        "hidden": [("region", region)],
        "clear": f"{request.path}?region={region}" if form.chosen else "",
        "heads": [{"drug": drug, "name": presenters.breakable(drug)} for drug in drugs],
        "rows": presenters.matrix(rows, drugs, conditions, references),
        "sources": references.listed(),
    }
    return render(request, "drugs/approvals.html", context)
