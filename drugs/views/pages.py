"""Public pages of the drugs: the list, one drug, the approvals matrix."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs import presenters
from drugs.filters import DrugFilter, MatrixFilter
from drugs.models import LiveDrug, LiveIndication
from editorial.bare import order_of, together
from editorial.prepared import padded
from editorial.tables import linked, listed, listed_once
from editorial.views import live_or_gone
from evidence.models import REGIONS
from evidence.presenters import REGION_CHOICES, References, region_asked

PER_PAGE = 50
PER_MATRIX = 16
"""Columns of the approvals matrix on one page: more than there are JAK inhibitors in any region today."""
NAMED = frozenset({"drug", "condition", "source"})


@require_safe
def drug_list(request):
    form = DrugFilter(request.GET)
    page = Paginator(form.narrow(LiveDrug.objects.all()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    drugs = listed_once(page.object_list, brands=("name",), statements=("topic", "text"))
    context = {
        "form": form,
        "page": page,
        "cards": [presenters.card(drug) for drug in drugs],
        "clear": request.path if form.chosen else "",
        "empty_links": [(request.path, "All drugs")],
    }
    return render(request, "drugs/drug_list.html", context)


@require_safe
def drug_detail(request, slug):
    live = live_or_gone(request, LiveDrug, slug)
    if not isinstance(live, LiveDrug):
        return live
    region, note = region_asked(request.GET.get("region", ""))
    [drug], around = _with_safety(live)
    context = presenters.page(drug, region, around, _guides(live), References())
    shared = {
        "region": region,
        "region_note": note,
        "region_choices": REGION_CHOICES,
        "trail": [("/drugs/", "Drugs")],
    }
    return render(request, "drugs/drug_detail.html", context | shared)


def _with_safety(drug):
    """The drug and what the floors above say about it; which other drugs they concern is not read."""
    return together([drug], _said_of, drug.pk, only={"source", "condition"})


def _said_of(pk):
    drug = LiveDrug(pk=pk)
    above = (drug.warnings, drug.warning_signs, drug.risk_groups, drug.regulator_actions)
    return [entries.all() for entries in above]


def _guides(drug):
    return listed(drug.guides.model, _of_drug, drug.pk)


def _of_drug(guides, pk):
    return guides.objects.filter(drugs=pk)


@require_safe
def approvals(request):
    region, note = region_asked(request.GET.get("region", ""))
    jurisdiction = REGIONS[region].value
    page = Paginator(_with_a_record(jurisdiction), PER_MATRIX).get_page(request.GET.get("page"))
    ids = padded([drug.pk for drug in page.object_list]) if page.object_list else (0,)
    [known] = linked(_recorded, jurisdiction, *ids, only=NAMED)
    form = MatrixFilter(request.GET, known)
    rows = form.keep(known)
    drugs = sorted({row.drug for row in rows}, key=order_of(LiveDrug))
    conditions = sorted({row.condition for row in rows}, key=order_of(LiveCondition))
    references = References()
    context = {
        "region": region,
        "page": page,
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


def _with_a_record(jurisdiction):
    """Drugs with a column in the matrix of this region."""
    there = LiveIndication.objects.filter(drug=OuterRef("pk"), jurisdiction=jurisdiction)
    return LiveDrug.objects.only("pk").filter(Exists(there))


def _recorded(jurisdiction, *drugs):
    return [LiveIndication.objects.filter(jurisdiction=jurisdiction, drug__in=drugs)]
