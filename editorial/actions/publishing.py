"""Publishing: now, at a time to come, from the fact base; and restoring what was live once."""

from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from editorial import log
from editorial.document import NotPublishable, digest, freeze, why_withheld
from editorial.models import Change, Edition, Origin, Proposal, ProposedEntry, Touch
from editorial.registry import kind_of, kinds
from editorial.restoring import write_back

from .proposing import touch
from .signing import missing_roles
from .state import (
    Refused,
    State,
    allow,
    check_address,
    live_number,
    locked,
    move,
    require,
    verb,
)


@verb("schedule")
def schedule(proposal: Proposal, *, at, by) -> Proposal:
    """Publish an approved proposal at a time to come; `publish_due` does it."""
    proposal = locked(proposal)
    allow(by, "schedule")
    require(proposal, State.APPROVED)
    if at <= timezone.now():
        raise Refused("Choose a time in the future, or publish now.")
    proposal.publish_at = at
    return move(proposal, State.SCHEDULED, "publish_at")


@verb("publish")
def publish(proposal: Proposal, *, by) -> list[Edition]:
    """Append the proposal's editions to the log and show them to readers, all or none."""
    proposal = locked(proposal)
    allow(by, "publish an emergency" if proposal.emergency else "publish")
    return _publish(proposal, by)


@verb("publish on schedule")
def _publish_scheduled(proposal: Proposal, *, by=None) -> list[Edition]:
    """The clock publishes; a publisher has set the time."""
    proposal = locked(proposal)
    require(proposal, State.SCHEDULED)
    return _publish(proposal, by)


def _publish(proposal, by) -> list[Edition]:
    log.lock()
    prefetch_related_objects([proposal], "entries", "sign_offs")
    if proposal.emergency and proposal.state == State.SUBMITTED:
        move(proposal, State.APPROVED)
    require(proposal, State.APPROVED, State.SCHEDULED)
    if not proposal.emergency and missing_roles(proposal):
        raise Refused(f"Still to sign: {', '.join(sorted(missing_roles(proposal)))}.")
    editions = [_publish_entry(proposal, entry, by) for entry in in_order(proposal)]
    move(proposal, State.PUBLISHED)
    return editions


def publish_due(*, now=None) -> tuple[list[Proposal], list[tuple[Proposal, str]]]:
    """Publish every scheduled proposal whose time has come, each exactly once however often this runs.

    Returns what was published, and what was refused with the reason; a refused proposal goes back to
    its author and holds up no other.
    """
    now = now or timezone.now()
    published, refused = [], []
    due = Proposal.objects.filter(state=State.SCHEDULED, publish_at__lte=now).order_by(
        "publish_at", "pk"
    )
    for pk in list(due.values_list("pk", flat=True)):
        try:
            published += _publish_once(pk)
        except Refused as reason:
            refused += [(proposal, str(reason)) for proposal in _return_once(pk)]
    return published, refused


@transaction.atomic
def _publish_once(pk) -> list[Proposal]:
    proposals = _still_scheduled(pk)
    for proposal in proposals:
        _publish_scheduled(proposal, by=None)
    return proposals


@transaction.atomic
def _return_once(pk) -> list[Proposal]:
    return [move(proposal, State.RETURNED) for proposal in _still_scheduled(pk)]


def _still_scheduled(pk) -> list[Proposal]:
    """The proposal under lock, or nothing when another process has it or has done it."""
    rows = Proposal.objects.select_for_update(skip_locked=True, of=("self",))
    return list(rows.filter(pk=pk, state=State.SCHEDULED))


@verb("restore")
def restore(edition: Edition, *, by):
    """Write an older edition back into the working copy; what is only recalled there stays."""
    allow(by, "restore")
    if edition.document is None:
        raise Refused("That edition withdrew the entry; restore the one before it.")
    try:
        entry = write_back(kinds()[edition.kind], edition.document)
    except (NotPublishable, IntegrityError) as reason:
        raise Refused(f"{edition} cannot be restored: {reason}.") from reason
    touch(entry, by=by)
    return entry


def in_order(proposal: Proposal) -> list[ProposedEntry]:
    """What others point at is published before them, and withdrawn after them."""

    def place(proposed):
        at, withdrawn = list(kinds()).index(proposed.kind), proposed.document is None
        return withdrawn, -at if withdrawn else at, proposed.pk

    return sorted(proposal.entries.all(), key=place)


def _publish_entry(proposal, proposed, by):
    kind = kinds()[proposed.kind]
    if digest(proposed.document) != proposed.sha256:
        raise Refused(f"The frozen text of {proposed.title} is not the one that was signed.")
    if live_number(proposed.kind, proposed.entry_id) != proposed.base_number:
        raise Refused(
            f"{proposed.title} was published by another proposal meanwhile; propose it again."
        )
    try:
        return _append(kind, proposal, proposed, by)
    except (NotPublishable, IntegrityError) as reason:
        raise Refused(f"{proposed.title} cannot be published: {reason}.") from reason


def _append(kind, proposal, proposed, by):
    if proposed.document is None:
        live = kind.live.objects.get(pk=proposed.entry_id)
        return log.append_withdrawal(
            kind,
            live,
            note=proposal.note,
            reason=proposal.reason,
            replaced_by=proposal.replaced_by,
            proposal=proposal,
            by=by,
        )
    entry = kind.model(pk=proposed.entry_id, slug=proposed.slug)
    check_address(kind, entry)
    return log.append(
        kind,
        proposed.document,
        change=proposal.change,
        note=proposal.note,
        origin=Origin.EMERGENCY if proposal.emergency else Origin.REVIEW,
        title=proposed.title,
        proposal=proposal,
        by=by,
    )


def publish_import(
    entries: Iterable, *, note: str, progress: Callable = lambda entry, edition: None
) -> list[Edition]:
    """Publish entries of the fact base as origin `import`: checked against sources, signed by nobody yet.

    Skips entries that may not go out (recalled), those that people have changed or published, and
    those whose live text is the same already.
    """
    editions = []
    for entry in entries:
        if why_withheld(entry) or _is_peoples(entry):
            continue
        edition = _import_entry(entry, note)
        if edition:
            editions.append(edition)
        progress(entry, edition)
    return editions


def _is_peoples(entry) -> bool:
    mine = {"kind": entry.kind, "entry_id": entry.pk}
    published = Edition.objects.filter(**mine).exclude(origin=Origin.IMPORT)
    return published.exists() or Touch.objects.filter(**mine).exists()


@transaction.atomic
def _import_entry(entry, note):
    log.lock()
    document = freeze(entry)
    last = log.last_edition(entry.kind, entry.pk)
    if last and last.sha256 == digest(document):
        return None
    return log.append(
        kind_of(entry),
        document,
        change=Change.MAJOR,
        note=note,
        origin=Origin.IMPORT,
        title=entry.title,
    )
