"""A condition on paper: the treatments by region, signs, and what is known of it."""

from django.utils.text import capfirst

from conditions.views import condition_page
from editorial.language import gettext as _
from evidence.models import REGIONS

from .drug import disagreements, glance, legend, urgent
from .pieces import bold, cell, heading, listed, para, run, said, said_in_para, status_cell, table


def told(live, origin: str) -> dict:
    page = condition_page(live, next(iter(REGIONS)))
    help_at_once = para(
        run(_("Warning signs that need help at once"), f"{origin}/safety/", b=True),
        _(", if you take one of these medicines: %(address)s") % {"address": f"{origin}/safety/"},
    )
    return {
        "entry": page["condition"],
        "kicker": capfirst(page["condition"].body_system),
        "first": [*urgent(page["urgent"], origin), help_at_once],
        "lede": said_in_para(page["summary"]),
        "pieces": [*_treatments(page), *_about(page), *glance(page)],
        "sources": page["sources"],
    }


def _treatments(page):
    shown, found = page["treatments"], []
    if shown["rows"]:
        rows = [
            [cell(bold(row["drug"].title)), *map(status_cell, row["cells"])]
            for row in shown["rows"]
        ]
        found += [
            heading(_("JAK inhibitors by region")),
            table([_("Drug"), *shown["places"]], rows),
        ]
        found.append(legend())
    return found + disagreements(page["disagreements"])


def _about(page):
    found = []
    if page["symptoms"]:
        found += [heading(_("Signs and symptoms")), listed(map(_sentence, page["symptoms"]))]
    for part in page["statements"]:
        found += [heading(part["heading"]), listed(map(_sentence, part["rows"]))]
    return found


def _sentence(row):
    return said(row if row["said_by"] else row | {"text": capfirst(row["text"])})
