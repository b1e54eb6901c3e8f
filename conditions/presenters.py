"""How facts about a condition are worded; statuses of drugs come ready from the rows themselves."""

from editorial.wording import status_word
from evidence.models import Basis, Jurisdiction, Stance
from evidence.presenters import References, sides

HEADINGS = {
    "subtype": "Forms",
    "who": "Who gets it",
    "cause": "Causes",
    "severity": "How severity is measured",
    "impact": "Effect on daily life",
    "management": "Treatment in general",
}


def fact(row, references: References) -> dict:
    return {
        "text": row.text,
        "refs": references.cite(row.sources),
        "said_by": "An article says" if row.basis == Basis.SEED else "",
    }


def summary(condition, references: References) -> dict | None:
    row = next((row for row in condition.statements if row.topic == "summary"), None)
    return fact(row, references) if row else None


def statements(condition, references: References) -> list[dict]:
    """Statements by topic, in the order of HEADINGS; topics without any are left out."""
    rows = condition.statements
    found = [
        {
            "anchor": topic,
            "heading": heading,
            "rows": [fact(row, references) for row in rows if row.topic == topic],
        }
        for topic, heading in HEADINGS.items()
    ]
    return [part for part in found if part["rows"]]


def treatments(indications, references: References) -> dict:
    """Drug by jurisdiction; columns only for jurisdictions that have a record."""
    places = [
        place for place in Jurisdiction if any(row.jurisdiction == place for row in indications)
    ]
    known = {(row.drug_id, row.jurisdiction): row for row in indications}
    drugs = sorted({row.drug for row in indications}, key=lambda drug: drug.title)
    return {
        "places": [place.label for place in places],
        "rows": [
            {
                "drug": drug,
                "cells": [cell(known.get((drug.id, place)), references) for place in places],
            }
            for drug in drugs
        ],
    }


def cell(indication, references: References) -> dict:
    if indication is None:
        return {"status": "", "date": None, "precision": "", "details": "", "refs": ()}
    return {
        "status": indication.status,
        "date": indication.approval_date,
        "precision": indication.date_precision,
        "details": "; ".join(filter(None, (indication.population, indication.line_of_therapy))),
        "refs": references.cite(indication.sources),
    }


def standing(indications, jurisdiction) -> list[dict]:
    """The drugs with a record in one jurisdiction: approved first, then by name."""
    rows = [row for row in indications if row.jurisdiction == jurisdiction]
    order = ["approved", "off_label", "investigational", "not_approved", "withdrawn"]
    rows.sort(key=lambda row: (order.index(row.status), row.drug.title))
    return [{"drug": row.drug, "status": row.status} for row in rows]


def disagreements(indications, references: References) -> list[dict]:
    return [
        {
            "id": f"disagree-{row.drug.slug}-{row.jurisdiction.lower()}",
            "question": f"on {row.drug.inn}, {Jurisdiction(row.jurisdiction).label}",
            "regulator": {
                "who": "What the checked record says",
                "says": f"{standing_line(row)}.",
                "refs": references.cite(row.sources),
            },
            "sides": sides(row.claims, references),
            "verdict": elsewhere(row, indications),
        }
        for row in indications
        if any(claim.stance == Stance.DISAGREES for claim in row.claims)
    ]


def standing_line(indication) -> str:
    return (
        f"{Jurisdiction(indication.jurisdiction).label}: {status_word(indication.status).lower()}"
    )


def elsewhere(indication, rows) -> str:
    """Where the drug has another status for the condition: a claim wrong here may be right there."""
    others = [
        standing_line(row)
        for row in rows
        if row.drug_id == indication.drug_id and row.status != indication.status
    ]
    return f"Elsewhere it is different. {'; '.join(others)}." if others else ""


def glance(condition, references: References) -> list[dict]:
    """The side box: names and codes, codes with their sources."""
    codes: dict[str, list] = {}
    for row in condition.codes:
        codes.setdefault(row.system, []).append(row)
    names = [row.text for row in condition.synonyms]
    rows = [
        ("Also called", names, []),
        ("Body system", [condition.body_system], []),
        *((system, [row.value for row in found], found) for system, found in codes.items()),
    ]
    return [
        {
            "term": term,
            "values": values,
            "refs": references.cite(source for row in made_from for source in row.sources),
        }
        for term, values, made_from in rows
        if any(values)
    ]


def contents(page: dict) -> list[tuple[str, str]]:
    rows = [
        ("treatments", "JAK inhibitors by region", page["treatments"]["rows"]),
        ("disagree", "Where sources disagree", page["disagreements"]),
        ("symptoms", "Signs and symptoms", page["symptoms"]),
        *((part["anchor"], part["heading"], True) for part in page["statements"]),
        ("guides", "Read on", page["guides"]),
        ("sources", "Sources", True),
    ]
    return [(anchor, heading) for anchor, heading, there in rows if there]
