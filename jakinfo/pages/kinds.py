"""What the kinds of entry are called on the site-wide pages."""

from editorial.registry import kinds

# One and many; the order in which readers look for them.
WORDS = {
    "drug": ("Drug", "Drugs"),
    "condition": ("Condition", "Conditions"),
    "warning": ("Warning", "Warnings"),
    "warning-sign": ("Warning sign", "Warning signs"),
    "risk-group": ("Risk group", "Risk groups"),
    "monitoring": ("Test or check", "Tests and checks"),
    "dose-rule": ("Dose rule", "Dose rules"),
    "regulator-action": ("Regulator action", "Regulator actions"),
    "guide": ("Guide", "Guides"),
    "term": ("Word explained", "Words explained"),
    "source": ("Source", "Sources"),
}


def one(kind: str) -> str:
    return WORDS[kind][0] if kind in WORDS else kind.replace("-", " ").capitalize()


def many(kind: str) -> str:
    return WORDS[kind][1] if kind in WORDS else f"{one(kind)}s"


def in_order() -> list[str]:
    """Every kind there is; one that has no words yet comes last."""
    return sorted(
        kinds(),
        key=lambda kind: (kind not in WORDS, list(WORDS).index(kind) if kind in WORDS else 0),
    )


def asked(value: str | None) -> str:
    """The kind a parameter names, or nothing."""
    return value if value in kinds() else ""
