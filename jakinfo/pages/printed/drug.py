"""A drug on paper: what its page shows, from the same presenters, with safety first."""

from django.utils.text import capfirst

from drugs.views.pages import drug_page
from editorial.language import gettext as _
from editorial.wording import partial_date
from evidence.models import REGIONS

from .pieces import (
    bold,
    box,
    cell,
    heading,
    line,
    listed,
    note,
    para,
    run,
    said,
    said_in_para,
    status,
    status_cell,
    table,
)
from .prose import prose_line


def told(live, origin: str) -> dict:
    # The table shows every region, so it does not matter which one the page would begin with.
    page = drug_page(live, next(iter(REGIONS)))
    return {
        "entry": page["drug"],
        "kicker": page["kind_of_drug"],
        "first": safety_first(page, origin),
        # Its sources stand with the whole of it, under "In short".
        "lede": said_in_para(page["lede"] and page["lede"] | {"refs": ()}),
        "pieces": [*_uses(page), *_about(page), *_risks(page), *_history(page), *glance(page)],
        "sources": page["sources"],
    }


def safety_first(page: dict, origin: str) -> list[dict]:
    found = urgent(page["urgent"], origin)
    if page["emergency"]:
        who, signs, refs = (page["emergency"][key] for key in ("who", "signs", "refs"))
        lines = [line(sign["text"], refs=sign["refs"]) for sign in signs]
        lines[-1]["refs"] = lines[-1]["refs"] + list(refs)
        found.append(
            box("emergency", _("Call your emergency number now"), [para(who), listed(lines)])
        )
    if page["boxed"]:
        lines = [line(item) for item in page["boxed"]["items"]]
        inside = [listed(lines)] if lines else []
        inside.append(note(page["boxed"]["note"], refs=page["boxed"]["refs"]))
        found.append(box("boxed", _("Boxed warning on the US label"), inside))
    if page["no_box"]:
        found.append(note(page["no_box"]["text"], refs=page["no_box"]["refs"]))
    return found


def urgent(warnings, origin: str) -> list[dict]:
    """Warnings that were published in an emergency, as rows or as entries."""
    rows = [row if isinstance(row, dict) else vars(row) for row in warnings]
    lines = [
        line(
            run(row["title"], f"{origin}{row['address']}", b=True),
            ". ",
            *prose_line(row["text"], origin),
            f" {row['advice']}" if row["advice"] else "",
        )
        for row in rows
    ]
    return [box("boxed", _("New warning"), [listed(lines)])] if lines else []


def _uses(page):
    uses = page["uses"]
    found = []
    if uses["rows"]:
        rows = [
            [cell(bold(row["condition"].name)), *map(status_cell, row["cells"])]
            for row in uses["rows"]
        ]
        found += [
            heading(_("Approved uses")),
            table([_("Condition"), *uses["places"]], rows),
            legend(),
        ]
    found += disagreements(page["disagreements"])
    if page["articles"]:
        found += [
            heading(_("What articles say")),
            note(
                _(
                    "Pages of sellers and pages without references. They settle nothing; the verdict is ours."
                )
            ),
            listed(map(_article, page["articles"])),
        ]
    return found


def legend() -> dict:
    return {"kind": "legend"}


def _article(row):
    words = _("On %(condition)s, the page “%(who)s” (%(label)s) says: %(says)s.")
    text = words % (row | {"label": row["label"].lower()})
    return line(text, f" {row['verdict']}", refs=row["refs"])


def disagreements(boxes) -> list[dict]:
    return [heading(_("Where sources disagree")), *map(_disagreement, boxes)] if boxes else []


def _disagreement(row):
    sides = []
    if row["regulator"]:
        told = row["regulator"]
        sides.append(line(bold(f"{told['who']}: "), told["says"], refs=told["refs"]))
    for side in row["sides"]:
        words = "; ".join(filter(None, (side["label"], side["stance_word"])))
        says = f"{side['says']} ({words})"
        sides.append(line(bold(f"{side['who']}: "), says, refs=side["refs"]))
    verdict = [para(row["verdict"])] if row["verdict"] else []
    return box("quiet", capfirst(row["question"]), [listed(sides), *verdict], level=2)


