"""What stands on the appointment sheet: published statements, each with the ticks for which it shows.

Nothing is worded anew that a floor below words; what is new is the questions, and they state nothing.
"""

from drugs.presenters import facts, lower_first, status, timetable
from drugs.presenters import safety as of_drug
from editorial.language import N_
from editorial.language import gettext as _
from evidence.models import REGIONS
from evidence.presenters import References, region_choices
from safety import presenters as safety
from safety.models import LiveWarningSign

from .choice import Offered, tied
from .codes import code
from .questions import questions

Urgency = LiveWarningSign.Urgency
AT_ONCE = N_("Do not wait for a reply from your doctor, and do not read on first.")


def page(offered: Offered, around: dict, absolute, references: References) -> dict:
    """Everything the template places; `absolute` makes a whole web address of a path.

    In the order of the page, which is the order in which sources get their numbers.
    """
    whole = [*offered.drugs, *(row for rows in around.values() for row in rows)]
    context = {
        "fields": offered.fields,
        "signs": signs(offered, around["warning-sign"], references),
        "questions": questions(offered, around["risk-group"], around["guide"]),
        "places": region_choices(),
        "statuses": statuses(offered, references),
        "boxes": boxes(offered.drugs, references),
        "warnings": warnings(offered, around["warning"], references),
        "readings": readings(offered, around["warning"]),
        "risks": risks(offered, around["risk-group"], references),
        "checks": checks(offered, around["monitoring"], references),
        "editions": editions(offered.drugs, absolute),
        "review": safety.review_state([row for row in whole if row.kind != "guide"]),
    }
    return context | {"sources": references.listed()}


def signs(offered, entries, references) -> list[dict]:
    """A group for each urgency that has a sign: what to do and how fast, then what is noticed."""
    groups = []
    for urgency in Urgency:
        found = safety.of_urgency(entries, urgency)
        rows = [
            line | {"tied": offered.by_drugs(sign.applies_to)}
            for sign in found
            if offered.concerns(sign.applies_to)
            for line in safety.sign_lines([sign], references)
        ]
        if rows:
            groups.append(
                {
                    "heading": _(urgency.label),
                    "emergency": urgency == Urgency.EMERGENCY,
                    "what_to_do": _(safety.WHAT_TO_DO.get(urgency, AT_ONCE)),
                    "rows": rows,
                }
            )
    return groups


def statuses(offered, references) -> list[dict]:
    """A row for each drug and condition with a record in a region, and one for every other condition."""
    rows = []
    for drug in offered.drugs:
        known = {}
        for row in drug.indications:
            if row.condition_id in offered.condition_slugs and row.jurisdiction in REGIONS.values():
                known.setdefault(row.condition, {})[row.jurisdiction] = row
        for condition in sorted(known, key=lambda found: found.name):
            found = known[condition]
            cells = [
                (region, status.use(found.get(place), references))
                for region, place in REGIONS.items()
            ]
            rows.append(
                {
                    "drug": drug,
                    "condition": condition,
                    "cells": cells,
                    "tied": tied(drugs=[drug.slug], conditions=[condition.slug]),
                }
            )
        others = {
            "drugs": drug.slug,
            "without": " ".join(sorted(condition.slug for condition in known)),
        }
        rows.append({"drug": drug, "condition": None, "cells": [], "tied": others})
    return rows


def boxes(drugs, references) -> list[dict]:
    """What is known about a boxed warning of each drug, in one block a drug."""
    return [
        {
            "drug": drug,
            "box": of_drug.boxed(drug, references),
            "no_box": of_drug.no_box(drug, references),
            "tied": tied(drugs=[drug.slug]),
        }
        for drug in drugs
    ]


def warnings(offered, entries, references) -> list[dict]:
    return [
        safety.warning_card(row, references, usual=row.applies_to)
        | {"tied": offered.by_drugs(row.applies_to)}
        for row in entries
        if offered.concerns(row.applies_to)
    ]


def readings(offered, entries) -> list[dict]:
    """How to read the figures, each explanation once."""
    ties = {}
    for row in entries:
        for figure in safety.figures(row, References()):
            if figure["reading"] and offered.concerns(row.applies_to):
                ties.setdefault(figure["reading"], []).append(offered.by_drugs(row.applies_to))
    return [{"text": text, "tied": _any_of(found)} for text, found in ties.items()]


def risks(offered, entries, references) -> list[dict]:
    return [
        safety.risk_row(row, references, usual=row.applies_to)
        | {"tied": offered.by_drugs(row.applies_to) | tied(risks=[row.slug])}
        for row in entries
        if offered.concerns(row.applies_to)
    ]


def checks(offered, entries, references) -> dict:
    """The timetable of all drugs; a column goes away with the last check that names its moment."""
    of_class = [
        line | {"tied": offered.by_drugs(row.applies_to)}
        for row in entries
        if offered.concerns(row.applies_to)
        for line in of_drug.checks([row], references)
    ]
    groups = [(_("For JAK inhibitors as a class"), of_class)]
    for drug in offered.drugs:
        mine = tied(drugs=[drug.slug])
        lines = facts.lines(drug.monitoring, references)
        heading = _("Named for %(drug)s") % {"drug": lower_first(drug.title)}
        groups.append((heading, [row | {"tied": mine} for row in lines]))
    table = timetable(groups)
    rows = [row for group in table["groups"] for row in group["rows"]]
    return table | {
        "columns": [
            (heading, _any_of(row["tied"] for row in rows if row["cells"][place]))
            for place, heading in enumerate(table["columns"])
        ]
    }


def _any_of(ties) -> dict[str, str]:
    """For a drug of any of these rows; one row for all drugs makes it for all."""
    found = [tie.get("drugs", "") for tie in ties]
    return tied(drugs={slug for slugs in found for slug in slugs.split()}) if all(found) else {}


def editions(drugs, absolute) -> list[dict]:
    """Where exactly what was printed can be read again, as an address and as a code to scan."""
    found = []
    for drug in drugs:
        address = absolute(f"{drug.address}?edition={drug.edition}")
        found.append(
            {
                "drug": drug,
                "address": address,
                "code": code(address),
                "tied": tied(drugs=[drug.slug]),
            }
        )
    return found
