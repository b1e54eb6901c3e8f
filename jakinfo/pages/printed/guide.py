"""A guide on paper: its chapters, the comparison of drugs, questions and answers."""

from editorial.language import gettext as _
from guides.presenters import COMPARISON
from guides.views.pages import guide_page

from .pieces import bold, cell, heading, line, listed, note, para, status_cell, table
from .prose import prose, prose_line


def told(live, origin: str) -> dict:
    page = guide_page(live)
    found = []
    for chapter in page["chapters"]:
        found.append(heading(chapter["heading"]))
        for row in chapter["paragraphs"]:
            found += _paragraph(row, origin)
        if chapter["anchor"] == COMPARISON:
            found += _comparison(page)
    if page["comparison"] and not page["introduced"]:
        found += [heading(_("The drugs side by side")), *_comparison(page)]
    return {
        "entry": page["guide"],
        "kicker": _("Guide for %(audience)s") % {"audience": page["guide"].audience},
        "first": [],
        "lede": [para(page["guide"].summary)],
        "pieces": [*found, *_questions(page, origin), *_based_on(page)],
        "sources": page["sources"],
    }


def _paragraph(row, origin):
    if row["blocks"]:
        found = prose(row["text"], origin)
        marks = [note(refs=row["refs"])] if row["refs"] else []
    else:
        runs = prose_line(row["text"], origin)
        found, marks = [para(*runs, _only(row), refs=row["refs"])], []
    caution = [note(_("Caution: %(caution)s.") % row)] if row["caution"] else []
    return [*found, *marks, *caution]


def _only(row):
    words = _("(only the article says so)")
    return f" {words}" if row["only_article"] else ""


def _comparison(page):
    rows = page["comparison"]
    if not rows:
        return []
    told = [
        [
            cell(bold(row["drug"].title)),
            cell(
                ", ".join(row["targets"]["words"]) or _("not checked"), refs=row["targets"]["refs"]
            ),
            cell(", ".join(row["effects"]) or _("none named"), refs=row["refs"]),
            cell(", ".join(row["benefits"]) or _("none claimed")),
        ]
        for row in rows
    ]
    heads = [_("Drug"), _("Blocks"), _("Side effects named"), _("Advantages claimed")]
    found = [table(heads, told, 0.8)]
    found.append(
        note(
            _(
                "Enzymes come from our page of each drug. Side effects and advantages are those the "
                "article names; the page of each drug has the full list."
            )
        )
    )
    condition = page["guide"].compared_for
    if condition:
        cells = [[cell(bold(r["drug"].title)), *map(status_cell, r["statuses"])] for r in rows]
        found.append(heading(_("Licensed for %(title)s?") % {"title": condition.title}, 2))
        found.append(table([_("Drug"), *page["regions"]], cells, 1))
    remarks = [
        line(f"{row['drug'].title}: {row['remark']}", refs=row["refs"])
        for row in rows
        if row["remark"]
    ]
    return [*found, listed(remarks)] if remarks else found


def _questions(page, origin):
    found = [heading(_("Questions and answers"))] if page["questions"] else []
    for row in page["questions"]:
        runs = prose_line(row["answer"], origin)
        found += [heading(row["question"], 2), para(*runs, _only(row), refs=row["refs"])]
    return found


def _based_on(page):
    names = [f"“{source.title}”" for source in page["based_on"]]
    if not names:
        return []
    words = _(
        "This guide takes up the questions of %(articles)s. The words are ours. Where that article "
        "and the regulators differ, we follow the regulators."
    )
    return [note(words % {"articles": _(" and ").join(names)})]
