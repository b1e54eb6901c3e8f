"""What else to read about a drug, each group with the reason why it is named."""

from collections import Counter, defaultdict

from editorial.language import N_, P_, ngettext
from editorial.language import gettext as _
from evidence.presenters import PAPERS

from ..models import Status
from .status import lower_first

USED = (
    (N_("Approved somewhere for"), {Status.APPROVED}),
    (N_("Used off-label for"), {Status.OFF_LABEL}),
    (N_("Under study for"), {Status.INVESTIGATIONAL}),
    (N_("Not approved for"), {Status.NOT_APPROVED, Status.WITHDRAWN}),
)
"""A condition stands in the first group that fits any of its regions."""
RESTING = {
    "statements": P_("%(count)s statement", "%(count)s statements"),
    "targets": P_("%(count)s enzyme", "%(count)s enzymes"),
    "indications": P_("%(count)s approval status", "%(count)s approval statuses"),
    "regimens": P_("%(count)s dose", "%(count)s doses"),
    "dose_adjustments": P_("%(count)s dose rule", "%(count)s dose rules"),
    "adverse_effects": P_("%(count)s side effect", "%(count)s side effects"),
    "benefits": P_("%(count)s claimed benefit", "%(count)s claimed benefits"),
    "monitoring": P_("%(count)s check", "%(count)s checks"),
    "approvals": P_("%(count)s dated event", "%(count)s dated events"),
}
"""Sets of a drug, and what a reader calls one of their rows and many."""


def related(drug, guides) -> list[dict]:
    """Groups of links: {"reason", "links": [{"url", "title", "note"}]}; empty ones are left out."""
    groups = [
        *conditions(drug),
        (_("Compared in"), [link(guide) for guide in guides if guide.compares]),
        (_("Written about in"), [link(guide) for guide in guides if not guide.compares]),
        (_("Rests on these papers"), papers(drug)),
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
    groups = {reason: [] for reason, wanted in USED}
    for pk, condition in sorted(named.items(), key=lambda item: item[1].name):
        reason = next(reason for reason, wanted in USED if wanted & statuses[pk])
        groups[reason].append(link(condition))
    return [(_(reason), links) for reason, links in groups.items()]


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
        counts = [ngettext(*RESTING[name], n) % {"count": n} for name, n in resting.items()]
        yield _("for %(statements)s") % {"statements": ", ".join(counts)}
    if quoted:
        yield _("quoted on %(conditions)s") % {"conditions": ", ".join(sorted(quoted))}
