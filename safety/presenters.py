"""How warnings, signs, risk groups and regulator actions are worded for readers."""

from collections import Counter, defaultdict

from django.utils.text import capfirst

from drugs.presenters import lower_first, numbers, timetable
from editorial import past
from editorial.bare import label, together
from editorial.language import N_
from editorial.language import gettext as _
from editorial.wording import partial_date
from evidence.models import Basis, LiveSource, Stance
from evidence.presenters import References, sides

from .models import Authority, LiveWarning, LiveWarningSign

Origin = LiveSource.Origin
Urgency = LiveWarningSign.Urgency

REGULATORS = {Authority.US, Authority.EU, Authority.UK}

# The heading above each group of signs, and what the reader should do.
WHAT_TO_DO = {
    Urgency.SAME_DAY: N_(
        "Phone the team that treats you today. If you cannot reach them, use an urgent care line."
    ),
    Urgency.SOON: N_("Make an appointment in the next days, and say which medicine you take."),
}


def of_urgency(signs, urgency) -> list:
    return [sign for sign in signs if sign.urgency == urgency]


def sign_lines(signs, references: References) -> list[dict]:
    """Rows of a list or table of signs: what is noticed, what it may point to, what to do."""
    return [
        {
            "slug": sign.slug,
            "text": capfirst(sign.title),
            "points_to": capfirst(sign.points_to),
            "advice": sign.text,
            "refs": references.cite(sign.sources),
        }
        for sign in signs
    ]


def may_point_to(signs) -> str:
    """What the signs in the red box may mean, each cause once."""
    causes = list(dict.fromkeys(sign.points_to for sign in signs))
    if not causes:
        return ""
    words = _("They may point to: %(causes)s. Do not wait for a reply from your doctor.")
    return words % {"causes": "; ".join(causes)}


def disagreements(signs, references: References) -> list[dict]:
    """One box for each different set of statements about signs, where a source departs from the regulators."""
    grouped = defaultdict(list)
    for sign in signs:
        claims = sign.claims
        if any(claim.stance == Stance.DISAGREES for claim in claims):
            grouped[tuple((claim.source_id, claim.says) for claim in claims)].append(sign)
    return [
        _disagreement(number, group, references)
        for number, group in enumerate(grouped.values(), start=1)
    ]


def _disagreement(number, signs, references):
    causes = dict.fromkeys(sign.points_to for sign in signs)
    claims = signs[0].claims
    official = [claim for claim in claims if claim.source.origin_label == Origin.REGULATOR]
    others = [claim for claim in claims if claim not in official]
    emergency = signs[0].urgency == Urgency.EMERGENCY
    return {
        "id": f"disagreement-{number}",
        "question": _("How fast to act on signs of %(causes)s") % {"causes": "; ".join(causes)},
        "regulator": _side(official[0], references) if official else None,
        "sides": [
            side | _side(claim, references)
            for claim, side in zip(others, sides(others, references), strict=True)
        ],
        "verdict": _("We follow the regulators: this is an emergency.") if emergency else "",
    }


def _side(claim, references):
    source = claim.source
    regulator = source.origin_label == Origin.REGULATOR
    return {
        # A page of unknown making is known to readers by its title, not by who may stand behind it.
        "who": source.publisher if regulator and source.publisher else source.title,
        "says": f"{capfirst(claim.says).rstrip('.')}.",
        "refs": references.cite([source]),
    }


def usual_drugs(entries) -> list:
    """The drugs that most entries of the page concern; only the entries that differ name theirs."""
    sets = Counter(tuple(row.applies_to) for row in entries if hasattr(row, "applies_to"))
    drugs, times = max(sets.items(), key=lambda item: item[1], default=((), 0))
    return list(drugs) if times > 1 and len(drugs) > 1 else []


def drug_links(drugs, usual=()) -> list[tuple[str, str]]:
    """Addresses and names of the drugs; none when they are the usual ones."""
    if list(drugs) == usual:
        return []
    return [(drug.address, name_in_text(drug)) for drug in drugs]


def name_in_text(drug) -> str:
    """For the middle of a sentence: "ruxolitinib (cream)"."""
    return f"{drug.title[:1].lower()}{drug.title[1:]}"


def authorities(warning) -> str:
    """Who warns, for the middle of a sentence: "EMA (European Union), label texts"."""
    names = [
        (row.authority in REGULATORS, _(Authority(row.authority).label))
        for row in warning.authorities
    ]
    return ", ".join(name if regulator else name.lower() for regulator, name in names)


def warning_card(warning, references: References, usual=()) -> dict:
    """A warning in a list: its text, its first figures, for which drugs and by whom."""
    return {
        "title": warning.title,
        "url": warning.address,
        "text": warning.text,
        "refs": references.cite(warning.sources),
        "figures": figures(warning, references),
        "drugs": drug_links(warning.applies_to, usual),
        "authorities": authorities(warning),
    }


def figures(warning, references: References) -> list[dict]:
    """Each figure as its source gives it, in people where it counts people, with how to read it."""
    return [
        numbers.figure(figure.text) | {"refs": references.cite(figure.sources)}
        for figure in warning.figures
    ]


def checks(rules, references: References, usual=()) -> dict:
    """The checks of the class as a timetable; what only an article says is marked in its row."""
    rows = []
    for rule in rules:
        row = rule_row(rule, references, usual)
        said = "An article says" if row["only_article"] else ""
        text = f"{row['title']}: {lower_first(row['text'])}" if row["text"] else row["title"]
        rows.append(row | {"text": text, "said_by": said})
    return timetable([("", rows)])


