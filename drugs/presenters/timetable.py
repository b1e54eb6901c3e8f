"""Tests and checks as a timetable: a row a check, a column for each moment that a source names."""

import re

from editorial.language import N_
from editorial.language import gettext as _

NEXT = {
    "before": N_("Before the start"),
    "during": N_("During treatment"),
    "intervals": N_("At intervals"),
    "routine": N_("As routine"),
}
_WORDS = {
    "before": r"\bbefore\b(?! (?:meals|food))|\btest first\b",
    "during": r"\bduring\b",
    "intervals": r"\bat intervals\b",
    "routine": r"\b(?:as|then) (?:as )?routine\b",
}
_WEEKS = re.compile(r"\bweeks? (\d+)(?:(?: to |-|–)(\d+))?\b")
_EVERY = re.compile(r"\bevery (\d+) (weeks|months)\b")
_FORBIDS = re.compile(r"\b(?:no|not|never|only|avoid|stop|pause|watch)\b")


def moments(text: str) -> list[tuple]:
    """The moments that a text names, as sortable columns: (order, number, heading).

    A text that forbids something or sets a condition is advice, not a date of a test: it names none.
    """
    plain = re.sub(r"\([^)]*\)", "", text.lower())
    if _FORBIDS.search(plain):
        return []
    found = [
        (_order(key), 0, _(NEXT[key])) for key, words in _WORDS.items() if re.search(words, plain)
    ]
    found += [(1, int(first), _weeks(first, last)) for first, last in _WEEKS.findall(plain)]
    found += [
        (3, int(number) * (4 if unit == "months" else 1), _(EVERY[unit]) % {"number": number})
        for number, unit in _EVERY.findall(plain)
    ]
    return sorted(found)


EVERY = {"weeks": N_("Every %(number)s weeks"), "months": N_("Every %(number)s months")}


def _weeks(first: str, last: str) -> str:
    if last:
        return _("Week %(first)s to %(last)s") % {"first": first, "last": last}
    return _("Week %(number)s") % {"number": first}


def _order(key: str) -> int:
    """Before, then the weeks (1), then during, then the repeated ones (3 and later)."""
    return {"before": 0, "during": 2, "intervals": 4, "routine": 5}[key]


def timetable(groups: list[tuple[str, list[dict]]]) -> dict:
    """Columns from the data, rows with a yes or nothing a column, and the advice that names no moment.

    A group is (heading, rows); a row has `text`, `refs`, `said_by`, and `when` where the data has the
    moment apart; `slug` and `drugs` (address and name) where it is an entry of its own.
    """
    empty = {"slug": "", "drugs": ()}
    asked = [(heading, [(empty | row, _named(row)) for row in rows]) for heading, rows in groups]
    columns = sorted({moment for _, rows in asked for _, found in rows for moment in found})
    return {
        "columns": [heading for *_, heading in columns],
        "groups": [
            {"heading": heading, "rows": made}
            for heading, rows in asked
            if (made := [row | {"cells": _cells(columns, found)} for row, found in rows if found])
        ],
        "other": [_worded(row) for _, rows in asked for row, found in rows if not found],
    }


def _worded(row) -> dict:
    """Advice without a column says its moment, where the data has one apart, in words."""
    when = row.get("when")
    return (
        row | {"text": f"{row['text'].rstrip('.')} ({when[:1].lower()}{when[1:]})"} if when else row
    )


def _named(row) -> list[tuple]:
    """ "No live vaccines", with "before, during" apart, must never become a tick under "Before"."""
    advice = _FORBIDS.search(re.sub(r"\([^)]*\)", "", row["text"].lower()))
    return [] if advice else moments(row.get("when") or row["text"])


def _cells(columns, found) -> list[bool]:
    return [column in found for column in columns]
