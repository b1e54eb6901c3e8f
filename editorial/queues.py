"""The queues of the newsroom: what waits for somebody, each a list that can be opened and exported.

A floor above adds its own with `add(Queue(...))`. Counting a queue is one query or two, however long it is.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from .aggregate import path_to_entry
from .models import Contributor, HiddenRow, Proposal, SignOff
from .registry import kinds
from .roles import may
from .standing import waits

State = Proposal.State
OPEN = (State.SUBMITTED, State.APPROVED, State.SCHEDULED)
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Item:
    """One line of a queue."""

    title: str
    url: str
    what: str
    when: date | datetime | None = None
    who: str = ""


@dataclass(frozen=True)
class Queue:
    """`rows(user)` gives what waits, unevaluated; `shown(rows)` turns one page of it into items."""

    name: str
    title: str
    explained: str
    rows: Callable
    shown: Callable
    alarm: bool = False
    permission: str = "editorial.view_proposal"
    """Who may see it."""


QUEUES: dict[str, Queue] = {}


def add(queue: Queue) -> None:
    QUEUES[queue.name] = queue


def start() -> None:
    """The queues that every newsroom has, in the order of the dashboard."""
    for queue in (
        Queue(
            "emergency",
            "Emergency warnings not countersigned",
            "Live already. Somebody who took no part in it has to confirm it.",
            not_countersigned,
            of_proposals,
            alarm=True,
        ),
        Queue(
            "waiting",
            "Waiting for me",
            "To sign, or I was asked to look at it.",
            waiting_for,
            of_proposals,
        ),
        Queue("mine", "Mine, on their way", "I changed the text of these.", mine, of_proposals),
        Queue(
            "returned",
            "Returned to me",
            "Change the working copy, then propose it again.",
            returned,
            of_proposals,
        ),
        Queue(
            "ready",
            "Signed, to be published",
            "Both signatures are there: publish now or choose a time.",
            ready,
            of_proposals,
        ),
        Queue("calendar", "Going live", "In the order of their times.", going_live, of_proposals),
        Queue(
            "overdue",
            "Reviews overdue",
            "Readers are told that the review is overdue.",
            overdue,
            of_entries,
        ),
        Queue("due", "Reviews due in 60 days", "By the review clock.", due, of_entries),
        Queue(
            "never-reviewed",
            "Never reviewed",
            "Published from the fact base. Readers are told that no clinician has reviewed it.",
            never_reviewed,
            of_entries,
        ),
        Queue(
            "to-check",
            "Facts that wait for a check",
            "Known from memory only, so never published.",
            waiting_for_a_check,
            of_entries,
        ),
        Queue(
            "hidden",
            "References to what is not published",
            "Published rows that readers do not see yet.",
            hidden_references,
            of_hidden,
        ),
    ):
        add(queue)


# Proposals ----------------------------------------------------------------------------------


def of_proposals(found: QuerySet) -> list[Item]:
    rows = found.prefetch_related("entries") if isinstance(found, QuerySet) else found
    return [
        Item(
            title=", ".join(entry.title for entry in proposal.entries.all()),
            url=reverse("admin:editorial_proposal_change", args=[proposal.pk]),
            what=f"{proposal.get_state_display()}: {proposal.note[:120]}",
            when=proposal.publish_at or proposal.proposed_at,
            who=proposal.proposed_by_name,
        )
        for proposal in rows
    ]


def _touched_by(user):
    return Exists(Contributor.objects.filter(proposal=OuterRef("pk"), user=user))


def mine(user):
    return Proposal.objects.filter(_touched_by(user), state__in=OPEN)


def waiting_for(user):
    """Proposals this person could sign, and those they were asked to look at."""
    signed = SignOff.objects.filter(proposal=OuterRef("pk"), sha256=OuterRef("sha256"))
    could = Q(pk__in=[])
    for role in SignOff.Role.values:
        if may(user, f"sign {role}"):
            could |= Q(~Exists(signed.filter(role=role)), state=State.SUBMITTED)
    could &= ~Q(_touched_by(user)) & ~Q(Exists(signed.filter(user=user)))
    asked = Q(assignments__user=user, state__in=OPEN) & ~Q(Exists(signed.filter(user=user)))
    return Proposal.objects.filter(could | asked).distinct()


def returned(user):
    return Proposal.objects.filter(_touched_by(user), state=State.RETURNED)


def ready(user):
    return Proposal.objects.filter(state=State.APPROVED)


def going_live(user):
    return Proposal.objects.filter(state=State.SCHEDULED).order_by("publish_at", "pk")


def not_countersigned(user):
    return Proposal.objects.filter(
        state=State.PUBLISHED, emergency=True, countersigned_at__isnull=True
    )


# Entries of any kind ------------------------------------------------------------------------


def _united(parts) -> QuerySet:
    first, *others = parts
    return first.union(*others, all=True) if others else first


def of_entries(rows) -> list[Item]:
    """Items for rows (kind, id, date or None, words); titles in one query a kind."""
    rows = list(rows)
    wanted = defaultdict(set)
    for name, pk, *_ in rows:
        wanted[name].add(pk)
    titles = {
        (name, entry.pk): str(entry)
        for name, ids in wanted.items()
        for entry in kinds()[name].model.objects.filter(pk__in=ids).order_by()
    }
    return [
        Item(titles.get((name, pk), f"{name} {pk}"), change_url(name, pk), words, when)
        for name, pk, when, words in rows
    ]


def change_url(kind_name: str, pk: int) -> str:
    meta = kinds()[kind_name].model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


def _reviews(condition: Q, words: str) -> QuerySet:
    parts = [
        kind.live.objects.order_by()
        .filter(condition)
        .values_list(Value(name), "pk", "next_review", Value(words))
        for name, kind in kinds().items()
    ]
    return _united(parts).order_by("next_review", "pk")


def overdue(user):
    return _reviews(Q(next_review__lt=timezone.localdate()), "The next review was due on this day.")


def due(user):
    today = timezone.localdate()
    return _reviews(
        Q(next_review__gte=today, next_review__lte=today + SOON), "The next review is due."
    )


def never_reviewed(user):
    return _reviews(
        Q(last_reviewed__isnull=True), "Checked against its sources, reviewed by nobody."
    )


def waiting_for_a_check(user):
    """Entries with rows, or columns of rows, that are known from memory only."""
    nothing = Cast(Value(None), DateField())
    parts = [
        spec.model._base_manager.order_by()
        .filter(waits(spec.model))
        .annotate(
            of_kind=Value(name),
            of_entry=F(path_to_entry(spec.model)),
            on_day=nothing,
            words=Value(f"{spec.model._meta.verbose_name} from memory only"),
        )
        .values_list("of_kind", "of_entry", "on_day", "words")
        for name, kind in kinds().items()
        for spec in kind.rows
        if waits(spec.model) is not None
    ]
    return parts[0].union(*parts[1:]).order_by("of_kind", "of_entry", "words")


def hidden_references(user):
    found = HiddenRow.objects.order_by("kind", "entry_id").values_list(
        "kind", "entry_id", "waits_for_kind", "waits_for_id"
    )
    return found.distinct()


def of_hidden(rows) -> list[Item]:
    rows = list(rows)
    targets = of_entries([(kind, pk, None, "") for *_, kind, pk in rows])
    owners = of_entries([(kind, pk, None, "") for kind, pk, *_ in rows])
    return [
        Item(owner.title, owner.url, f"waits for {target.title}, which is not published")
        for owner, target in zip(owners, targets, strict=True)
    ]


start()
