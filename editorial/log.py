"""Appending to the log: a number from the locked head, an edition, and the live rows, as one act."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import projector, purging
from .document import digest
from .models import Change, Edition, Head, LiveChange, LiveTombstone, Origin
from .registry import Kind


def lock() -> Head:
    """Nobody else publishes until this transaction ends, so what is read after it stays true."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    return head


def next_seq() -> int:
    """Lock the head and take the next number."""
    head = lock()
    head.seq += 1
    head.save(update_fields=["seq"])
    return head.seq


def last_edition(kind_name: str, entry_id: int) -> Edition | None:
    """The newest edition of an entry, without its document."""
    editions = Edition.objects.filter(kind=kind_name, entry_id=entry_id).defer("document")
    return editions.order_by("-number").first()


@transaction.atomic
def append(
    kind: Kind, document: dict, *, change, note, origin, title, proposal=None, by=None
) -> Edition:
    """Publish a document: one edition, its live rows, its line in the change feed, its search rows."""
    entry_id, slug = document["id"], document["rows"][kind.rows[0].label][0]["slug"]
    seq, now = next_seq(), timezone.now()
    before = _live_now(kind, entry_id)
    ended = purging.touched(kind.name, entry_id)
    last = last_edition(kind.name, entry_id)
    edition = Edition.objects.create(
        seq=seq,
        kind=kind.name,
        entry_id=entry_id,
        number=last.number + 1 if last else 1,
        slug=slug,
        title=title,
        schema=document["schema"],
        document=document,
        sha256=digest(document),
        change=_change(change, before, last, slug),
        note=note,
        origin=origin,
        proposal=proposal,
        published_at=now,
        published_by=by,
        published_by_name=name_of(by),
    )
    show(kind, edition, before)
    _announce(edition, kind.live(slug=slug).get_absolute_url())
    purging.end(edition, ended, before)
    return edition


def show(kind: Kind, edition: Edition, before=None):
    """Make readers see this edition; `before` is the entry's live row until now, if it was fetched."""
    before = before or _live_now(kind, edition.entry_id)
    projector.readdress(kind, edition.entry_id, edition.slug)
    projector.project(kind, edition.document, _columns(edition, before))
    if before is None:
        projector.relink(kind, edition.entry_id)
    elif before.title != edition.title:
        projector.retitle(kind, edition.entry_id)


def hide(kind: Kind, edition: Edition):
    """Take an entry away from readers; its address tells why."""
    projector.unlink(kind, edition.entry_id)
    projector.erase(kind, edition.entry_id)
    LiveTombstone.objects.create(**tombstone_columns(edition))


def _live_now(kind, entry_id):
    return kind.live.objects.filter(pk=entry_id).defer("document").first()


@transaction.atomic
def append_withdrawal(kind: Kind, live, *, note, reason, replaced_by, proposal, by) -> Edition:
    """Withdraw a live entry: a tombstone edition, and its live rows are gone."""
    seq, now = next_seq(), timezone.now()
    url, ended = live.get_absolute_url(), purging.touched(kind.name, live.pk)
    edition = Edition.objects.create(
        seq=seq,
        kind=kind.name,
        entry_id=live.pk,
        number=live.edition + 1,
        slug=live.slug,
        title=live.title,
        document=None,
        sha256=digest(None),
        change=Change.WITHDRAWN,
        note=note,
        reason=reason,
        replaced_by=replaced_by,
        origin=Origin.REVIEW,
        proposal=proposal,
        published_at=now,
        published_by=by,
        published_by_name=name_of(by),
    )
    hide(kind, edition)
    _announce(edition, url)
    purging.end(edition, ended, live)
    return edition


def tombstone_columns(edition: Edition) -> dict:
    return {
        "kind": edition.kind,
        "entry_id": edition.entry_id,
        "slug": edition.slug,
        "title": edition.title,
        "withdrawn_at": edition.published_at,
        "reason": edition.reason,
        "replaced_by": edition.replaced_by,
        "last_edition": edition.number,
        "seq": edition.seq,
    }


def change_columns(edition: Edition, url: str) -> dict:
    """The public line of an edition."""
    return {
        "seq": edition.seq,
        "kind": edition.kind,
        "entry_id": edition.entry_id,
        "slug": edition.slug,
        "title": edition.title,
        "url": url,
        "edition": edition.number,
        "change": edition.change,
        "note": edition.reason if edition.change == Change.WITHDRAWN else public_note(edition),
        "published_at": edition.published_at,
    }


def public_note(edition: Edition) -> str:
    """The note of what was proposed as a minor change stays with the editors, a new address too."""
    asked = edition.proposal.change if edition.proposal else edition.change
    return "" if asked == Change.MINOR else edition.note


def _announce(edition, url):
    LiveChange.objects.create(**change_columns(edition, url))


def _change(asked, before, last, slug):
    if last is None:
        return Change.CREATED
    if before and before.slug != slug:
        return Change.RENAMED
    return asked


def _columns(edition, before) -> dict:
    return {
        "edition": edition.number,
        "seq": edition.seq,
        "published_at": edition.published_at,
        "first_published_at": before.first_published_at if before else edition.published_at,
        "change_note": public_note(edition),
        "origin": edition.origin,
        "last_reviewed": before.last_reviewed if before else None,
        "next_review": before.next_review if before else None,
        **reviewed(edition),
    }


def reviewed(edition: Edition) -> dict:
    """The dates that a review of the whole page sets; empty when the edition is a mere change."""
    if edition.proposal is None:
        return {}
    signed = edition.proposal.sign_offs.filter(whole_page=True, sha256=edition.proposal.sha256)
    at = signed.order_by("at").values_list("at", flat=True).last()
    if at is None:
        return {}
    return review_dates(edition.kind, at)


def review_dates(kind_name: str, at) -> dict:
    """What a review of the whole page at this time says of the entry; None is never."""
    if at is None:
        return {"last_reviewed": None, "next_review": None}
    months = settings.REVIEW_MONTHS.get(kind_name, settings.REVIEW_MONTHS_ELSE)
    return {"last_reviewed": at.date(), "next_review": _months_later(at.date(), months)}


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
