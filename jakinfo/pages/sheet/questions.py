"""Questions to take along. They ask and state nothing; what they name is in published rows."""

from drugs.presenters import lower_first, status

from .choice import tied

FOR_ALL = (
    "Is this medicine approved for my condition where I live? If not, why is it suggested for me?",
    "Which tests do I need before the start, and when is the next one?",
    "Which of my other medicines, vaccines or illnesses matter here?",
    "How will we see whether it helps, and when do we decide to go on or stop?",
    "Whom do I call, on which number, if I notice a warning sign?",
)


def questions(offered, risk_groups, guides) -> dict:
    """`asked` come from statuses, boxed warnings and risk groups; `answered` are those of our guides."""
    asked = [{"text": text, "tied": {}} for text in FOR_ALL]
    asked += [question for drug in offered.drugs for question in _of_drug(offered, drug)]
    asked += [
        {
            "text": f"“{group.title}”: does that change which medicine or dose suits me?",
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
            "text": f"What does the boxed warning of {name} mean for me?",
            "tied": tied(drugs=[drug.slug]),
        }
    uses = {}
    for row in drug.indications:
        if row.condition_id in offered.condition_slugs:
            uses.setdefault(row.condition, []).append(row)
    for condition, rows in uses.items():
        mine = tied(drugs=[drug.slug], conditions=[condition.slug])
        about = f"{name} for {lower_first(condition.name)}"
        if any(status.contested(row) for row in rows):
            yield {
                "text": f"Sources disagree on {about}. Which of them do you go by?",
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
