"""The conversation about a proposal, and who is asked to look at it."""

from editorial import log
from editorial.models import Assignment, Comment, Proposal

from .state import Refused, allow, verb


@verb("comment")
def comment(proposal: Proposal, *, by, text: str) -> Comment:
    """Say something about a proposal; it stays with it for good."""
    allow(by, "comment")
    return say(proposal, by=by, text=text)


def say(proposal: Proposal, *, by, text: str) -> Comment:
    if not text.strip():
        raise Refused("Write something first.")
    return Comment.objects.create(
        proposal=proposal, user=by, name=log.name_of(by), text=text.strip()
    )


@verb("assign")
def assign(proposal: Proposal, *, by, people) -> Proposal:
    """Ask these people, and nobody else, to look at a proposal."""
    allow(by, "assign")
    wanted = {person.pk for person in people}
    proposal.assignments.exclude(user__in=wanted).delete()
    for pk in wanted:
        Assignment.objects.get_or_create(proposal=proposal, user_id=pk)
    return proposal
