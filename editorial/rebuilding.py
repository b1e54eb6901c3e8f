"""Making everything that readers see again from the log, in short batches, while people publish and read.

Each batch is a transaction that holds the lock of the log for about `BUDGET` seconds and notes how far it
has come, so a rebuild that was stopped goes on where it was. Readers never see a page missing: an entry is
made again within one transaction. `LiveRebuild.step` moves with each batch, so no kept answer outlives it.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from search import index
from search.models import SearchEntry

from . import projector, purging
from .log import change_columns, lock, public_note, reviewed, tombstone_columns
from .models import Change, Edition, HiddenRow, LiveChange, LiveRebuild, LiveRedirect, LiveReference
from .models import LiveTombstone as Tombstone
from .registry import kinds

BUDGET = 0.05
"""Seconds after which a batch takes no further piece; with a last one of 0.1 it stays below 0.2."""

REST = 0.02
"""Seconds between batches, in which whoever waits to publish gets the lock."""

LINES = 100
"""Lines of the change feed that are one piece."""


@dataclass
class Rebuilt:
    entries: int = 0
    batches: int = 0
    longest: float = 0.0
    """Seconds for which the lock was held, at most."""


def rebuild(progress=lambda done, total: None, *, budget=BUDGET, most_batches=None) -> Rebuilt:
    """Make all derived rows again, going on after a rebuild that was not finished.

    `most_batches` stops early, as a crash would.
    """
    pieces, done = list(_pieces()), Rebuilt()
    start = _place_after(pieces)
    while start is not None and done.batches != most_batches:
        if done.batches:
            time.sleep(REST)
        start = _batch(pieces, start, budget, done)
        progress(len(pieces) if start is None else start, len(pieces))
    done.entries = sum(kind.live.objects.count() for kind in kinds().values())
    return done


@transaction.atomic
def _noted(place: str, seq: int) -> None:
    row, _ = LiveRebuild.objects.get_or_create(pk=1)
    row.step, row.place = row.step + 1, place
    row.save()
    purging.end_all(seq)


def _batch(pieces, start, budget, done) -> int | None:
    """Do pieces from `start` on until the budget is spent; returns the next one, None at the end."""
    with transaction.atomic():
        head = lock()
        began = time.perf_counter()
        for place in range(start, len(pieces)):
            _, make, arguments = pieces[place]
            make(*arguments)
            if time.perf_counter() - began >= budget:
                break
        following = place + 1 if place + 1 < len(pieces) else None
        _noted("" if following is None else pieces[place][0], head.seq)
    done.batches += 1
    done.longest = max(done.longest, time.perf_counter() - began)
    return following


def _place_after(pieces) -> int:
    """Where to begin: after the piece that the last rebuild did last, unless it came to its end."""
    last = LiveRebuild.objects.filter(pk=1).values_list("place", flat=True).first()
    names = [name for name, _, _ in pieces]
    return names.index(last) + 1 if last in names[:-1] else 0


def _pieces() -> Iterator[tuple]:
    """What there is to do, in order, as (name, function, arguments)."""
    yield from _strays()
    for kind in kinds().values():
        editions = Edition.objects.order_by("entry_id").filter(kind=kind.name)
        for entry_id in editions.values_list("entry_id", flat=True).distinct():
            yield f"{kind.name} {entry_id}", _entry, (kind, entry_id)
    last = Edition.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    for first in range(1, last + 1, LINES):
        yield f"line {first}", _lines, (first, first + LINES - 1)
    yield "lines beyond", _lines, (last + 1, 2**62)


def _strays() -> Iterator[tuple]:
    """What is live or derived and should not be; each is asked about again before it goes."""
    texts = Edition.objects.order_by("seq").values_list("kind", "entry_id", "document__isnull")
    withdrawn = {(name, pk): empty for name, pk, empty in texts.iterator()}
    shown = {key for key, empty in withdrawn.items() if not empty}
    live = {(name, pk) for name, kind in kinds().items() for pk in _ids(kind.live)}
    found = live.union(*(_keys(m) for m in (SearchEntry, HiddenRow, LiveReference, LiveRedirect)))
    for name, pk in sorted(found - shown):
        yield f"stray {name} {pk}", _remove, (name, pk)
    for name, pk in sorted(_keys(Tombstone) - withdrawn.keys()):
        yield f"stray {name} {pk}", _remove, (name, pk)


def _remove(name, pk):
    """Everything derived of an entry that the log does not show."""
    editions = Edition.objects.filter(kind=name, entry_id=pk).order_by("-seq")
    if editions.values_list("document__isnull", flat=True).first() is False:
        return
    if name in kinds():
        kind = kinds()[name]
        projector.unlink(kind, pk)
        _wipe(kind, pk, {})
        projector.erase(kind, pk)
    index.remove(kind=name, entry_id=pk)
    for model in (HiddenRow, LiveReference, LiveRedirect):
        model.objects.filter(kind=name, entry_id=pk).delete()
    if not editions.exists():
        Tombstone.objects.filter(kind=name, entry_id=pk).delete()


def _ids(model) -> list:
    return model.objects.order_by().values_list("pk", flat=True)


def _keys(model) -> set:
    return set(model.objects.order_by().values_list("kind", "entry_id"))


def _entry(kind, entry_id):
    """One entry, as its editions say; it may have been published again since the pieces were listed."""
    editions = Edition.objects.filter(kind=kind.name, entry_id=entry_id)
    # The texts are large, and only the last one is shown.
    editions = list(editions.order_by("seq").select_related("proposal").defer("document"))
    last = editions[-1]
    LiveRedirect.objects.filter(kind=kind.name, entry_id=entry_id).delete()
    Tombstone.objects.filter(kind=kind.name, entry_id=entry_id).delete()
    if last.document is None:
        Tombstone.objects.create(**tombstone_columns(last))
        return
    _wipe(kind, entry_id, last.document["rows"])
    projector.readdress(kind, entry_id, last.slug)
    projector.project(kind, last.document, edition_columns(editions), afresh=True)
    projector.relink(kind, entry_id)


def _wipe(kind, entry_id, rows):
    """Take away every row below the entry, wherever it hangs now, and what is noted about them."""
    for spec in reversed(kind.rows):
        found = spec.live.objects.filter(**{owner_path(kind, spec): entry_id})
        ids = set(found.order_by().values_list("pk", flat=True))
        if spec.owner is not None:
            ids |= {row["id"] for row in rows.get(spec.label, ())}
        projector._delete_sets(spec, ids)
        if spec.owner is not None:
            projector._raw_delete(spec.live.objects.filter(pk__in=ids))
    for model in (HiddenRow, LiveReference):
        model.objects.filter(kind=kind.name, entry_id=entry_id).delete()


def _lines(first, last):
    """The lines of the change feed from `first` to `last`; the newest never goes, even for a moment."""
    window = {"seq__gte": first, "seq__lte": last}
    editions = Edition.objects.filter(**window).select_related("proposal").defer("document")
    wanted = {e.seq: _line(e) for e in editions}
    present = {line.seq: line for line in LiveChange.objects.filter(**window)}
    going = [seq for seq, line in present.items() if not _same(wanted.get(seq), line)]
    LiveChange.objects.filter(seq__in=going).delete()
    coming = [line for seq, line in wanted.items() if seq in going or seq not in present]
    LiveChange.objects.bulk_create(coming)


def _line(edition) -> LiveChange:
    address = kinds()[edition.kind].live(slug=edition.slug).get_absolute_url()
    return LiveChange(**change_columns(edition, address))


def _same(wanted, line) -> bool:
    names = [field.attname for field in LiveChange._meta.concrete_fields]
    return wanted is not None and all(getattr(wanted, n) == getattr(line, n) for n in names)


def owner_path(kind, spec) -> str:
    """The lookup that leads from a row up to its entry."""
    if spec.owner is None:
        return "pk"
    by_model = {other.model: other for other in kind.rows}
    steps, owner = [spec.owner.name], by_model[spec.owner.remote_field.model]
    while owner.owner is not None:
        steps.append(owner.owner.name)
        owner = by_model[owner.owner.remote_field.model]
    return "__".join(steps)


def edition_columns(editions) -> dict:
    """What the last of all editions of an entry says of it beside its text."""
    last, shown = editions[-1], _since_withdrawal(editions)
    return {
        "edition": last.number,
        "seq": last.seq,
        "published_at": last.published_at,
        "first_published_at": shown[0].published_at,
        "change_note": public_note(last),
        "origin": last.origin,
        **_last_review(shown),
    }


def _since_withdrawal(editions) -> list:
    ended = [place for place, e in enumerate(editions) if e.change == Change.WITHDRAWN]
    return editions[ended[-1] + 1 if ended else 0 :]


def _last_review(editions) -> dict:
    """Review dates come from the sign-offs, of editions since the entry was last published anew."""
    dates = next(filter(None, map(reviewed, reversed(editions))), None)
    return dates or {"last_reviewed": None, "next_review": None}
