"""What else to read about a drug, each group with the reason why it is named."""

from collections import Counter, defaultdict

from evidence.presenters import PAPERS

from ..models import Status
from .status import lower_first

USED = (
    ("Approved somewhere for", {Status.APPROVED}),
    ("Used off-label for", {Status.OFF_LABEL}),
    ("Under study for", {Status.INVESTIGATIONAL}),
    ("Not approved for", {Status.NOT_APPROVED, Status.WITHDRAWN}),
)
"""A condition stands in the first group that fits any of its regions."""
RESTING = {
    "statements": ("statement", "statements"),
    "targets": ("enzyme", "enzymes"),
    "indications": ("approval status", "approval statuses"),
    "regimens": ("dose", "doses"),
    "dose_adjustments": ("dose rule", "dose rules"),
    "adverse_effects": ("side effect", "side effects"),
    "benefits": ("claimed benefit", "claimed benefits"),
    "monitoring": ("check", "checks"),
    "approvals": ("dated event", "dated events"),
}
"""Sets of a drug, and what a reader calls one of their rows and many."""


def related(drug, guides) -> list[dict]:
    """Groups of links: {"reason", "links": [{"url", "title", "note"}]}; empty ones are left out."""
    groups = [
        *conditions(drug),
        ("Compared in", [link(guide) for guide in guides if guide.compares]),
        ("Written about in", [link(guide) for guide in guides if not guide.compares]),
        ("Rests on these papers", papers(drug)),
    ]
    return [{"reason": reason, "links": links} for reason, links in groups if links]


def link(entry, note="") -> dict:
    return {"url": entry.address, "title": entry.title, "note": note}


def conditions(drug) -> list[tuple[str, list[dict]]]:
    statuses = defaultdict(set)
    named = {}
    for row in drug.indications:
        statuses[row.condition_id].add(row.status)
        named[row.condition_id] = row.condition
    groups = {reason: [] for reason, _ in USED}
    for pk, condition in sorted(named.items(), key=lambda item: item[1].name):
        reason = next(reason for reason, wanted in USED if wanted & statuses[pk])
        groups[reason].append(link(condition))
    return list(groups.items())


def papers(drug) -> list[dict]:
    """Journal papers behind this page: what rests on each, and on which condition each is quoted."""
    found, resting, quoted = {}, defaultdict(Counter), defaultdict(set)
    for name in RESTING:
        for row in getattr(drug, name):
            for source in row.sources:
                if source.source_kind in PAPERS:
                    found[source.key] = source
                    resting[source.key][name] += 1
    for row in drug.indications:
        for claim in row.claims:
            if claim.source.source_kind in PAPERS:
                found[claim.source.key] = claim.source
                quoted[claim.source.key].add(lower_first(row.condition.name))
    return [
        link(source, "; ".join(_reasons(resting[key], quoted[key])))
        for key, source in sorted(found.items(), key=lambda item: item[1].title)
    ]


def _reasons(resting, quoted):
    if resting:
        yield "for " + ", ".join(
            f"{number} {RESTING[name][number != 1]}" for name, number in resting.items()
        )
    if quoted:
        yield "quoted on " + ", ".join(sorted(quoted))
