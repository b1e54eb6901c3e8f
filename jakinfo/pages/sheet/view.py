"""The page of the appointment sheet. It is the same for everybody: what is ticked stays in the browser."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs.models import LiveDrug
from editorial.bare import together
from editorial.language import gettext as _
from editorial.models import LiveChange
from editorial.tables import listed
from evidence.presenters import References
from guides.models import LiveGuide
from jakinfo.pages import structured
from safety.models import LiveMonitoring, LiveRiskGroup, LiveWarning, LiveWarningSign

from . import presenters
from .choice import Offered

MOST_DRUGS = 60
MOST_CONDITIONS = 100
MOST_OF_A_KIND = 120
"""The page holds everything anybody could tick, so it has an end: warnings, signs, groups, checks, guides each."""


@require_safe
def sheet(request):
    live = list(LiveDrug.objects.all()[: MOST_DRUGS + 1])
    conditions = listed(LiveCondition, _first_conditions)
    drugs, around = together(live[:MOST_DRUGS], _around, only={"source", "condition"})
    offered = Offered(drugs, conditions[:MOST_CONDITIONS], around["risk-group"])
    context = presenters.page(offered, around, request.build_absolute_uri, References())
    left_out = [
        words % {"most": most}
        for rows, most, words in (
            (live, MOST_DRUGS, _("the first %(most)s medicines in alphabetical order")),
            (conditions, MOST_CONDITIONS, _("the first %(most)s conditions in alphabetical order")),
        )
        if len(rows) > most
    ]
    state = {"left_out": _(" and ").join(left_out), "head": LiveChange.objects.first()}
    told = structured.plain_page(request, _("Prepare for an appointment"))
    return render(request, "jakinfo/sheet.html", context | state | {"structured": told})


def _first_conditions(conditions):
    return conditions.objects.all()[: MOST_CONDITIONS + 1]


def _around():
    """Everything that is not the drug's own, as querysets that can become one query."""
    models = (LiveWarningSign, LiveWarning, LiveRiskGroup, LiveMonitoring, LiveGuide)
    return [_first(model.objects.all()) for model in models]


def _first(rows):
    return rows.filter(pk__in=rows[:MOST_OF_A_KIND].values("pk"))
