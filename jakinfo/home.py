"""The home page: search first, safety first, then drugs, conditions, guides and what changed."""

from django.db.models import F, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs.models import LiveDrug
from drugs.presenters import lower_first
from editorial.models import LiveChange
from editorial.tables import listed
from editorial.wording import NBSP, partial_date
from guides.models import LiveGuide
from jakinfo.pages import structured
from safety.models import LiveWarning, LiveWarningSign

SHOWN = 40
"""Names on the home page; longer lists have pages of their own."""


@require_safe
def home(request):
    warnings = listed(LiveWarning, _shown)
    context = {
        "signs": [
            {"text": lower_first(sign.title), "refs": ()}
            for sign in listed(LiveWarningSign, _urgent)
        ],
        "drugs": listed(LiveDrug, _first, brands=("name",)),
        "conditions": listed(LiveCondition, _first),
        "guides": listed(LiveGuide, _first),
        "urgent": [row for row in warnings if row.came == "emergency"],
        "warnings": [row for row in warnings if row.severity == "boxed"],
        "changes": [_notice(change) for change in LiveChange.objects.all()[:5]],
    }
    context["structured"] = structured.home_page(request, context)
    return render(request, "jakinfo/home.html", context)


def _first(live):
    return live.objects.all()[:SHOWN]


def _shown(warnings):
    """What a boxed warning is about, and what was published in an emergency."""
    shown = Q(severity="boxed") | Q(origin="emergency")
    return warnings.objects.filter(shown).annotate(came=F("origin"))


def _urgent(signs):
    return signs.objects.filter(urgency="emergency")


def _notice(change) -> dict:
    return {
        "title": change.title,
        "url": change.url,
        "what": change.get_change_display(),
        "at": change.published_at.isoformat(),
        "day": partial_date(change.published_at).replace(NBSP, " "),
    }
