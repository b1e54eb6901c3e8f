"""How a guide is laid out: paragraphs with their sources, questions, the comparison of drugs."""

from drugs.models import LiveTarget, Status
from editorial.language import N_
from editorial.language import gettext as _
from evidence.models import Basis, Jurisdiction
from evidence.presenters import References

Selectivity = LiveTarget.Selectivity

# The regions of the comparison table, as column headings.
COMPARED_IN = {Jurisdiction.US: N_("US"), Jurisdiction.EU: N_("EU"), Jurisdiction.UK: N_("UK")}
# A section with this anchor introduces the comparison table; without one the table has its own heading.
COMPARISON = "comparison-table"


def chapters(guide, references: References) -> list[dict]:
    return [
        {
            "anchor": section.anchor,
            "heading": section.heading,
            "paragraphs": [paragraph(row, references) for row in section.paragraphs],
            "compares": section.anchor == COMPARISON,
        }
        for section in guide.sections
    ]


def paragraph(row, references: References) -> dict:
    """A text of several blocks (a list, a table) cannot stand inside one HTML paragraph."""
    return {
        "text": row.text,
        "blocks": "\n" in row.text.strip(),
        "caution": row.caution,
        "only_article": only_article(row.basis, row.text),
        "refs": references.cite(row.sources),
    }


def only_article(basis: str, text: str) -> bool:
    """Whether to add that no regulator says it; a text that speaks of the article has said so itself."""
    return basis == Basis.SEED and "article" not in text.lower()


def questions(guide, references: References) -> list[dict]:
    return [
        {
            "anchor": f"question-{number}",
            "question": row.question,
            "answer": row.answer,
            "only_article": only_article(row.basis, row.answer),
            "refs": references.cite(row.sources),
        }
        for number, row in enumerate(guide.faqs, start=1)
    ]


def comparison(guide, targets_of: dict, statuses_of: dict, references: References) -> list[dict]:
    """Rows of the comparison table, from the targets and the statuses of each drug."""
    return [
        {
            "drug": row.drug,
            "targets": targets(targets_of.get(row.drug_id, []), references),
            "effects": row.side_effects_said,
            "benefits": row.benefits_said,
            "refs": references.cite(row.sources),
            "statuses": statuses(statuses_of.get(row.drug_id, []), references),
            "remark": row.status_remark,
        }
        for row in guide.compared_drugs
    ]


def targets(rows, references: References) -> dict:
    """What a drug blocks, with the sources of all its targets together."""
    sources = [source for row in rows for source in row.sources]
    return {"words": [target_words(row) for row in rows], "refs": references.cite(sources)}


def target_words(row) -> str:
    """One target; the main ones stand alone, the others say how strongly: "JAK2 (less blocked)"."""
    if row.selectivity == Selectivity.SECONDARY:
        return f"{row.target} ({_(Selectivity(row.selectivity).label)})"
    return row.target


def statuses(indications, references: References) -> list[dict]:
    """The status in each region of the table; where no row is known the status is empty."""
    known = {row.jurisdiction: row for row in indications}
    return [_status(_(name), known.get(region), references) for region, name in COMPARED_IN.items()]


def _status(region, row, references):
    if row is None:
        return {"region": region, "status": "", "date": None, "precision": "", "refs": ()}
    return {
        "region": region,
        "status": row.status,
        "date": row.approval_date if row.status == Status.APPROVED else None,
        "precision": row.date_precision,
        "refs": references.cite(row.sources),
    }


def contents(page: dict) -> list[tuple[str, str]]:
    """The contents list: the guide's own chapters, then what stands below them."""
    below = [
        (COMPARISON, _("The drugs side by side"), page["comparison"] and not page["introduced"]),
        ("questions", _("Questions and answers"), page["questions"]),
        ("related", _("Read on"), page["drugs"] or page["conditions"]),
        ("sources", _("Sources"), page["sources"]),
    ]
    own = [(chapter["anchor"], chapter["heading"]) for chapter in page["chapters"]]
    return own + [(anchor, heading) for anchor, heading, there in below if there]
