"""Two to four drugs side by side: the same facts as on their pages, row by row."""

from editorial.bare import label
from editorial.language import N_
from editorial.language import gettext as _
from editorial.wording import partial_date
from evidence.models import REGIONS
from evidence.presenters import References

from . import facts, safety, status


def comparison(drugs, region: str, condition: str, references: References) -> list[dict]:
    """Rows of cells, a cell a drug; an empty cell is worded by the template: nothing known here.

    A row is {"anchor", "title", "uses": bool, "cells"}; a cell of a use is a status, of any other row a
    list of lines with text, source numbers and who alone says so.
    """
    rows = [_row("short", _("In short"), drugs, lambda d: _short(d, references))]
    rows += _uses(drugs, REGIONS[region], condition, references)
    for anchor, title, cell in ROWS:
        rows.append(_row(anchor, _(title), drugs, lambda d, cell=cell: cell(d, references)))
    if condition:
        doses = [_doses(drug, condition, references) for drug in drugs]
        rows.insert(-3, {"anchor": "doses", "title": _("Doses"), "uses": False, "cells": doses})
    return [row for row in rows if any(row["cells"])]


def conditions(drugs, region: str) -> list:
    """The conditions that one of these drugs has a record for in the region, by name."""
    place = REGIONS[region]
    found = {
        row.condition.slug: row.condition
        for drug in drugs
        for row in drug.indications
        if row.jurisdiction == place
    }
    return sorted(found.values(), key=lambda condition: condition.name)


def alternatives(drugs) -> str:
    """The names as a title has them: "Abrocitinib or Baricitinib"."""
    return _(" or ").join(drug.title for drug in drugs)


def _row(anchor, title, drugs, cell) -> dict:
    cells = [cell(drug) for drug in drugs]
    return {"anchor": anchor, "title": title, "uses": False, "cells": cells}


def _uses(drugs, place, condition, references):
    """One row for each condition; with one chosen, that one alone."""
    known = {
        (drug.id, row.condition.slug): row
        for drug in drugs
        for row in drug.indications
        if row.jurisdiction == place
    }
    named = {row.condition.slug: row.condition for row in known.values()}
    shown = sorted(named.values(), key=lambda found: found.name)
    return [
        {
            "anchor": f"use-{found.slug}",
            "title": found.name,
            "url": found.address,
            "uses": True,
            "cells": [status.use(known.get((d.id, found.slug)), references) for d in drugs],
        }
        for found in shown
        if condition in ("", found.slug)
    ]


def _short(drug, references):
    summary = facts.lede(facts.statement(drug, "summary", references))
    return [summary] if summary else []


def _how_taken(drug, references):
    cited = references.cite(source for row in drug.forms for source in row.sources)
    texts = [label(drug, "route"), *facts.form_lines(drug.forms)]
    return [_line(text, cited if number else ()) for number, text in enumerate(texts)]


def _blocks(drug, references):
    return [
        _line(
            f"{row['target']}: {row['how'].lower()}"
            + (f" ({row['detail']})" if row["detail"] else ""),
            row["refs"],
            row["said_by"],
        )
        for row in facts.targets(drug, references)
    ]


def _first_approved(drug, references):
    first = partial_date(drug.first_approval, drug.first_approval_precision)
    made_from = [row for row in drug.approvals if row.date == drug.first_approval]
    cited = references.cite(source for row in made_from for source in row.sources)
    return [_line(first, cited)] if first else []


def _boxed(drug, references):
    found = safety.boxed(drug, references)
    if found:
        items = [_line(item, ()) for item in found["items"]]
        return [_line(_("The US label carries a boxed warning:"), found["refs"]), *items]
    none = safety.no_box(drug, references)
    return [none] if none else []


def _serious(drug, references):
    return _effects(drug, "serious", references)


def _common(drug, references):
    return _effects(drug, "common", references)


def _effects(drug, seriousness, references):
    return [
        row | {"text": _("%(text)s (how often: %(frequency)s)") % row}
        for row in facts.effects(drug, seriousness, references)
    ]


def _tests(drug, references):
    return facts.lines(drug.monitoring, references)


def _doses(drug, condition, references):
    return [
        _line(
            f"{row['regimen']}, {row['population']} ({row['label']})", row["refs"], row["said_by"]
        )
        for row in facts.regimens(drug, references)
        if row["condition"] and row["condition"].slug == condition
    ]


def _line(text, refs, said_by="") -> dict:
    return {"text": text, "refs": refs, "said_by": said_by}


ROWS = [
    ("blocks", N_("What it blocks"), _blocks),
    ("taken", N_("How it is taken"), _how_taken),
    ("first", N_("First approved"), _first_approved),
    ("boxed", N_("Boxed warning"), _boxed),
    ("serious", N_("Serious side effects"), _serious),
    ("common", N_("Common side effects"), _common),
    ("tests", N_("Tests and checks"), _tests),
]
