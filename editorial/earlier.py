"""All entries of a kind as they stood at the moment at which readers look back (docs/adr/0011).

Lists, filters and the matrix choose among all entries, and they sort them. Of every edition they need a few rows
only, those that its model names in `chosen_by`. Editions never change, so these rows are read once a process:
another day, or another filter, reads what was published since.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern
from threading import RLock

from django.db.models import Max, Q

from . import past
from .bare import Bare, columns_of, linked_up, named, titled
from .models import Change, LiveEdition
from .registry import kinds
from .shapes import order_of
from .upcast import upcast
from .visible import references, targets, visible

MOMENTS = 16
"""Moments, and lists of them, that are kept."""
EDITIONS = 20_000
"""Editions whose rows are kept; those asked for longest ago go first."""
FEW = 1_000
"""As many editions are asked for by their numbers, more by what they were at the moment."""


@dataclass(frozen=True)
class Kept:
    """What stays of an edition."""

    entry: Bare
    names: dict[str, tuple[int, ...]]
    """Every entry that its document names, by kind."""


_kept: OrderedDict[int, Kept] = OrderedDict()
_reading = RLock()
PATIENCE = 2
"""Seconds for which a request waits until another one has read."""


@contextmanager
def _alone():
    """One request reads at a time: whoever asks for a hundred days at once keeps one processor busy, and
    those that wait do not keep everybody else from being served."""
    if not _reading.acquire(timeout=PATIENCE):
        raise past.Busy
    try:
        yield
    finally:
        _reading.release()


def entries(live) -> tuple[Bare, ...]:
    """Those that were live, in the order of their model, with the rows that lists choose by.

    They name others by id. Everybody gets the same objects: nobody may change them.
    """
    with _alone():
        return _entries(live.kind, past.moment().seq)


def of_kinds(*live) -> list[tuple[Bare, ...]]:
    """The same of several kinds; what is not kept is read together."""
    with _alone():
        _read(past.moment().seq, [model.kind for model in live])
        return [entries(model) for model in live]


def found(live, slug: str) -> Bare | None:
    """The entry that had this address then."""
    return next((entry for entry in entries(live) if entry.slug == slug), None)


def whole(live, ids, only=None) -> list[Bare]:
    """These entries with all their rows, in this order, as `bare.together` gives those of today."""
    with _alone():
        standing = _standing(past.moment().seq)
    wanted = Q(seq__in=[standing[live.kind][pk] for pk in ids])
    read = {}
    for row in past.editions_at(past.moment().seq, wanted) if ids else ():
        kind = kinds()[row["kind"]]
        shown = _visible(kind, upcast(row["document"]), standing)
        read[row["entry_id"]] = (kind, past.edition_columns(row), shown)
    return linked_up([read[pk] for pk in ids], only)


def named_by(name: str, pk: int) -> set[tuple[str, int]]:
    """What one entry named then, as readers saw it: (kind, id)."""
    with _alone():
        standing = _standing(past.moment().seq)
    row = LiveEdition.objects.get(seq=standing[name][pk])
    return targets(kinds()[name], _visible(kinds()[name], upcast(row.document), standing))


def naming(target: tuple[str, int]) -> dict[tuple[str, int], dict[str, int]]:
    """By entry that named this (kind, id) then: how many rows of each table did."""
    with _alone():
        standing = _standing(past.moment().seq)
        known = _read(past.moment().seq, list(kinds()))
    numbers = [n for n, kept in known.items() if target[1] in kept.names.get(target[0], ())]
    rows = LiveEdition.objects.order_by().filter(seq__in=numbers)
    counted = {}
    for name, pk, document in rows.values_list("kind", "entry_id", "document"):
        shown = _visible(kinds()[name], upcast(document), standing)["rows"]
        counted[name, pk] = Counter(
            spec.label
            for spec in kinds()[name].rows
            for row in shown[spec.label]
            if any(other == target for _, other in references(spec, row))
        )
    return {entry: dict(counts) for entry, counts in counted.items() if counts}


def forget():
    """For tests, whose logs begin anew."""
    with _alone():
        _kept.clear()
        _standing.cache_clear()
        _entries.cache_clear()


@lru_cache(maxsize=MOMENTS)
def _standing(seq) -> dict[str, dict[int, int]]:
    """By kind and entry: the number in the log of the edition that stood at the moment."""
    rows = LiveEdition.objects.order_by().filter(seq__in=_newest(seq))
    rows = rows.exclude(change=Change.WITHDRAWN).values_list("kind", "entry_id", "seq")
    standing = {name: {} for name in kinds()}
    for name, pk, number in rows:
        standing[name][pk] = number
    return standing


def _newest(seq):
    editions = LiveEdition.objects.order_by().filter(seq__lte=seq)
    return editions.values("kind", "entry_id").annotate(at=Max("seq")).values("at")


@lru_cache(maxsize=MOMENTS)
def _entries(name, seq) -> tuple[Bare, ...]:
    kind, standing = kinds()[name], _standing(seq)
    made = [
        kept.entry if _all_there(kept, standing) else _without(kind, kept, standing)
        for kept in _read(seq, [name]).values()
    ]
    return tuple(sorted(made, key=order_of(kind.live)))


def _all_there(kept, standing) -> bool:
    return all(pk in standing[name] for name, ids in kept.names.items() for pk in ids)


def _without(kind, kept, standing) -> Bare:
    """The entry without what waited for others then."""
    shown = _visible(kind, {"rows": _rows_of(kind, kept.entry)}, standing)
    return _entry(kind, shown["rows"], kept.entry.origin)


def _visible(kind, document, standing) -> dict:
    shown = visible(kind, document, lambda name, pk: pk in standing[name])
    return document | {"rows": shown.rows}


def _read(seq, names) -> dict[int, Kept]:
    """What stood of these kinds, by its number in the log; what is not kept is read, in one query."""
    standing = _standing(seq)
    numbers = [number for name in names for number in standing[name].values()]
    known = {number: _kept[number] for number in numbers if number in _kept}
    missing = [number for number in numbers if number not in known]
    if missing:
        which = missing if len(missing) <= FEW else _newest(seq)
        rows = LiveEdition.objects.order_by().filter(seq__in=which, kind__in=names)
        rows = rows.exclude(change=Change.WITHDRAWN).values_list(
            "seq", "kind", "origin", "document"
        )
        # Row by row: all documents of a kind together may be larger than the memory.
        for number, *row in rows.iterator(chunk_size=100):
            known[number] = _cut(*row)
    for number in numbers:
        _kept[number] = known[number]
        _kept.move_to_end(number)
    while len(_kept) > EDITIONS:
        _kept.popitem(last=False)
    return {number: known[number] for number in numbers}


def _cut(name, origin, document) -> Kept:
    kind, document = kinds()[name], upcast(document)
    names = {other: tuple(ids) for other, ids in named(kind, document, None).items()}
    return Kept(_entry(kind, document["rows"], origin), names)


@dataclass(frozen=True)
class _Table:
    """Rows that are kept of a table, as objects without a dictionary: there are many of them."""

    label: str
    model: type
    owner: type
    key: str
    name: str
    """Of the list that the owner is given."""
    order: Callable
    columns: tuple[str, ...]
    row: type


@cache
def _tables(name) -> list[_Table]:
    """Those that `chosen_by` names, with what their rows hang together by and are ordered by."""
    kind, found = kinds()[name], []
    chosen = kind.live.chosen_by
    for spec in kind.rows[1:]:
        list_name = spec.owner.remote_field.related_name
        if list_name in chosen:
            links = (*(key.attname for key in spec.keys), *(many.name for many in spec.sets))
            order = spec.live._meta.ordering
            columns = tuple(dict.fromkeys(("id", *links, *order, *chosen[list_name])))
            lists = [s.owner.remote_field.related_name for s in kind.rows[1:] if _owns(spec, s)]
            slots = (*columns, *(each for each in lists if each in chosen))
            row = type("Row", (), {"__slots__": slots})
            owner = spec.owner.remote_field.model, spec.owner.attname, list_name
            found.append(_Table(spec.label, spec.model, *owner, order_of(spec.live), columns, row))
    return found


def _owns(spec, other) -> bool:
    return other.owner.remote_field.model is spec.model


def _entry(kind, rows, origin) -> Bare:
    """An entry with the rows that are kept; names of others stay ids."""
    [own] = rows[kind.rows[0].label]
    entry = titled(kind.name, Bare({**own, "origin": origin}))
    owners = {kind.model: {entry.id: entry}}
    for table in _tables(kind.name):
        made = [_row(table, row) for row in rows.get(table.label, ())]
        for owner in owners[table.owner].values():
            setattr(owner, table.name, [])
        for row in sorted(made, key=table.order):
            getattr(owners[table.owner][getattr(row, table.key)], table.name).append(row)
        owners[table.model] = {row.id: row for row in made}
    return entry


def _row(table, values):
    row = table.row()
    for column in table.columns:
        setattr(row, column, _small(values[column]))
    return row


def _small(value):
    """The same with less memory: equal words are one object."""
    if type(value) is str:
        return intern(value)
    return tuple(value) if type(value) is list else value


def _rows_of(kind, entry) -> dict[str, list[dict]]:
    """The rows that an entry was made of."""
    root = kind.rows[0]
    own = (*columns_of(kind.name), *(many.name for many in root.sets))
    found = {root.label: [{column: getattr(entry, column) for column in own}]}
    below = {kind.model: [entry]}
    for table in _tables(kind.name):
        rows = [row for owner in below[table.owner] for row in getattr(owner, table.name)]
        below[table.model] = rows
        found[table.label] = [{c: getattr(row, c) for c in table.columns} for row in rows]
    return found
