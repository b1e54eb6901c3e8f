"""Two to four drugs side by side, at an address that can be shared: `?drug=a&drug=b`."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from drugs import presenters, structured
from drugs.models import LiveDrug
from editorial import earlier, past
from editorial.bare import bare
from editorial.language import gettext as _
from editorial.tables import listed
from evidence.models import REGIONS
from evidence.presenters import References, region_asked, region_choices

from .urgent import urgent

FEWEST, MOST = 2, 4
ASKED = 20
"""Names of an address that are looked up; the rest is too many anyway."""
OFFERED = 200
"""Names in the lists to choose from; others can be reached from the drug's own page."""


@require_safe
@past.shows_past
def compare(request):
    """The comparison, or the form with what is missing; a name that is none is named and left out."""
    asked = list(dict.fromkeys(slug for slug in request.GET.getlist("drug") if slug))
    region, note = region_asked(request.GET.get("region", ""))
    choices, live = _offered(asked[:ASKED])
    chosen = [slug for slug in asked if slug in live][:MOST]
    drugs = _whole([live[slug] for slug in chosen]) if len(chosen) >= FEWEST else []
    choices += [live[slug] for slug in chosen if slug not in {drug.slug for drug in choices}]
    conditions = presenters.compared_conditions(drugs, region)
    condition = request.GET.get("condition", "")
    condition = condition if condition in {found.slug for found in conditions} else ""
    references = References()
    context = {
        "choices": choices,
        "chosen": [*chosen, *[""] * (MOST - len(chosen))],
        "hidden": past.carried(),
        "wrong": _wrong(asked, live),
        "drugs": drugs,
        "alternatives": presenters.alternatives(drugs),
        "urgent": urgent(drug.id for drug in drugs),
        "region": region,
        "region_note": note,
        "region_name": _(REGIONS[region].label),
        "region_choices": region_choices(),
        "conditions": conditions,
        "condition": condition,
        "rows": presenters.comparison(drugs, region, condition, references) if drugs else [],
        "sources": references.listed(),
    }
    context["structured"] = structured.comparison_page(request, context)
    return render(request, "drugs/compare.html", context, status=404 if context["wrong"] else 200)


def _offered(asked) -> tuple[list, dict]:
    """The drugs to choose from, and by address those that are asked for."""
    if past.moment():
        every = earlier.entries(LiveDrug)
        return list(every[:OFFERED]), {drug.slug: drug for drug in every if drug.slug in asked}
    live = LiveDrug.objects.filter(slug__in=asked)
    return listed(LiveDrug, _named), {drug.slug: drug for drug in live}


def _whole(drugs) -> list:
    if past.moment():
        return earlier.whole(LiveDrug, [drug.id for drug in drugs])
    return bare(drugs)


def _named(drugs):
    return drugs.objects.all()[:OFFERED]


def _wrong(asked, known) -> list[str]:
    """What the address asks for and cannot have, in words."""
    none = _("There is no drug “%(name)s” here.")
    found = [none % {"name": slug[:60]} for slug in asked if slug not in known]
    if len(asked) > MOST:
        many = _("At most %(most)s drugs fit side by side; the others are left out.")
        found.append(many % {"most": MOST})
    return found
