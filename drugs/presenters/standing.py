"""The status of a drug in one region, one readable sentence for each condition."""

import re

from django.utils.text import capfirst

from editorial.wording import partial_date
from evidence.presenters import References

from ..models import Status
from .status import in_region, lower_first

AFTER = {
    Status.OFF_LABEL: ": not approved, but doctors may use it.",
    Status.INVESTIGATIONAL: ": in trials or under assessment, not approved.",
    Status.NOT_APPROVED: ": refused, or not on the label.",
    Status.WITHDRAWN: ": the approval for this use has ended.",
}
"""What follows the condition; an approval has a date or ends there."""

SIMPLE = re.compile(
    r"(?P<who>adults|(?:age|from) (?P<age>\d+)(?: and over| years)?)"
    r"(?:(?:,| with) (?P<form>severe|active|mild to moderate|moderate to severe)(?: disease)?)?"
)
"""Populations that can stand inside a sentence; every other is given as it is written, after it."""


def standing(drug, region: str, references: References) -> list[dict]:
    """A row for each record: status, the words before and after the condition, and what comes first.

    "Approved" + "for adults with severe" + "alopecia areata" + "since 13 June 2022."
    """
    return [_sentence(row, references) for row in in_region(drug, region)]


def _sentence(row, references) -> dict:
    approved = row.status == Status.APPROVED
    before, rest = for_whom(row.population) if approved else ("for", row.population)
    since = partial_date(row.approval_date, row.date_precision) if approved else ""
    more = [rest, row.line_of_therapy]
    return {
        "condition": row.condition,
        "name": lower_first(row.condition.name),
        "status": row.status,
        "before": before,
        "after": AFTER.get(row.status) or (f" since {since}." if since else "."),
        "more": " ".join(f"{capfirst(text)}." for text in more if text),
        "refs": references.cite(row.sources),
    }


def for_whom(population: str) -> tuple[str, str]:
    """The words before the condition, and what could not be put there.

    "adults with severe disease" -> ("for adults with severe", "")
    "adults, both forms" -> ("for", "adults, both forms")
    """
    found = SIMPLE.fullmatch(population)
    if not found:
        return "for", population
    who = f"people from {found['age']} years of age" if found["age"] else found["who"]
    return " ".join(filter(None, (f"for {who} with", found["form"]))), ""
