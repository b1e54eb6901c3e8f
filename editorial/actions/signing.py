"""Signing, sending back, cancelling and countersigning a proposal."""

from collections import Counter

from django.conf import settings
from django.utils import timezone

from editorial import log
from editorial.models import Proposal, SignOff

from .state import Refused, State, allow, contributed, locked, move, require, verb
from .talking import say


@verb("sign")
def sign(proposal: Proposal, *, by, role: str, sha256: str = "", whole_page=False) -> SignOff:
    """Approve the exact frozen text in one role; with all signatures there the proposal is approved.

    `sha256` is the hash of the text that the person saw; `whole_page` says that a medical reviewer has
    read the whole page against its sources, which moves the date of the last review.
    """
    proposal = locked(proposal)
    require(proposal, State.SUBMITTED, State.APPROVED)
    if role not in SignOff.Role.values:
        raise Refused(f"There is no sign-off role “{role}”.")
    allow(by, f"sign {role}")
    if sha256 and sha256 != proposal.sha256:
        raise Refused("This is not the text that you were shown. Read it again, then sign.")
    if whole_page and role != SignOff.Role.MEDICAL:
        raise Refused("Only a medical sign-off can be a review of the whole page.")
    if contributed(proposal, by):
        raise Refused("You changed this text, so somebody else has to sign it.")
    if proposal.sign_offs.filter(user=by, sha256=proposal.sha256).exists():
        raise Refused(
            "You have signed this text already; the other signature must come from another person."
        )
    sign_off = SignOff.objects.create(
        proposal=proposal,
        role=role,
        sha256=proposal.sha256,
        user=by,
        name=log.name_of(by),
        whole_page=whole_page,
    )
    if proposal.state == State.SUBMITTED and not missing_roles(proposal):
        move(proposal, State.APPROVED)
    return sign_off


def missing_roles(proposal: Proposal) -> set[str]:
    """The roles in which signatures under the proposal's present hash are still too few."""
    signed = Counter(s.role for s in proposal.sign_offs.all() if s.sha256 == proposal.sha256)
    kinds = {entry.kind for entry in proposal.entries.all()}
    return {role for role in SignOff.Role.values if signed[role] < _needed(role, kinds)}


def _needed(role, kinds) -> int:
    """How many signatures in this role; settings may ask for more than one, never for none."""
    return max(1, *(settings.SIGN_OFFS_NEEDED.get(kind, {}).get(role, 1) for kind in kinds))


@verb("return")
def send_back(proposal: Proposal, *, by, comment: str) -> Proposal:
    """Return a proposal to its author, saying why; signatures given stay on record for that hash."""
    proposal = locked(proposal)
    allow(by, "return")
    require(proposal, State.SUBMITTED, State.APPROVED, State.SCHEDULED)
    if not comment.strip():
        raise Refused("Say what has to be changed: the author has nothing else to go by.")
    say(proposal, by=by, text=comment)
    return move(proposal, State.RETURNED)


@verb("cancel")
def cancel(proposal: Proposal, *, by) -> Proposal:
    proposal = locked(proposal)
    allow(by, "cancel")
    require(proposal, State.DRAFT, State.SUBMITTED, State.APPROVED, State.SCHEDULED, State.RETURNED)
    return move(proposal, State.CANCELLED)


@verb("countersign")
def countersign(proposal: Proposal, *, by) -> Proposal:
    """A second person confirms an emergency publication afterwards."""
    proposal = locked(proposal)
    allow(by, "countersign")
    require(proposal, State.PUBLISHED)
    if not proposal.emergency or proposal.countersigned_at:
        raise Refused("Only an emergency publication that nobody has countersigned yet needs this.")
    if contributed(proposal, by):
        raise Refused("You took part in this publication, so somebody else has to countersign it.")
    proposal.countersigned_by, proposal.countersigned_at = by, timezone.now()
    proposal.countersigned_by_name = log.name_of(by)
    proposal.save(update_fields=["countersigned_by", "countersigned_by_name", "countersigned_at"])
    return proposal
