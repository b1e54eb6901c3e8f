"""The approvals matrix of one region: as a page, and as a file with just what the page shows."""

import json

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs import presenters, structured
from drugs.filters import MatrixFilter
from drugs.models import LiveDrug, LiveIndication
from editorial import earlier, past
from editorial.language import N_
from editorial.language import gettext as _
from editorial.paging import counted, one_page, page_asked
from editorial.prepared import padded
from editorial.shapes import order_of
from editorial.sheets import sheet
from editorial.tables import linked
from evidence.models import REGIONS
from evidence.presenters import References, region_asked, region_choices

from .urgent import urgent

PER_MATRIX = 16
"""Columns on one page: more than there are JAK inhibitors in any region today."""
PER_COLUMN = 25
"""Rows on one page: more than there are conditions in any region today."""
NAMED = frozenset({"drug", "condition", "source"})
SORTS = {"name": N_("Conditions A to Z"), "approved": N_("Most approvals first")}
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
@past.shows_past
def approvals(request):
    region, note = region_asked(request.GET.get("region", ""))
    jurisdiction = REGIONS[region].value
    page = one_page(
        _with_a_record(jurisdiction), page_asked(request.GET.get("page", "")), PER_MATRIX
    )
    known = _records(jurisdiction, page.object_list)
    form = MatrixFilter(request.GET, known)
    rows = form.keep(known)
    drugs = sorted({row.drug for row in rows}, key=order_of(LiveDrug))
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else "name"
    found = _sorted({row.condition for row in rows}, rows, sort)
    part = counted(len(found), page_asked(request.GET.get("part", "")), PER_COLUMN)
    conditions = [found[place] for place in part.object_list]
    wanted = request.GET.get("format", "")
    if wanted in TYPES:
        return _file(wanted, region, presenters.matrix_lines(rows, drugs, conditions))
    references = References()
    context = {
        "region": region,
        "page": page,
        "part": part,
        "urgent": urgent(page.object_list),
        "region_note": note,
        "region_choices": region_choices(),
        "region_name": _(REGIONS[region].label),
        "form": form,
        "hidden": [("region", region), ("sort", sort), *past.carried()],
        "sorts": [(name, _(words), name == sort) for name, words in SORTS.items()],
        "clear": past.unfiltered(request, region=region) if form.chosen else "",
        "heads": [{"drug": drug, "name": presenters.breakable(drug)} for drug in drugs],
        "rows": presenters.matrix(rows, drugs, conditions, references),
        "sources": references.listed(),
    }
    context["structured"] = structured.matrix_page(request, context, first=next(iter(REGIONS)))
    return render(request, "drugs/approvals.html", context)


def _with_a_record(jurisdiction):
    """Ids of the drugs with a column in the matrix of this region."""
    if past.moment():
        return [
            drug.id
            for drug in earlier.entries(LiveDrug)
            if any(row.jurisdiction == jurisdiction for row in drug.indications)
        ]
    there = LiveIndication.objects.filter(drug=OuterRef("pk"), jurisdiction=jurisdiction)
    return LiveDrug.objects.filter(Exists(there)).values_list("pk", flat=True)


def _records(jurisdiction, drugs) -> list:
    """What is recorded of these drugs in the region, with what each record names."""
    if past.moment():
        return _records_then(jurisdiction, drugs)
    [known] = linked(_recorded, jurisdiction, *(padded(drugs) if drugs else (0,)), only=NAMED)
    return known


def _records_then(jurisdiction, drugs) -> list:
    known = []
    for drug in earlier.whole(LiveDrug, drugs, only=NAMED):
        for row in drug.indications:
            if row.jurisdiction == jurisdiction:
                row.drug = drug
                known.append(row)
    return known


def _recorded(jurisdiction, *drugs):
    # By drug: the index of places would lead SQLite through every record of the region.
    rows = LiveIndication.objects.alias(place=Concat("jurisdiction", Value("")))
    return [rows.filter(place=jurisdiction, drug__in=drugs)]


def _sorted(conditions, rows, sort) -> list:
    found = sorted(conditions, key=order_of(LiveCondition))
    if sort == "name":
        return found
    approved = [row.condition_id for row in rows if row.status == "approved"]
    return sorted(found, key=lambda condition: -approved.count(condition.id))


def _file(wanted, region, lines) -> HttpResponse:
    heads = list(presenters.MATRIX_HEADS)
    if wanted == "json":
        told = [dict(zip(heads, line, strict=True)) for line in lines]
        made = json.dumps({"region": region, "rows": told}, ensure_ascii=False, indent=1)
    else:
        spread = [[" ".join(v) if isinstance(v, list) else v for v in line] for line in lines]
        made = sheet("approvals", heads, spread, "csv")
    response = HttpResponse(made, content_type=TYPES[wanted])
    day = (past.moment().on if past.moment() else timezone.localdate()).isoformat()
    response["Content-Disposition"] = f'attachment; filename="approvals-{region}-{day}.{wanted}"'
    return response
