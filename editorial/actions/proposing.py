"""Touching, proposing and proposing to withdraw: the frozen text and who wrote it."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from editorial import log
from editorial.document import NotPublishable, digest, freeze
from editorial.inspection import BLOCKING, inspect
from editorial.models import (
    Change,
    Contributor,
    Edition,
    Proposal,
    ProposalFinding,
    ProposedEntry,
    Touch,
)
from editorial.registry import kind_of

from .state import Refused, State, allow, check_address, live_number, locked, move, require, verb

PATH = re.compile(r"(/([\w.-]+/)*(#[\w-]+)?)?")
"""A page of this site, or nothing."""


@transaction.atomic
def touch(entry, *, by) -> Touch:
    """Note that somebody changed the working copy: they may not sign its next edition."""
    type(entry)._base_manager.filter(pk=entry.pk).update(version=F("version") + 1)
    entry.refresh_from_db(fields=["version"])
    number = live_number(entry.kind, entry.pk)
    return Touch.objects.create(
        kind=entry.kind, entry_id=entry.pk, user=by, name=log.name_of(by), after_edition=number
    )


@verb("propose")
def propose(
    entries: Iterable,
    *,
    by,
    note: str,
    change=Change.MINOR,
    emergency=False,
    reason="",
    follows: Proposal | None = None,
    overrides: dict[str, str] | None = None,
) -> Proposal:
    """Freeze these working entries and submit them for signatures.

    `follows` is the returned proposal that this one answers; that one is then closed. `overrides` gives
    the reason why what a blocking content check found is proposed all the same, by the check's name.
    Raises Refused when there is nothing to propose, an address is taken, or an entry is not publishable.
    """
    allow(by, "publish an emergency" if emergency else "propose")
    if not entries:
        raise Refused("Choose at least one entry to propose.")
    if not note.strip():
        raise Refused("Say what changed and why.")
    if emergency and not (reason.strip() and all(entry.kind == "warning" for entry in entries)):
        raise Refused("An emergency publication is a safety warning with a typed reason.")
    proposal = Proposal.objects.create(
        note=note,
        change=change,
        emergency=emergency,
        reason=reason,
        follows=_answered(follows),
        proposed_by=by,
        proposed_by_name=log.name_of(by),
    )
    for entry in entries:
        frozen = _freeze_into(proposal, _saved(entry))
        _note_findings(frozen, overrides or {})
    return _submit(proposal, by)


def _answered(returned):
    if returned is None:
        return None
    returned = locked(returned)
    require(returned, State.RETURNED)
    return move(returned, State.CANCELLED)


@verb("propose to withdraw")
def propose_withdrawal(
    live_entries: Iterable, *, by, note: str, reason: str, replaced_by=""
) -> Proposal:
    """Propose that live entries leave the public site; the reason is shown to readers."""
    allow(by, "propose to withdraw")
    if not PATH.fullmatch(replaced_by):
        raise Refused(
            "The page that replaces it is named by its path, such as “/drugs/baricitinib/”."
        )
    if not live_entries:
        raise Refused("Choose at least one published entry to withdraw.")
    if not reason.strip():
        raise Refused("Say why it is withdrawn: readers see the reason.")
    if not note.strip():
        raise Refused("Say what changed and why.")
    proposal = Proposal.objects.create(
        note=note,
        change=Change.MAJOR,
        reason=reason,
        replaced_by=replaced_by,
        proposed_by=by,
        proposed_by_name=log.name_of(by),
    )
    for live in live_entries:
        ProposedEntry.objects.create(
            proposal=proposal,
            kind=live.kind,
            entry_id=live.pk,
            slug=live.slug,
            title=live.title,
            base_number=live.edition,
            version=0,
            document=None,
            sha256=digest(None),
        )
    return _submit(proposal, by)


def _saved(entry):
    """The entry as it is saved, locked: who touches it meanwhile does so before this or after it."""
    return type(entry)._base_manager.select_for_update(of=("self",)).get(pk=entry.pk)


def _freeze_into(proposal, entry):
    document = _frozen(entry)
    check_address(kind_of(entry), entry)
    return ProposedEntry.objects.create(
        proposal=proposal,
        kind=entry.kind,
        entry_id=entry.pk,
        slug=entry.slug,
        title=entry.title,
        base_number=live_number(entry.kind, entry.pk),
        version=entry.version,
        schema=document["schema"],
        document=document,
        sha256=digest(document),
    )


def _note_findings(frozen, overrides):
    """Keep with the proposal what the content checks find, and why what blocks was overridden."""
    found = inspect(frozen.document)
    reasons = {f: overrides.get(f.check, "").strip() if f.level == BLOCKING else "" for f in found}
    blocked = [f.message for f, reason in reasons.items() if f.level == BLOCKING and not reason]
    if blocked:
        raise Refused(
            f"{frozen.title}: {' '.join(blocked)} Change it, or say why it is proposed all the same."
        )
    ProposalFinding.objects.bulk_create(
        ProposalFinding(
            proposal=frozen.proposal,
            kind=frozen.kind,
            entry_id=frozen.entry_id,
            check_name=found.check,
            level=found.level,
            where=found.where[:300],
            message=found.message,
            reason=reason,
        )
        for found, reason in reasons.items()
    )


def _frozen(entry):
    try:
        return freeze(entry)
    except NotPublishable as reason:
        raise Refused(str(reason)) from reason


def _touches(entry):
    """Changes that are not in the live text, which was frozen when it was proposed."""
    editions = Edition.objects.filter(kind=entry.kind, entry_id=entry.entry_id).defer("document")
    texts = editions.exclude(change=Change.WITHDRAWN).select_related("proposal")
    since = Q(after_edition__gte=entry.base_number)
    if last := texts.order_by("-number").first():
        since |= Q(at__gt=last.proposal.proposed_at if last.proposal else last.published_at)
    return Touch.objects.filter(since, kind=entry.kind, entry_id=entry.entry_id)


def _submit(proposal, by):
    entries = list(proposal.entries.order_by("kind", "entry_id"))
    people = {(by.pk, log.name_of(by))}
    for entry in entries:
        people |= set(_touches(entry).values_list("user_id", "name"))
    names = dict(sorted(people))
    Contributor.objects.bulk_create(
        Contributor(proposal=proposal, user_id=pk, name=name) for pk, name in names.items()
    )
    proposal.sha256 = digest({"entries": [[e.kind, e.entry_id, e.sha256] for e in entries]})
    return move(proposal, State.SUBMITTED, "sha256")
