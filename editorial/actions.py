"""The verbs of publishing. Each is one transaction and names who does it; nothing else writes the log."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from . import log
from .document import NotPublishable, digest, freeze, why_withheld
from .models import Change, Contributor, Edition, Origin, Proposal, ProposedEntry, SignOff, Touch
from .registry import kind_of, kinds
from .restoring import write_back

State = Proposal.State


class Refused(Exception):
    """A verb that may not be done now; the message tells an editor why and what to do."""


@transaction.atomic
def touch(entry, *, by) -> Touch:
    """Note that somebody changed the working copy: they may not sign its next edition."""
    type(entry)._base_manager.filter(pk=entry.pk).update(version=entry.version + 1)
    entry.version += 1
    number = _live_number(entry.kind, entry.pk)
    return Touch.objects.create(
        kind=entry.kind, entry_id=entry.pk, user=by, name=log._name(by), after_edition=number
    )


@transaction.atomic
def propose(
    entries: Iterable, *, by, note: str, change=Change.MINOR, emergency=False, reason=""
) -> Proposal:
    """Freeze these working entries and submit them for signatures.

    Raises Refused when there is nothing to propose, an address is taken, or an entry is not publishable.
    """
    entries = list(entries)
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
        proposed_by=by,
        proposed_by_name=log._name(by),
    )
    for entry in entries:
        _freeze_into(proposal, entry)
    return _submit(proposal, by)


@transaction.atomic
def propose_withdrawal(
    live_entries: Iterable, *, by, note: str, reason: str, replaced_by=""
) -> Proposal:
    """Propose that live entries leave the public site; the reason is shown to readers."""
    live_entries = list(live_entries)
    if not live_entries:
        raise Refused("Choose at least one published entry to withdraw.")
    if not reason.strip():
        raise Refused("Say why it is withdrawn: readers see the reason.")
    proposal = Proposal.objects.create(
        note=note,
        change=Change.MAJOR,
        reason=reason,
        replaced_by=replaced_by,
        proposed_by=by,
        proposed_by_name=log._name(by),
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


@transaction.atomic
def sign(proposal: Proposal, *, by, role: str) -> SignOff:
    """Approve the exact frozen text in one role; with both roles signed the proposal is approved."""
    proposal = _locked(proposal)
    _require(proposal, State.SUBMITTED, State.APPROVED)
    if role not in SignOff.Role.values:
        raise Refused(f"There is no sign-off role “{role}”.")
    if _contributed(proposal, by):
        raise Refused("You changed this text, so somebody else has to sign it.")
    if proposal.sign_offs.filter(user=by, sha256=proposal.sha256).exists():
        raise Refused(
            "You have signed this text already; the other signature must come from another person."
        )
    sign_off = SignOff.objects.create(
        proposal=proposal, role=role, sha256=proposal.sha256, user=by, name=log._name(by)
    )
    if proposal.state == State.SUBMITTED and not missing_roles(proposal):
        _move(proposal, State.APPROVED)
    return sign_off


def missing_roles(proposal: Proposal) -> set[str]:
    """The roles that have not signed the proposal's present hash."""
    signed = proposal.sign_offs.filter(sha256=proposal.sha256).values_list("role", flat=True)
    return set(SignOff.Role.values) - set(signed)


@transaction.atomic
def send_back(proposal: Proposal, *, by) -> Proposal:
    """Return a proposal to its author; the signatures given stay on record for that hash."""
    proposal = _locked(proposal)
    _require(proposal, State.SUBMITTED, State.APPROVED)
    return _move(proposal, State.RETURNED)


@transaction.atomic
def cancel(proposal: Proposal, *, by) -> Proposal:
    proposal = _locked(proposal)
    _require(
        proposal, State.DRAFT, State.SUBMITTED, State.APPROVED, State.SCHEDULED, State.RETURNED
    )
    return _move(proposal, State.CANCELLED)


@transaction.atomic
def schedule(proposal: Proposal, *, at, by) -> Proposal:
    """Publish an approved proposal at a time to come; `publish_due` does it."""
    proposal = _locked(proposal)
    _require(proposal, State.APPROVED)
    if at <= timezone.now():
        raise Refused("Choose a time in the future, or publish now.")
    proposal.publish_at = at
    return _move(proposal, State.SCHEDULED, "publish_at")


@transaction.atomic
def publish(proposal: Proposal, *, by=None) -> list[Edition]:
    """Append the proposal's editions to the log and show them to readers, all or none."""
    proposal = _locked(proposal)
    if proposal.emergency and proposal.state == State.SUBMITTED:
        _move(proposal, State.APPROVED)
    _require(proposal, State.APPROVED, State.SCHEDULED)
    if not proposal.emergency and missing_roles(proposal):
        raise Refused(f"Still to sign: {', '.join(sorted(missing_roles(proposal)))}.")
    editions = [_publish_entry(proposal, entry, by) for entry in proposal.entries.order_by("pk")]
    _move(proposal, State.PUBLISHED)
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
        publish(proposal)
    return proposals


