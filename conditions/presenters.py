"""How facts about a condition are worded; statuses of drugs come ready from the rows themselves."""

from collections import Counter, defaultdict

from django.utils.text import capfirst

from editorial.language import N_, ngettext
from editorial.language import gettext as _
from editorial.wording import status_word
from evidence.models import Basis, Jurisdiction, Stance
from evidence.presenters import PAPERS, WEAK, References, sides

HEADINGS = {
    "subtype": N_("Forms"),
    "who": N_("Who gets it"),
    "cause": N_("Causes"),
    "severity": N_("How severity is measured"),
    "impact": N_("Effect on daily life"),
    "management": N_("Treatment in general"),
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
            "heading": _(heading),
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
        "places": [_(place.label) for place in places],
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
            "question": _("on %(drug)s, %(place)s")
            % {"drug": row.drug.inn, "place": _(Jurisdiction(row.jurisdiction).label)},
            "regulator": {
                "who": _("What the checked record says"),
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
    place = _(Jurisdiction(indication.jurisdiction).label)
    return f"{place}: {status_word(indication.status).lower()}"


def elsewhere(indication, rows) -> str:
    """Where the drug has another status for the condition: a claim wrong here may be right there."""
    others = [
        standing_line(row)
        for row in rows
        if row.drug_id == indication.drug_id and row.status != indication.status
    ]
    if not others:
        return ""
    return _("Elsewhere it is different. %(statuses)s.") % {"statuses": "; ".join(others)}


def glance(condition, references: References) -> list[dict]:
    """The side box: names and codes, codes with their sources."""
    codes: dict[str, list] = {}
    for row in condition.codes:
        codes.setdefault(row.system, []).append(row)
    names = [row.text for row in condition.synonyms]
    rows = [
        (_("Also called"), names, []),
        (_("Body system"), [condition.body_system], []),
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


CARRIES = {Stance.AGREES, Stance.NOT_COMPARED}
"""What can explain a record; a claim that departs from it stands in its own box."""


def under_study(indications, references: References) -> list[dict]:
    """What is in trials or filed, drug by drug, with what sources other than articles say of it."""
    return _told(indications, {"investigational"}, references, _("No source we checked says more."))


def refused(indications, references: References) -> list[dict]:
    """What is not approved, or no longer, and what sources say of it; where they say nothing, so do we."""
    unsaid = _("The reason is not in our checked records.")
    return _told(indications, {"not_approved", "withdrawn"}, references, unsaid)


def _told(indications, statuses, references, unsaid) -> list[dict]:
    rows = [row for row in indications if row.status in statuses]
    drugs = {row.drug.slug: row.drug for row in sorted(rows, key=lambda row: row.drug.title)}
    return [
        {
            "drug": drug,
            "places": [_place(row, references, unsaid) for row in rows if row.drug.slug == slug],
        }
        for slug, drug in drugs.items()
    ]


def _place(row, references, unsaid) -> dict:
    says = [
        {"text": f"{capfirst(claim.says).rstrip('.')}.", "refs": references.cite([claim.source])}
        for claim in row.claims
        if claim.source.tier not in WEAK and claim.stance in CARRIES
    ]
    return {
        "place": _(Jurisdiction(row.jurisdiction).label),
        "status": row.status,
        "population": row.population,
        "refs": references.cite(row.sources),
        "says": says or [{"text": unsaid, "refs": ()}],
    }


def questions(indications) -> list[str]:
    """Questions for the doctor, made of statuses alone: they state nothing about the condition."""
    statuses = {row.status for row in indications}
    approved = [row for row in indications if row.status == "approved"]
    asked = [
        (_("Is one of the approved medicines an option for me, and why that one?"), approved),
        (
            _("Do I belong to the people whom the approval is for?"),
            any(row.population for row in approved),
        ),
        (
            _("Which treatments come before it, and have I had them?"),
            any(row.line_of_therapy for row in approved),
        ),
        (
            _(
                "If you suggest a medicine that is not licensed for this: why, and how sure are we that it helps?"
            ),
            "off_label" in statuses,
        ),
        (_("Is there a study that I could join?"), "investigational" in statuses),
        (_("Which risks and which tests go with this medicine for me?"), indications),
        (_("Which signs mean that I must get help at once?"), indications),
    ]
    return [question for question, there in asked if there]


def related(condition, indications, guides) -> list[dict]:
    """Guides and papers with the reason why they are named, in the shape components.related prints."""
    groups = [
        (_("Compared in"), [row for row in guides if row["compares"]]),
        (_("Written about in"), [row for row in guides if not row["compares"]]),
    ]
    found = [
        {"reason": reason, "links": [link(row["address"], row["title"]) for row in rows]}
        for reason, rows in groups
        if rows
    ]
    read = papers(condition, indications)
    return found + ([{"reason": _("Rests on these papers"), "links": read}] if read else [])


def link(url, title, note="") -> dict:
    return {"url": url, "title": title, "note": note}


def papers(condition, indications) -> list[dict]:
    """Journal papers behind this page: how many statements rest on each, and on which drugs it is quoted."""
    found, stated, quoted = {}, Counter(), defaultdict(set)
    for row in (*condition.statements, *condition.symptoms):
        for source in row.sources:
            found[source.key] = source
            stated[source.key] += 1
    for row in indications:
        for source in (*row.sources, *(claim.source for claim in row.claims)):
            found[source.key] = source
            quoted[source.key].add(f"{row.drug.title[:1].lower()}{row.drug.title[1:]}")
    rows = [source for source in found.values() if source.source_kind in PAPERS]
    return [
        link(source.address, source.title, _why(stated[source.key], quoted[source.key]))
        for source in sorted(rows, key=lambda source: source.title)
    ]


def _why(stated: int, drugs: set) -> str:
    reasons = []
    if stated:
        words = ngettext("for %(count)s statement", "for %(count)s statements", stated)
        reasons.append(words % {"count": stated})
    if drugs:
        reasons.append(_("on %(drugs)s") % {"drugs": ", ".join(sorted(drugs))})
    return "; ".join(reasons)


def contents(page: dict) -> list[tuple[str, str]]:
    rows = [
        ("treatments", _("JAK inhibitors by region"), page["treatments"]["rows"]),
        ("study", _("Under study"), page["under_study"]),
        ("refused", _("Not approved, and why"), page["refused"]),
        ("disagree", _("Where sources disagree"), page["disagreements"]),
        ("symptoms", _("Signs and symptoms"), page["symptoms"]),
        *((part["anchor"], part["heading"], True) for part in page["statements"]),
        ("ask", _("Questions for your doctor"), page["questions"]),
        ("related", _("Read on"), page["related"]),
        ("sources", _("Sources"), True),
    ]
    return [(anchor, heading) for anchor, heading, there in rows if there]
