"""Public pages of safety: everything at once, and one warning."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from drugs.presenters import line_of_years
from editorial import past
from editorial.bare import bare, together
from editorial.glossing import Glossed
from editorial.language import gettext
from editorial.views import live_or_gone
from evidence.presenters import References

from . import presenters, structured
from .models import (
    LiveDoseRule,
    LiveMonitoring,
    LiveRegulatorAction,
    LiveRiskGroup,
    LiveWarning,
    LiveWarningSign,
)

Urgency = LiveWarningSign.Urgency
MODELS = (
    LiveWarningSign,
    LiveWarning,
    LiveRiskGroup,
    LiveMonitoring,
    LiveDoseRule,
    LiveRegulatorAction,
)


def everything() -> dict[str, list]:
    """All live safety entries by kind, whole and in page order: six tables in one query."""
    return together([], _all)[1]


def _all():
    return [model.objects for model in MODELS]


@require_safe
@past.shows_past
def overview(request):
    found = everything()
    references = References()
    entries = [row for rows in found.values() for row in rows]
    usual = presenters.usual_drugs(entries)
    emergency, same_day, soon = (
        presenters.of_urgency(found["warning-sign"], urgency)
        for urgency in (Urgency.EMERGENCY, Urgency.SAME_DAY, Urgency.SOON)
    )
    # In the order of the page, which is the order in which sources get their numbers.
    context = {
        "emergency": presenters.sign_lines(emergency, references),
        "emergency_after": presenters.may_point_to(emergency),
        "urgencies": [
            (
                {"value": urgency.value, "label": gettext(urgency.label)},
                gettext(presenters.WHAT_TO_DO[urgency]),
                presenters.sign_lines(signs, references),
            )
            for urgency, signs in ((Urgency.SAME_DAY, same_day), (Urgency.SOON, soon))
            if signs
        ],
        "harms": presenters.boxed_harms(found["warning"]),
        "warnings": [presenters.warning_card(row, references, usual) for row in found["warning"]],
        "disagreements": presenters.disagreements(found["warning-sign"], references),
        "risk_groups": [presenters.risk_row(row, references, usual) for row in found["risk-group"]],
        "checks": presenters.checks(found["monitoring"], references, usual),
        "dose_rules": [presenters.rule_row(row, references, usual) for row in found["dose-rule"]],
        "actions": [
            presenters.action_line(row, references, usual) for row in found["regulator-action"]
        ],
        "usual": presenters.drug_links(usual),
        "review": presenters.review_state(entries),
        "sources": references.listed(),
    }
    context |= {
        "checked": found["monitoring"],
        "years": line_of_years(context["actions"]),
        "urgent": [row for row in found["warning"] if row.origin == "emergency"],
    }
    context["contents"] = presenters.contents(context)
    context["structured"] = structured.overview_page(request, context)
    return render(request, "safety/overview.html", context)


@require_safe
@past.shows_past
def warning(request, slug):
    live = live_or_gone(request, LiveWarning, slug)
    if not isinstance(live, LiveWarning):
        return live
    [entry] = bare([live])
    page = presenters.warning_page(entry, References()) | {"terms": Glossed()}
    page["structured"] = structured.warning_page(request, page)
    return render(request, "safety/warning.html", page)
