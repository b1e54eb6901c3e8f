"""The status of a drug in one region, one readable sentence for each condition."""

import re

from django.utils.text import capfirst

from editorial.language import N_
from editorial.language import gettext as _
from editorial.wording import partial_date
from evidence.presenters import References

from ..models import Status
from .status import in_region, lower_first

WORDS = {
    Status.OFF_LABEL: N_("for %(condition)s: not approved, but doctors may use it."),
    Status.INVESTIGATIONAL: N_("for %(condition)s: in trials or under assessment, not approved."),
    Status.NOT_APPROVED: N_("for %(condition)s: refused, or not on the label."),
    Status.WITHDRAWN: N_("for %(condition)s: the approval for this use has ended."),
}
"""What follows the word for the status; an approval is said in the words of `_approved`."""
PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Where the page puts the condition, as a link."""

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
    if row.status == Status.APPROVED:
        since = partial_date(row.approval_date, row.date_precision)
        words, rest = _approved(row.population, since)
    else:
        words, rest = _(WORDS[row.status]) % {"condition": PLACE}, row.population
    before, after = words.split(PLACE)
    more = [rest, row.line_of_therapy]
    return {
        "condition": row.condition,
        "name": lower_first(row.condition.name),
        "status": row.status,
        "before": before.strip(),
        "after": after,
        "more": " ".join(f"{capfirst(text)}." for text in more if text),
        "refs": references.cite(row.sources),
    }


def _approved(population: str, since: str) -> tuple[str, str]:
    """For whom and since when, as far as it fits into a sentence, and what does not."""
    who, form, rest = for_whom(population)
    words = {"condition": f"{form} {PLACE}".strip(), "who": who, "date": since}
    if who and since:
        return _("for %(who)s with %(condition)s since %(date)s.") % words, rest
    if who:
        return _("for %(who)s with %(condition)s.") % words, rest
    if since:
        return _("for %(condition)s since %(date)s.") % words, rest
    return _("for %(condition)s.") % words, rest


def for_whom(population: str) -> tuple[str, str, str]:
    """Who, the form of the disease, and what could not be put into the sentence.

    "adults with severe disease" -> ("adults", "severe", "")
    "adults, both forms" -> ("", "", "adults, both forms")
    """
    found = SIMPLE.fullmatch(population)
    if not found:
        return "", "", population
    age = found["age"]
    who = _("people from %(age)s years of age") % {"age": age} if age else found["who"]
    return who, found["form"] or "", ""
