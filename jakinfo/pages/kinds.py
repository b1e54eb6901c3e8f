"""What the kinds of entry are called on the site-wide pages."""

from editorial.language import N_, gettext
from editorial.registry import kinds

# One and many; the order in which readers look for them.
WORDS = {
    "drug": (N_("Drug"), N_("Drugs")),
    "condition": (N_("Condition"), N_("Conditions")),
    "warning": (N_("Warning"), N_("Warnings")),
    "warning-sign": (N_("Warning sign"), N_("Warning signs")),
    "risk-group": (N_("Risk group"), N_("Risk groups")),
    "monitoring": (N_("Test or check"), N_("Tests and checks")),
    "dose-rule": (N_("Dose rule"), N_("Dose rules")),
    "regulator-action": (N_("Regulator action"), N_("Regulator actions")),
    "guide": (N_("Guide"), N_("Guides")),
    "term": (N_("Word explained"), N_("Words explained")),
    "source": (N_("Source"), N_("Sources")),
}


def one(kind: str) -> str:
    return gettext(WORDS[kind][0]) if kind in WORDS else kind.replace("-", " ").capitalize()


def many(kind: str) -> str:
    return gettext(WORDS[kind][1]) if kind in WORDS else f"{one(kind)}s"


def in_order() -> list[str]:
    """Every kind there is; one that has no words yet comes last."""
    return sorted(
        kinds(),
        key=lambda kind: (kind not in WORDS, list(WORDS).index(kind) if kind in WORDS else 0),
    )


def asked(value: str | None) -> str:
    """The kind a parameter names, or nothing."""
    return value if value in kinds() else ""
