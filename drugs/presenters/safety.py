"""What the warnings say of a drug: the red box, the boxed warning, risk groups, the timeline."""

from django.utils.text import capfirst

from editorial.bare import label
from editorial.language import gettext as _
from editorial.wording import partial_date
from evidence.models import Jurisdiction
from evidence.presenters import References

from .facts import fact
from .status import lower_first


def boxed(drug, references: References) -> dict | None:
    """The US boxed warning for components/boxed.html; None when the label has none or nobody could read it."""
    row = next((row for row in drug.boxed_warnings if row.present), None)
    if row is None:
        return None
    serious = [effect for effect in drug.adverse_effects if effect.seriousness == "serious"]
    label = {source.id for source in row.sources}
    of_label = [effect for effect in serious if {source.id for source in effect.sources} <= label]
    cited = [source for part in (row, *of_label) for source in part.sources]
    return {
        "items": [capfirst(e.effect) for e in of_label],
        "note": box_dates(row),
        "refs": references.cite(cited),
    }


def box_dates(row) -> str:
    """Since when a boxed warning is there, and when it was last changed, as far as that is known."""
    since = partial_date(row.since, row.since_precision)
    changed = partial_date(row.changed, row.changed_precision)
    if since and changed:
        return _("In place since %(since)s; last changed %(changed)s.") % {
            "since": since,
            "changed": changed,
        }
    if since:
        return _("In place since %(date)s.") % {"date": since}
    return _("last changed %(date)s.") % {"date": changed} if changed else ""


def no_box(drug, references: References) -> dict | None:
    """A sentence where the label is known to carry no box, or where nobody could read it."""
    rows = drug.boxed_warnings
    row = rows[0] if rows else None
    if row is None or row.present:
        return None
    if row.present is None:
        words = _("Whether a US label carries a boxed warning is not known here.")
        return fact(row, words, references)
    return fact(row, _("The US label carries no boxed warning."), references)


def warnings(entries, references: References) -> list[dict]:
    return [
        {
            "url": row.address,
            "title": row.title,
            "text": row.text,
            "refs": references.cite(row.sources),
        }
        for row in entries
    ]


def risk_groups(entries, references: References) -> list[dict]:
    return [
        {
            "title": row.title,
            **advice(row),
            "refs": references.cite(row.sources),
        }
        for row in entries
    ]


def checks(entries, references: References) -> list[dict]:
    """Checks for the whole class that concern the drug, for the timetable."""
    return [
        fact(row, f"{row.title}: {lower_first(row.text)}" if row.text else row.title, references)
        | {"when": row.when}
        for row in entries
    ]


def advice(group) -> dict:
    """The rule of a risk group and its text; one of them when the text says the rule already."""
    rule = label(group, "rule")
    if rule.lower() in group.text.lower():
        return {"rule": group.text, "text": ""}
    return {"rule": rule, "text": group.text}


def emergency(signs, drug, references: References) -> dict | None:
    """The red box: short lines, and one set of sources for all of them."""
    urgent = [sign for sign in signs if sign.urgency == "emergency"]
    if not urgent:
        return None
    cited = [source for sign in urgent for source in sign.sources]
    return {
        "who": _("If you take %(drug)s and notice any of these:") % {"drug": drug.inn},
        "signs": [{"text": lower_first(sign.title), "refs": ()} for sign in urgent],
        "refs": references.cite(cited),
    }


def timeline(drug, warned, actions, references: References) -> list[dict]:
    """Decisions on uses, dated warnings and regulator actions in one order; what has no date comes last."""
    events = [
        _event(
            row,
            _(Jurisdiction(row.jurisdiction).label),
            capfirst(row.event),
            references,
            warns=False,
        )
        for row in drug.approvals
    ]
    events += [
        _event(row, label(row, "authority"), row.title, references, url=row.address)
        for row in actions
    ]
    events += [
        _event(row, _("label changed"), row.title, references, url=row.address)
        for row in warned
        if row.date
    ]
    events += [
        _event(
            row,
            _(Jurisdiction(row.jurisdiction).label),
            _("Boxed warning on the label"),
            references,
        )
        | {"date": row.since, "precision": row.since_precision}
        for row in drug.boxed_warnings
        if row.present and row.since
    ]
    return sorted(events, key=lambda event: (event["date"] is None, event["date"] or 0))


def _event(row, where, text, references, *, warns=True, url="") -> dict:
    """One dated event: `warns` tells safety from decisions on a use, in the words of `about` too."""
    return {
        "date": getattr(row, "date", None),
        "precision": getattr(row, "date_precision", ""),
        "until": getattr(row, "until", None),
        "where": where,
        "about": _("safety") if warns else _("decision on a use"),
        "warns": warns,
        "text": text,
        "url": url,
        "refs": references.cite(row.sources),
    }
