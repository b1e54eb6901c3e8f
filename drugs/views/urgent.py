"""Warnings published in an emergency, for every page that names one of the drugs they concern."""

from drugs.models import LiveDrug
from editorial import past
from editorial.bare import Bare, together
from editorial.prepared import padded
from editorial.tables import listed


def urgent(drugs) -> list[Bare]:
    """Emergency warnings about the drugs with these ids, in one query; they are of the floor above."""
    if past.moment():
        return _then(set(drugs))
    ids = sorted(set(drugs))
    return listed(LiveDrug.warnings.rel.related_model, _about, *padded(ids)) if ids else []


def _then(drugs) -> list[Bare]:
    warnings = together([], _warnings, only=())[1]["warning"]
    return [w for w in warnings if w.origin == "emergency" and drugs & set(w.applies_to)]


def _warnings():
    return [LiveDrug.warnings.rel.related_model.objects]


def _about(warnings, *drugs):
    about = warnings.objects.filter(applies_to__in=drugs).values("pk")
    return warnings.objects.filter(origin="emergency", pk__in=about)
