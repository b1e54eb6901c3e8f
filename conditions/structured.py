"""A condition in schema.org's words: names, codes, signs, and what is approved for it where."""

from editorial.language import gettext
from editorial.structured import (
    codes,
    collection,
    entry_page,
    head,
    named,
    page_query,
    parts,
    patients,
    site_of,
    thing,
)
from editorial.wording import status_word
from evidence.models import Basis
from evidence.structured import citations, claim_reviews

ASPECTS = {
    "treatments": "Treatments",
    "symptoms": "Symptoms",
    "subtype": "Types",
    "cause": "Causes",
    "severity": "Stages",
    "impact": "LivingWith",
    "management": "Treatments",
}
"""Which health aspect of schema.org a section of the page is about."""


def condition_page(request, page) -> dict:
    condition, site = page["condition"], site_of(request)
    url = f"{site}{condition.address}"
    node = entry_page(
        site,
        condition,
        trail=page["trail"],
        text=_said(page["summary"]),
        audience=patients(),
        mainEntity=named(f"{url}#condition"),
        hasPart=parts(url, page["contents"], ASPECTS),
        citation=citations(site, page["sources"]),
    )
    doubted = claim_reviews(site, condition.address, page["disagreements"], page["sources"])
    nodes = [node, _condition(site, page), *doubted]
    query = page_query(page["page"])
    return head(request, condition.title, nodes, entry=condition, query=query)


def _condition(site, page):
    condition = page["condition"]
    url = f"{site}{condition.address}"
    return thing(
        "MedicalCondition",
        f"{url}#condition",
        name=condition.name,
        alternateName=[row.text for row in condition.synonyms],
        description=_said(page["summary"]),
        url=url,
        associatedAnatomy=thing("AnatomicalSystem", name=condition.body_system),
        signOrSymptom=[
            thing("MedicalSignOrSymptom", name=row["text"])
            for row in page["symptoms"]
            if _said(row)
        ],
        cause=[thing("MedicalCause", name=text) for text in _topic(page, "cause")],
        epidemiology=" ".join(_topic(page, "who")),
        possibleTreatment=_treatments(site, page["treatments"]),
        code=codes(row for row in condition.codes if row.basis != Basis.SEED),
    )


def _said(fact) -> str:
    """The text of a fact, unless only an article says so."""
    return fact["text"] if fact and not fact["said_by"] else ""


def _topic(page, anchor) -> list[str]:
    rows = (row for part in page["statements"] if part["anchor"] == anchor for row in part["rows"])
    return [text for row in rows if (text := _said(row))]


def _treatments(site, treatments) -> list[dict]:
    """Drugs that are approved for it somewhere, each with its status wherever one is known."""
    return [
        thing(
            "Drug",
            f"{site}{row['drug'].address}#drug",
            name=row["drug"].title,
            url=f"{site}{row['drug'].address}",
            legalStatus=[
                thing(
                    "DrugLegalStatus",
                    name=f"{place}: {status_word(cell['status']).lower()}",
                    applicableLocation=thing("AdministrativeArea", name=place),
                )
                for place, cell in zip(treatments["places"], row["cells"], strict=True)
                if cell["status"]
            ],
        )
        for row in treatments["rows"]
        if any(cell["status"] == "approved" for cell in row["cells"])
    ]


def list_page(request, conditions) -> dict:
    site = site_of(request)
    rows = [(condition.address, condition.name) for condition in conditions]
    title = gettext("Conditions")
    return head(request, title, [collection(site, "/conditions/", title, rows)])
