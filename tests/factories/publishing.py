"""Putting working entries before readers, and taking them away again."""

from editorial.actions import propose, propose_withdrawal, publish_import, sign
from editorial.actions import publish as publish_proposal
from editorial.document import freeze, why_withheld
from editorial.models import SignOff
from editorial.registry import kind_of, kinds
from editorial.upcast import upcast
from editorial.visible import targets

from .users import ColleagueFactory


def publish(*entries, note="For a test."):
    """Publish these working entries and everything they refer to; returns their live twins.

    One entry gives one live row, several give a tuple; None stands for an entry that may not go out.
    """
    publish_import(_with_targets(entries), note=note)
    live = tuple(kind_of(entry).live.objects.filter(pk=entry.pk).first() for entry in entries)
    return live[0] if len(live) == 1 else live


def publish_again(entry, *, note="Once more."):
    """Publish a working entry the way people do, also when it was withdrawn: an import leaves such an entry alone."""
    proposal = propose([entry], by=ColleagueFactory(), note=note, change="major")
    for role in SignOff.Role.values:
        sign(proposal, by=ColleagueFactory(), role=role)
    return publish_proposal(proposal, by=ColleagueFactory())


def withdraw(live, *, reason="No longer sold.", replaced_by=""):
    """Withdraw a live entry the way people do: proposed by one, signed by two others."""
    proposal = propose_withdrawal(
        [live], by=ColleagueFactory(), note=reason, reason=reason, replaced_by=replaced_by
    )
    for role in SignOff.Role.values:
        sign(proposal, by=ColleagueFactory(), role=role)
    return publish_proposal(proposal, by=ColleagueFactory())


def _with_targets(entries) -> list:
    """The entries and all they point at, what is pointed at first."""
    ordered, seen = [], set()

    def visit(entry):
        if (entry.kind, entry.pk) in seen:
            return
        seen.add((entry.kind, entry.pk))
        for target in _targets(entry):
            visit(target)
        ordered.append(entry)

    for entry in entries:
        visit(entry)
    return ordered


def _targets(entry):
    if why_withheld(entry):
        return
    for name, pk in sorted(targets(kind_of(entry), upcast(freeze(entry)))):
        yield kinds()[name].model.objects.get(pk=pk)