@transaction.atomic
def _return_once(pk) -> list[Proposal]:
    return [_move(proposal, State.RETURNED) for proposal in _still_scheduled(pk)]


def _still_scheduled(pk) -> list[Proposal]:
    """The proposal under lock, or nothing when another process has it or has done it."""
    rows = Proposal.objects.select_for_update(skip_locked=True, of=("self",))
    return list(rows.filter(pk=pk, state=State.SCHEDULED))


@transaction.atomic
def countersign(proposal: Proposal, *, by) -> Proposal:
    """A second person confirms an emergency publication afterwards."""
    proposal = _locked(proposal)
    _require(proposal, State.PUBLISHED)
    if not proposal.emergency or proposal.countersigned_at:
        raise Refused("Only an emergency publication that nobody has countersigned yet needs this.")
    if _contributed(proposal, by):
        raise Refused("You took part in this publication, so somebody else has to countersign it.")
    proposal.countersigned_by, proposal.countersigned_at = by, timezone.now()
    proposal.save(update_fields=["countersigned_by", "countersigned_at"])
    return proposal


@transaction.atomic
def restore(edition: Edition, *, by):
    """Write an older edition back into the working copy; what is only recalled there stays."""
    if edition.document is None:
        raise Refused("That edition withdrew the entry; restore the one before it.")
    entry = write_back(kinds()[edition.kind], edition.document)
    touch(entry, by=by)
    return entry


def publish_import(
    entries: Iterable, *, note: str, progress: Callable = lambda entry, edition: None
) -> list[Edition]:
    """Publish entries of the fact base as origin `import`: checked against sources, signed by nobody yet.

    Skips entries that may not go out (recalled) and those whose live text is the same already.
    The database refuses an import over an edition that people have published.
    """
    editions = []
    for entry in entries:
        if why_withheld(entry):
            continue
        edition = _import_entry(entry, note)
        if edition:
            editions.append(edition)
        progress(entry, edition)
    return editions


def _import_entry(entry, note):
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


def _freeze_into(proposal, entry):
    document = _frozen(entry)
    _check_address(kind_of(entry), entry)
    ProposedEntry.objects.create(
        proposal=proposal,
        kind=entry.kind,
        entry_id=entry.pk,
        slug=entry.slug,
        title=entry.title,
        base_number=_live_number(entry.kind, entry.pk),
        version=entry.version,
        schema=document["schema"],
        document=document,
        sha256=digest(document),
    )


def _frozen(entry):
    try:
        return freeze(entry)
    except NotPublishable as reason:
        raise Refused(str(reason)) from reason


def _check_address(kind, entry, slug=None):
    slug = slug or entry.slug
    other = kind.live.objects.filter(slug=slug).exclude(pk=entry.pk).first()
    if other:
        raise Refused(
            f"The address “{slug}” is still used by the published “{other.title}”; publish its change first."
        )


def _submit(proposal, by):
    entries = list(proposal.entries.order_by("kind", "entry_id"))
    people = {(by.pk, log._name(by))}
    for entry in entries:
        touches = Touch.objects.filter(
            kind=entry.kind, entry_id=entry.entry_id, after_edition__gte=entry.base_number
        )
        people |= set(touches.values_list("user_id", "name"))
    names = dict(sorted(people))
    Contributor.objects.bulk_create(
        Contributor(proposal=proposal, user_id=pk, name=name) for pk, name in names.items()
    )
    proposal.sha256 = digest({"entries": [[e.kind, e.entry_id, e.sha256] for e in entries]})
    return _move(proposal, State.SUBMITTED, "sha256")


def _publish_entry(proposal, proposed, by):
    kind = kinds()[proposed.kind]
    if digest(proposed.document) != proposed.sha256:
        raise Refused(f"The frozen text of {proposed.title} is not the one that was signed.")
    if _live_number(proposed.kind, proposed.entry_id) != proposed.base_number:
        raise Refused(
            f"{proposed.title} was published by another proposal meanwhile; propose it again."
        )
    try:
        return _append(kind, proposal, proposed, by)
    except NotPublishable as reason:
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
    _check_address(kind, entry)
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


def _live_number(kind_name, entry_id) -> int:
    last = log.last_edition(kind_name, entry_id)
    return last.number if last else 0


def _contributed(proposal, user: AbstractBaseUser) -> bool:
    return proposal.contributors.filter(user_id=user.pk).exists()


def _locked(proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _require(proposal, *states):
    if proposal.state not in states:
        wanted = " or ".join(State(s).label.lower() for s in states)
        raise Refused(
            f"This proposal is {proposal.get_state_display().lower()}; it would have to be {wanted}."
        )


def _move(proposal, state, *fields):
    proposal.state = state
    proposal.save(update_fields=["state", *fields])
    return proposal
