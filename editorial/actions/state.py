"""What all verbs share: the refusal, who may, the audit row, the lock on a proposal, its states."""

from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from editorial import audit, log
from editorial.models import Proposal
from editorial.roles import MAY, Role, may

State = Proposal.State


class Refused(Exception):
    """A verb that may not be done now; the message tells an editor why and what to do."""


def verb(name: str) -> Callable:
    """An act of the newsroom: one transaction with its audit row, and a row too when it is refused.

    The act takes its subject (a proposal, an entry, several entries, an edition) and `by`.
    """

    def decorate(act):
        @wraps(act)
        def audited(subject, *, by, **details):
            subject = list(subject) if isinstance(subject, QuerySet | list | tuple) else subject
            about = _about(subject)
            try:
                with transaction.atomic():
                    result = act(subject, by=by, **details)
                    made = result if isinstance(result, Proposal) else subject
                    audit.record(name, by=by, about=_about(made), detail=_detail(details))
                    return result
            except (Refused, DatabaseError) as reason:
                audit.record(name, by=by, about=about, outcome="refused", detail=str(reason))
                raise

        return audited

    return decorate


def allow(user, name: str):
    """Refuse a verb to somebody who has none of the roles it belongs to."""
    if not may(user, name):
        roles = " or ".join(Role(role).label.lower() for role in Role if role in MAY[name])
        raise Refused(f"To {name} is for the role {roles}.")


def _about(subject) -> str:
    if isinstance(subject, list):
        return "; ".join(_about(one) for one in subject)
    if isinstance(subject, Proposal):
        titles = subject.entries.order_by("pk").values_list("title", flat=True)
        return f"proposal {subject.pk}: {', '.join(titles)}"
    return f"{subject.kind} {subject}"


def _detail(details: dict) -> str:
    """What was said or set, one a line."""
    return "\n".join(f"{k}: {v}" for k, v in details.items() if v not in ("", None, False, {}))


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