def risk_row(group, references: References, usual=()) -> dict:
    return {
        "slug": group.slug,
        "title": group.title,
        "text": rule_in_words(group),
        "drugs": drug_links(group.applies_to, usual),
        "refs": references.cite(group.sources),
    }


def rule_in_words(group) -> str:
    """The rule, then the text; the text alone when it says the rule itself."""
    rule = label(group, "rule")
    if rule.lower() in group.text.lower():
        return group.text
    return f"{rule}. {group.text}".strip()


def rule_row(rule, references: References, usual=()) -> dict:
    """A dose rule or a check: `when` is there for checks only."""
    return {
        "slug": rule.slug,
        "title": rule.title,
        "text": rule.text,
        "when": capfirst(getattr(rule, "when", "")),
        "drugs": drug_links(rule.applies_to, usual),
        "refs": references.cite(rule.sources),
        "only_article": rule.basis == Basis.SEED,
    }


def action_line(action, references: References, usual=()) -> dict:
    """One event of the timeline."""
    return {
        "slug": action.slug,
        "title": action.title,
        "text": action.text,
        "date": action.date,
        "precision": action.date_precision,
        "until": action.until,
        "where": label(action, "authority"),
        "warns": True,
        "drugs": drug_links(action.drugs, usual),
        "notes": action_notes(action),
        "refs": references.cite(action.sources),
    }


def action_notes(action) -> list[str]:
    """What the action rests on, what it leaves out, and what it cannot show."""
    parts = [
        (_("Rests on the trial"), action.basis_trial),
        (_("Compared with"), action.comparator),
        (_("Not included"), ", ".join(action.not_included)),
        (_("Risk was higher with"), ", ".join(action.risk_factors_found)),
        (_("Caution"), action.caution),
    ]
    return [f"{name}: {text}." for name, text in parts if text]


def boxed_harms(warnings) -> list[str]:
    """The titles of what the US boxed warning is about."""
    return [row.title for row in warnings if row.severity == LiveWarning.Severity.BOXED]


def review_state(entries) -> dict:
    """How a page made of many entries stands: the oldest check, how many a clinician has reviewed."""
    checks = [entry.sources_checked_on for entry in entries if entry.sources_checked_on]
    return {
        "count": len(entries),
        "reviewed": sum(entry.last_reviewed is not None for entry in entries),
        "emergency": sum(entry.origin == "emergency" for entry in entries),
        "oldest_check": min(checks, default=None),
    }


SECTIONS = (
    ("urgencies", "signs", N_("Same day and soon")),
    ("warnings", "warnings", N_("What can go wrong")),
    ("disagreements", "disagree", N_("Where sources disagree")),
    ("risk_groups", "risk", N_("Who is at higher risk")),
    ("checked", "checks", N_("Tests and checks")),
    ("dose_rules", "dose", N_("When the dose changes")),
    ("actions", "regulators", N_("What regulators did")),
    ("sources", "sources", N_("Sources")),
)


def contents(context) -> list[tuple[str, str]]:
    """The contents list: the sections that have something in them."""
    return [(anchor, _(heading)) for key, anchor, heading in SECTIONS if context[key]]


def _around(warning) -> tuple[list, list]:
    """Risk groups of a warning, and the other warnings; at the moment at which readers look."""
    if past.moment():
        found = together([], _named_around, warning.id, only=())[1]
        return found["risk-group"], [row for row in found["warning"] if row.id != warning.id]
    groups = warning.live.risk_groups.defer("document").order_by("position", "pk")
    return list(groups), list(LiveWarning.objects.defer("document").exclude(pk=warning.id))


def _named_around(pk):
    return [LiveWarning(pk=pk).risk_groups, LiveWarning.objects]


def warning_page(warning, references: References) -> dict:
    """Everything the page of one warning shows, sources numbered in reading order."""
    groups, others = _around(warning)
    page = {
        "warning": warning,
        "trail": [("/safety/", _("Safety"))],
        "refs": references.cite(warning.sources),
        "figures": figures(warning, references),
        "glance": glance(warning),
        "drugs": warning.applies_to,
        "risk_groups": [(group.address, group.title, label(group, "rule")) for group in groups],
        "others": others,
        "sources": references.listed(),
    }
    shown = (
        ("meaning", _("What it means"), warning.explanation),
        ("figures", _("In numbers"), page["figures"] or warning.comparator),
        ("advice", _("What prescribers are told"), warning.advice),
        ("drugs", _("Which drugs"), True),
        ("risk", _("Who is at higher risk"), page["risk_groups"]),
        ("help", _("When to get help"), True),
        ("others", _("Other warnings"), page["others"]),
        ("sources", _("Sources"), True),
    )
    return page | {"contents": [(anchor, heading) for anchor, heading, there in shown if there]}


def glance(warning) -> list[dict]:
    """The side box of a warning; what is not known is left out."""
    date = partial_date(warning.date, warning.date_precision)
    rows = [
        (_("How we class it"), [label(warning, "severity")]),
        (_("Who warns"), [_(Authority(row.authority).label) for row in warning.authorities]),
        (_("Compared with"), [warning.comparator]),
        (_("Where in the body"), warning.sites),
        (_("Label change"), [date]),
        (_("Rests on"), [label(warning, "basis")]),
    ]
    return [{"term": term, "values": values, "refs": ()} for term, values in rows if any(values)]
