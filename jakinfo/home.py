"""The home page: search first, safety first, then drugs, conditions, guides and what changed."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs.models import LiveDrug
from drugs.presenters import lower_first
from editorial.models import LiveChange
from guides.models import LiveGuide
from safety.models import LiveWarning, LiveWarningSign

SHOWN = 40
"""Names on the home page; longer lists have pages of their own."""


@require_safe
def home(request):
    urgent = LiveWarningSign.objects.filter(urgency="emergency")
    context = {
        "signs": [{"text": lower_first(sign.title)} for sign in urgent.defer("document")],
        "drugs": list(LiveDrug.objects.defer("document").prefetch_related("brands")[:SHOWN]),
        "conditions": list(LiveCondition.objects.defer("document")[:SHOWN]),
        "guides": list(LiveGuide.objects.defer("document")[:SHOWN]),
        "warnings": list(LiveWarning.objects.filter(severity="boxed").defer("document")),
        "changes": list(LiveChange.objects.all()[:5]),
    }
    return render(request, "jakinfo/home.html", context)
