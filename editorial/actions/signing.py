"""Signing, sending back, cancelling and countersigning a proposal."""

from django.db import transaction
from django.utils import timezone

from editorial import log
from editorial.models import Proposal, SignOff

from .state import Refused, State, contributed, locked, move, require


@transaction.atomic
def sign(proposal: Proposal, *, by, role: str) -> SignOff:
    """Approve the exact frozen text in one role; with both roles signed the proposal is approved."""
    proposal = locked(proposal)
    require(proposal, State.SUBMITTED, State.APPROVED)
    if role not in SignOff.Role.values:
        raise Refused(f"There is no sign-off role “{role}”.")
    if contributed(proposal, by):
        raise Refused("You changed this text, so somebody else has to sign it.")
    if proposal.sign_offs.filter(user=by, sha256=proposal.sha256).exists():
        raise Refused(
            "You have signed this text already; the other signature must come from another person."
        )
    sign_off = SignOff.objects.create(
        proposal=proposal, role=role, sha256=proposal.sha256, user=by, name=log.name_of(by)
    )
    if proposal.state == State.SUBMITTED and not missing_roles(proposal):
        move(proposal, State.APPROVED)
    return sign_off


def missing_roles(proposal: Proposal) -> set[str]:
    """The roles that have not signed the proposal's present hash."""
    signed = proposal.sign_offs.filter(sha256=proposal.sha256).values_list("role", flat=True)
    return set(SignOff.Role.values) - set(signed)


@transaction.atomic
def send_back(proposal: Proposal, *, by) -> Proposal:
    """Return a proposal to its author; the signatures given stay on record for that hash."""
    proposal = locked(proposal)
    require(proposal, State.SUBMITTED, State.APPROVED)
    return move(proposal, State.RETURNED)


@transaction.atomic
def cancel(proposal: Proposal, *, by) -> Proposal:
    proposal = locked(proposal)
    require(proposal, State.DRAFT, State.SUBMITTED, State.APPROVED, State.SCHEDULED, State.RETURNED)
    return move(proposal, State.CANCELLED)


@transaction.atomic
def countersign(proposal: Proposal, *, by) -> Proposal:
    """A second person confirms an emergency publication afterwards."""
    proposal = locked(proposal)
    require(proposal, State.PUBLISHED)
    if not proposal.emergency or proposal.countersigned_at:
        raise Refused("Only an emergency publication that nobody has countersigned yet needs this.")
    if contributed(proposal, by):
        raise Refused("You took part in this publication, so somebody else has to countersign it.")
    proposal.countersigned_by, proposal.countersigned_at = by, timezone.now()
    proposal.save(update_fields=["countersigned_by", "countersigned_at"])
    return proposal