def _about(page):
    found = []
    if page["summary"]:
        found += [heading(_("In short")), *said_in_para(page["summary"])]
    if page["mechanism"] or page["targets"]:
        found += [heading(_("How it works")), *said_in_para(page["mechanism"])]
    if page["targets"]:
        found.append(
            table([_("Enzyme"), _("How strongly")], map(_target, page["targets"]), wide=0.6)
        )
    if page["regimens"] or page["dose_adjustments"]:
        words = _("What labels and sources give. Your own dose is the one your doctor sets.")
        found += [heading(_("How it is taken")), note(words)]
    if page["regimens"]:
        found.append(table([_("For"), _("Dose"), _("Standing")], map(_regimen, page["regimens"])))
    if page["dose_adjustments"]:
        found += [heading(_("When the dose changes"), 2), _lines(page["dose_adjustments"])]
    return found


def _target(row):
    how = ", ".join(filter(None, (row["how"], row["detail"])))
    return [cell(bold(row["target"])), cell(how, refs=row["refs"], small=[_only(row)])]


def _regimen(row):
    on_label = cell(capfirst(row["label"])) if row["on_label"] else _off_label()
    return [
        cell(bold(row["condition"].name), small=[row["population"]]),
        cell(row["regimen"], refs=row["refs"], small=[_only(row)]),
        on_label,
    ]


def _off_label():
    return cell() | {"status": status("off_label")}


def _only(row):
    return _("An article says so.") if row["said_by"] else ""


def _lines(rows):
    return listed(map(said, rows))


def _effects(page):
    found = []
    for kind, name in (("serious", _("Serious")), ("common", _("Common"))):
        if page[kind]:
            rows = [
                [cell(row["text"], refs=row["refs"], small=[_only(row)]), cell(row["frequency"])]
                for row in page[kind]
            ]
            found += [heading(name, 2), table([_("Side effect"), _("How often")], rows)]
    return [heading(_("Side effects")), *found] if found else []


def _risks(page):
    found = _effects(page)
    if page["benefits"]:
        words = _("What each source says, not what we promise.")
        found += [heading(_("Benefits that sources claim")), note(words)]
        found.append(listed(map(_benefit, page["benefits"])))
    if page["warnings"]:
        rows = [[cell(bold(r["title"])), cell(r["text"], refs=r["refs"])] for r in page["warnings"]]
        found += [
            heading(_("Warnings for the class")),
            table([_("Warning"), _("In short")], rows, 0.5),
        ]
    if page["risk_groups"]:
        rows = [
            [cell(bold(row["title"])), cell(row["rule"], refs=row["refs"], small=[row["text"]])]
            for row in page["risk_groups"]
        ]
        found += [heading(_("Who should take care")), table([_("Group"), _("Advice")], rows, 0.5)]
    return found + _checks(page["checks"])


def _checks(checks) -> list[dict]:
    """What is checked and when, by who names it; advice that names no moment last."""
    found = []
    for group in checks["groups"]:
        rows = [
            [cell(row["text"], refs=row["refs"]), cell(_moments(checks, row))]
            for row in group["rows"]
        ]
        found += [heading(group["heading"], 2), table([_("Test or check"), _("When")], rows, 0.5)]
    found += [_lines(checks["other"])] if checks["other"] else []
    return [heading(_("Tests and checks")), *found] if found else []


def _moments(checks, row) -> str:
    return ", ".join(
        column for column, there in zip(checks["columns"], row["cells"], strict=True) if there
    )


def _benefit(row):
    about = f" ({row['about']})" if row["about"] else ""
    words = _("“%(who)s” says: %(text)s") % row
    return line(f"{words}{about}", refs=row["refs"])


def _history(page):
    if not page["timeline"]:
        return []
    rows = [
        [
            cell(bold(partial_date(row["date"], row["precision"]) or _("date not known"))),
            cell(row["text"], refs=row["refs"], small=[row["where"]]),
        ]
        for row in page["timeline"]
    ]
    return [heading(_("Timeline")), table([_("When"), _("What")], rows, 0.35)]


def glance(page) -> list[dict]:
    rows = [
        [cell(bold(row["term"])), cell("; ".join(row["values"]), refs=row["refs"])]
        for row in page["glance"]
    ]
    return [heading(_("At a glance")), table([_("What"), _("Which")], rows, 0.35)] if rows else []
