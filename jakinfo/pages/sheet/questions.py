"""Questions to take along. They ask and state nothing; what they name is in published rows."""

from drugs.presenters import lower_first, status
from editorial.language import N_
from editorial.language import gettext as _

from .choice import tied

FOR_ALL = (
    N_(
        "Is this medicine approved for my condition where I live? If not, why is it suggested for me?"
    ),
    N_("Which tests do I need before the start, and when is the next one?"),
    N_("Which of my other medicines, vaccines or illnesses matter here?"),
    N_("How will we see whether it helps, and when do we decide to go on or stop?"),
    N_("Whom do I call, on which number, if I notice a warning sign?"),
)


def questions(offered, risk_groups, guides) -> dict:
    """`asked` come from statuses, boxed warnings and risk groups; `answered` are those of our guides."""
    asked = [{"text": _(text), "tied": {}} for text in FOR_ALL]
    asked += [question for drug in offered.drugs for question in _of_drug(offered, drug)]
    asked += [
        {
            "text": _("“%(group)s”: does that change which medicine or dose suits me?")
            % {"group": group.title},
            "tied": tied(risks=[group.slug]),
        }
        for group in risk_groups
        if offered.concerns(group.applies_to)
    ]
    return {"asked": asked, "answered": _of_guides(offered, guides)}


def _of_drug(offered, drug):
    name = lower_first(drug.title)
    if any(row.present for row in drug.boxed_warnings):
        yield {
            "text": _("What does the boxed warning of %(drug)s mean for me?") % {"drug": name},
            "tied": tied(drugs=[drug.slug]),
        }
    uses = {}
    for row in drug.indications:
        if row.condition_id in offered.condition_slugs:
            uses.setdefault(row.condition, []).append(row)
    for condition, rows in uses.items():
        mine = tied(drugs=[drug.slug], conditions=[condition.slug])
        about = {"drug": name, "condition": lower_first(condition.name)}
        if any(status.contested(row) for row in rows):
            yield {
                "text": _(
                    "Sources disagree on %(drug)s for %(condition)s. Which of them do you go by?"
                )
                % about,
                "tied": mine,
            }


def _of_guides(offered, guides) -> list[dict]:
    """Each question once, with the place where a guide answers it."""
    found = {}
    for guide in guides:
        conditions = [row.slug for row in guide.conditions if row.id in offered.condition_slugs]
        if not offered.concerns(guide.drugs) or (guide.conditions and not conditions):
            continue
        mine = offered.by_drugs(guide.drugs) | tied(conditions=conditions)
        for number, row in enumerate(guide.faqs, start=1):
            found.setdefault(
                row.question,
                {
                    "text": row.question,
                    "url": f"{guide.address}#question-{number}",
                    "guide": guide.title,
                    "tied": mine,
                },
            )
    return list(found.values())
