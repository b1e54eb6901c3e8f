"""How the status of a drug is worded: per region, as a table, and where sources disagree."""

from django.utils.text import get_text_list

from editorial.language import N_
from editorial.language import gettext as _
from evidence.models import REGIONS, Jurisdiction, Stance
from evidence.presenters import ORIGINS, References, sides

from ..models import Status

STATUS_ORDER = [
    Status.APPROVED,
    Status.OFF_LABEL,
    Status.INVESTIGATIONAL,
    Status.NOT_APPROVED,
    Status.WITHDRAWN,
]
STATUS_SENTENCES = {
    Status.APPROVED: N_("%(drug)s is approved for %(condition)s in %(where)s."),
    Status.OFF_LABEL: N_(
        "%(drug)s is not approved for %(condition)s in %(where)s; doctors may use it off-label."
    ),
    Status.INVESTIGATIONAL: N_(
        "%(drug)s is under study for %(condition)s in %(where)s; it is not approved there."
    ),
    Status.NOT_APPROVED: N_("%(drug)s is not approved for %(condition)s in %(where)s."),
    Status.WITHDRAWN: N_("The approval of %(drug)s for %(condition)s in %(where)s has ended."),
}
IN_WORDS = {
    Jurisdiction.US: N_("the United States"),
    Jurisdiction.EU: N_("the European Union"),
    Jurisdiction.UK: N_("the United Kingdom"),
    Jurisdiction.JP: N_("Japan"),
    Jurisdiction.RU: N_("Russia"),
}


def status_sentence(drug, indication) -> str:
    """One row as a sentence: "Tofacitinib is approved for ulcerative colitis in the United States."."""
    return _(STATUS_SENTENCES[indication.status]) % {
        "drug": drug.title,
        "condition": lower_first(indication.condition.name),
        "where": _(IN_WORDS[indication.jurisdiction]),
    }


def lower_first(name: str) -> str:
    """A name inside a sentence; abbreviations and proper names (Crohn, COVID) keep their capital."""
    first = name.split()[0]
    proper = first[1:] != first[1:].lower() or first.endswith("'s") or first.endswith("’s")
    return name if proper else name[:1].lower() + name[1:]


def in_region(drug, region: str) -> list:
    """The indications in one public region, approved first, then by name of the condition."""
    rows = [row for row in drug.indications if row.jurisdiction == REGIONS[region]]
    return sorted(rows, key=lambda row: (STATUS_ORDER.index(row.status), row.condition.name))


def uses(drug, references: References) -> dict:
    """The table of uses: a row a condition, a column for each jurisdiction that has a record."""
    rows = drug.indications
    places = [place for place in Jurisdiction if any(row.jurisdiction == place for row in rows)]
    known = {(row.condition_id, row.jurisdiction): row for row in rows}
    conditions = sorted({row.condition for row in rows}, key=lambda condition: condition.name)
    return {
        "places": [_(place.label) for place in places],
        "rows": [
            {
                "condition": condition,
                "cells": [use(known.get((condition.id, place)), references) for place in places],
            }
            for condition in conditions
        ],
    }


NO_RECORD = {"status": "", "date": None, "precision": "", "details": "", "refs": ()}


def use(indication, references: References) -> dict:
    """One cell: status, since when, for whom, after what; empty where there is no checked record."""
    if indication is None:
        return NO_RECORD
    details = [indication.population, indication.line_of_therapy]
    return {
        "status": indication.status,
        "date": indication.approval_date,
        "precision": indication.date_precision,
        "details": "; ".join(filter(None, details)),
        "refs": references.cite(indication.sources),
    }


def contested(indication) -> bool:
    return any(claim.stance == Stance.DISAGREES for claim in indication.claims)


def disagreements(drug, references: References) -> list[dict]:
    """A box for each contested status: both sides, and what the regulator's record says."""
    rows = drug.indications
    return [
        {
            "id": f"disagree-{row.condition.slug}-{row.jurisdiction.lower()}",
            "question": _("on %(condition)s in %(where)s")
            % {
                "condition": lower_first(row.condition.name),
                "where": _(IN_WORDS[row.jurisdiction]),
            },
            "regulator": {
                "who": _("What the checked record says"),
                "says": status_sentence(drug, row),
                "refs": references.cite(row.sources),
            },
            "sides": sides(row.claims, references),
            "verdict": elsewhere(drug, row),
        }
        for row in rows
        if contested(row)
    ]


def elsewhere(drug, indication) -> str:
    """Where the same use has another status: a claim that is wrong here may be right there."""
    others = [
        status_sentence(drug, row)
        for row in drug.indications
        if row.condition_id == indication.condition_id and row.status != indication.status
    ]
    return " ".join([_("Elsewhere it is different."), *others]) if others else ""


VERDICTS = {
    Stance.AGREES: N_("The checked record agrees."),
    Stance.PARTLY: N_("The checked record agrees only in part."),
    Stance.NOT_COMPARED: N_("There is no regulator’s statement to compare it with."),
}


def articles(drug, references: References) -> list[dict]:
    """What sellers and unreferenced pages say where they contest nothing: a line for each saying of a page.

    What a page says of a condition for which it is contested somewhere stands in the boxes only;
    "the checked record agrees", meant for one country, must not be read as agreeing everywhere.
    """
    rows = drug.indications
    boxed = {
        (row.condition_id, claim.source.key)
        for row in rows
        if contested(row)
        for claim in row.claims
    }
    firsts = {}
    for row in rows:
        for claim in row.claims:
            about = (row.condition_id, claim.source.key)
            if claim.source.tier in {"E", "F"} and about not in boxed:
                firsts.setdefault(about, (row, claim))
    sayings = {}
    for row, claim in firsts.values():
        saying = sayings.setdefault((claim.source.key, claim.says, claim.stance), (claim, []))
        saying[1].append(lower_first(row.condition.name))
    return [_saying(claim, conditions, references) for claim, conditions in sayings.values()]


def _saying(claim, conditions: list[str], references: References) -> dict:
    return {
        "who": claim.source.title,
        "label": ORIGINS[claim.source.origin_label],
        "condition": get_text_list(conditions, _("and")),
        "says": claim.says,
        "verdict": _(VERDICTS[claim.stance]),
        "refs": references.cite([claim.source]),
    }
