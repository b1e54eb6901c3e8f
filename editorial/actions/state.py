"""What all verbs share: the refusal, the lock on a proposal, the moves between its states."""

from editorial import log
from editorial.models import Proposal

State = Proposal.State


class Refused(Exception):
    """A verb that may not be done now; the message tells an editor why and what to do."""


def locked(proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def require(proposal, *states):
    if proposal.state not in states:
        wanted = " or ".join(State(s).label.lower() for s in states)
        raise Refused(
            f"This proposal is {proposal.get_state_display().lower()}; it would have to be {wanted}."
        )


def move(proposal, state, *fields):
    proposal.state = state
    proposal.save(update_fields=["state", *fields])
    return proposal


def contributed(proposal, user) -> bool:
    return proposal.contributors.filter(user_id=user.pk).exists()


def live_number(kind_name, entry_id) -> int:
    last = log.last_edition(kind_name, entry_id)
    return last.number if last else 0


def check_address(kind, entry, slug=None):
    slug = slug or entry.slug
    other = kind.live.objects.filter(slug=slug).exclude(pk=entry.pk).first()
    if other:
        raise Refused(
            f"The address “{slug}” is still used by the published “{other.title}”; publish its change first."
        )
