"""The page of one drug, the card in the list and the matrix, put together in reading order.

Sources get their numbers in the order in which these functions cite them.
"""

from editorial.bare import label
from editorial.language import gettext as _
from evidence.presenters import References

from . import facts, pictures, related, safety, status
from .standing import standing
from .timetable import timetable


def page(drug, region: str, around: dict, guides: list, references: References) -> dict:
    """Everything the template of a drug places; `around` is what safety says about it, by kind."""
    summary = facts.statement(drug, "summary", references)
    context = {
        "drug": drug,
        "kind_of_drug": facts.kind_of_drug(drug),
        "lede": facts.lede(summary),
        "summary": summary,
        "urgent": [row for row in around["warning"] if row.origin == "emergency"],
        "emergency": safety.emergency(around["warning-sign"], drug, references),
        "boxed": safety.boxed(drug, references),
        "no_box": safety.no_box(drug, references),
        "standing": standing(drug, region, references),
        "uses": status.uses(drug, references),
        "disagreements": status.disagreements(drug, references),
        "articles": status.articles(drug, references),
        "mechanism": facts.statement(drug, "mechanism", references),
        "targets": facts.targets(drug, references),
        "regimens": facts.regimens(drug, references),
        "dose_adjustments": facts.lines(drug.dose_adjustments, references),
        "common": facts.effects(drug, "common", references),
        "serious": facts.effects(drug, "serious", references),
        "benefits": facts.benefits(drug, references),
        "warnings": safety.warnings(around["warning"], references),
        "risk_groups": safety.risk_groups(around["risk-group"], references),
        "checks": timetable(
            [
                (
                    _("Named for %(drug)s") % {"drug": drug.title},
                    facts.lines(drug.monitoring, references),
                ),
                (
                    _("For JAK inhibitors as a class"),
                    safety.checks(around["monitoring"], references),
                ),
            ]
        ),
        "timeline": safety.timeline(
            drug, around["warning"], around["regulator-action"], references
        ),
        "glance": facts.glance(drug, references),
        "related": related.related(drug, guides),
        "sources": references.listed(),
    }
    context["enzymes"] = pictures.enzymes(context["targets"])
    context["unnamed"] = pictures.unnamed(context["targets"])
    context["years"] = pictures.line_of_years(context["timeline"])
    return context | {"contents": contents(context)}


def card(drug) -> dict:
    """A drug in the A-Z list: brands and the first sentence of its summary."""
    summary = next((row.text for row in drug.statements if row.topic == "summary"), "")
    return {
        "drug": drug,
        "route": label(drug, "route"),
        "brands": ", ".join(brand.name for brand in drug.brands),
        "summary": facts.lede({"text": summary})["text"] if summary else "",
    }


def matrix(rows, drugs, conditions, references: References) -> list[dict]:
    """Drug by condition for one region; a missing pair is an empty cell: no checked record."""
    known = {(row.drug_id, row.condition_id): row for row in rows}
    return [
        {
            "condition": condition,
            "cells": [status.use(known.get((drug.id, condition.id)), references) for drug in drugs],
        }
        for condition in conditions
    ]


MATRIX_HEADS = (
    "drug",
    "condition",
    "status",
    "approval_date",
    "date_precision",
    "population",
    "line_of_therapy",
    "sources",
)


def matrix_lines(rows, drugs, conditions) -> list[list]:
    """The cells of the matrix that hold a record, in the order of the page; names are slugs and keys."""
    known = {(row.condition_id, row.drug_id): row for row in rows}
    return [
        [
            drug.slug,
            condition.slug,
            row.status,
            str(row.approval_date or ""),
            row.date_precision,
            row.population,
            row.line_of_therapy,
            [source.key for source in row.sources],
        ]
        for condition in conditions
        for drug in drugs
        if (row := known.get((condition.id, drug.id)))
    ]


def breakable(drug) -> str:
    """The name for a narrow column head: it may break before the ending that all these drugs share."""
    return drug.title.replace("tinib", "\u00adtinib")


def contents(page: dict) -> list[tuple[str, str]]:
    rows = [
        ("short", _("In short"), page["summary"]),
        ("uses", _("Approved uses"), page["uses"]["rows"]),
        ("disagree", _("Where sources disagree"), page["disagreements"]),
        ("articles", _("What articles say"), page["articles"]),
        ("works", _("How it works"), page["mechanism"] or page["targets"]),
        ("doses", _("How it is taken"), page["regimens"] or page["dose_adjustments"]),
        ("effects", _("Side effects"), page["common"] or page["serious"]),
        ("benefits", _("Benefits that sources claim"), page["benefits"]),
        ("warnings", _("Warnings for the class"), page["warnings"]),
        ("care", _("Who should take care"), page["risk_groups"]),
        ("checks", _("Tests and checks"), page["checks"]["groups"] or page["checks"]["other"]),
        ("timeline", _("Timeline"), page["timeline"]),
        ("related", _("Read on"), page["related"]),
        ("sources", _("Sources"), True),
    ]
    return [(anchor, heading) for anchor, heading, there in rows if there]
