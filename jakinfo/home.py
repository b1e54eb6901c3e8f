"""The home page: search first, safety first, then drugs, conditions, guides and what changed."""

from django.db.models import F, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs.models import LiveDrug
from drugs.presenters import lower_first
from editorial import earlier, past
from editorial.bare import Bare
from editorial.language import gettext
from editorial.models import LiveChange
from editorial.tables import listed
from editorial.wording import NBSP, partial_date
from guides.models import LiveGuide
from jakinfo.pages import structured
from safety.models import LiveWarning, LiveWarningSign

CHANGES = 5
SHOWN = 40
"""Names on the home page; longer lists have pages of their own."""


@require_safe
@past.shows_past
def home(request):
    found = _then() if past.moment() else _now()
    warnings = found.pop("warnings")
    context = found | {
        "signs": [{"text": lower_first(sign.title), "refs": ()} for sign in found["signs"]],
        "urgent": [row for row in warnings if row.came == "emergency"],
        "warnings": [row for row in warnings if row.severity == "boxed"],
        "changes": [_notice(change) for change in found["changes"]],
    }
    context["structured"] = structured.home_page(request, context)
    return render(request, "jakinfo/home.html", context)


def _now() -> dict[str, list]:
    return {
        "signs": listed(LiveWarningSign, _urgent),
        "warnings": listed(LiveWarning, _shown),
        "drugs": listed(LiveDrug, _first, brands=("name",)),
        "conditions": listed(LiveCondition, _first),
        "guides": listed(LiveGuide, _first),
        "changes": LiveChange.objects.all()[:CHANGES],
    }


def _then() -> dict[str, list]:
    """The same at the moment at which readers look back."""
    signs, warnings, drugs, conditions, guides = earlier.of_kinds(
        LiveWarningSign, LiveWarning, LiveDrug, LiveCondition, LiveGuide
    )
    return {
        "signs": [sign for sign in signs if sign.urgency == "emergency"],
        "warnings": [Bare({**vars(row), "came": row.origin}) for row in warnings],
        "drugs": drugs[:SHOWN],
        "conditions": conditions[:SHOWN],
        "guides": guides[:SHOWN],
        "changes": LiveChange.objects.filter(seq__lte=past.moment().seq)[:CHANGES],
    }


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
        "what": gettext(change.get_change_display()),
        "at": change.published_at.isoformat(),
        "day": partial_date(change.published_at).replace(NBSP, " "),
    }
