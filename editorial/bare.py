"""Published entries as bare rows: plain objects without a model behind them.

A document holds the rows of its entry; here they become objects whose columns, keys and sets are
attributes. A set of rows is a list, a date is its text, an entry knows its `title` and `address`.
Pages and API read this way, in a third of the time that the model instances of `reading.assemble`
take; a test compares the two, hidden rows and order included.
"""

from collections import defaultdict
from collections.abc import Callable, Container
from functools import cache
from inspect import getattr_static
from operator import attrgetter

import orjson
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from . import past
from .language import gettext
from .prepared import ask, padded
from .registry import kind_of, kinds
from .shapes import shapes
from .shared import NEWEST, Shared, generation_of
from .upcast import upcast
from .visible import visible

EDITION = (
    "edition",
    "seq",
    "published_at",
    "first_published_at",
    "change_note",
    "origin",
    "last_reviewed",
    "next_review",
)
"""What a live entry has besides the columns of its document."""

SHOWN_OF_MANY = ("origin", "last_reviewed")
"""What a page made of many entries says of their editions."""


class Bare:
    """A row whose columns, keys and sets are attributes; `live` is the model instance of an entry."""

    def __init__(self, values: dict):
        self.__dict__ = values


def bare(entries: list) -> list[Bare]:
    """Live entries, fetched with their documents, as bare rows; one query for each kind named."""
    return together(entries)[0]


def together(
    entries: list, make: Callable | None = None, *given, only: Container[str] | None = None
) -> tuple[list[Bare], dict[str, list[Bare]]]:
    """Live entries as bare rows, and by kind those of the managers `make(*given)`, in their order.

    What they name is fetched for all of them at once; the managers together are one query. `only`
    says which kinds to fetch: names of others stay ids. Those of the managers are shared with other
    requests (`shared.py`): nobody may change them.
    """
    read = [(kind_of(live), _edition(live), upcast(live.document)) for live in entries]
    if make is None:
        return linked_up(read, only), {}
    if past.moment():
        made = linked_up(read + past.documents(make(*given)), only)
        made, others = made[: len(read)], made[len(read) :]
    else:
        made, others = _with_shared(read, ask(_united, (make,), given), only)
    by_kind = defaultdict(list)
    for entry in others:
        by_kind[entry.kind].append(entry)
    for name, rows in by_kind.items():
        rows.sort(key=shapes(name)[0].order)
    return made, by_kind


def linked_up(read: list[tuple], only: Container[str] | None = None) -> list[Bare]:
    """Kind, what is said of the edition, and document of each entry: the entries with what they name."""
    return _linked(read, only)[0]


def _linked(read, only, shared=None) -> tuple[list[Bare], list[dict], "Found"]:
    """The entries, the ids that each names, and what was found of those."""
    names = [named(kind, document, only) for kind, _, document in read]
    found = fetched(names, shared)
    return [_entry(*each, found) for each in zip(read, names, strict=True)], names, found


def _with_shared(read, rows, only) -> tuple[list[Bare], list[Bare]]:
    """The entries that were read, and those of the rows, of which only unknown ones are decoded."""
    shared = Shared(generation_of(rows))
    linked = None if only is None else frozenset(only)
    keys = [(row["named"], row["id"], linked) for row in rows]
    unknown = {
        key: _decoded(row) for key, row in zip(keys, rows, strict=True) if key not in shared.entries
    }
    made, names, found = _linked([*read, *unknown.values()], only, shared)
    own = len(read)
    fresh = dict(zip(unknown, made[own:], strict=True))
    shared.add(fresh | _there(names[own:], found))
    return made[:own], [fresh[key] if key in fresh else shared.entries[key] for key in keys]


def _decoded(row) -> tuple:
    edition = {name: row[name] for name in SHOWN_OF_MANY}
    return kinds()[row["named"]], edition, upcast(orjson.loads(row["written"]))


def _there(names, found) -> dict:
    """What entries name, as far as it was found, by kind and id."""
    return {
        (name, pk): found[name][pk]
        for each in names
        for name, ids in each.items()
        for pk in ids & found[name].keys()
    }


def _edition(live) -> dict:
    return {"live": live, **{name: getattr(live, name) for name in EDITION}}


def _united(make, *given):
    """Any number of managers as one query."""
    first, *others = [
        rows.order_by()
        .annotate(
            named=Value(rows.model.kind, output_field=CharField()),
            written=Cast("document", TextField()),
        )
        .values("named", "id", "written", *SHOWN_OF_MANY, **NEWEST)
        for rows in make(*given)
    ]
    return first.union(*others, all=True)


def named(kind, document, only) -> dict[str, set[int]]:
    """Ids of the entries that a document points at, by kind."""
    found = defaultdict(set)
    for shape in shapes(kind.name):
        if shape.keys or shape.sets:
            for row in document["rows"].get(shape.label, ()):
                for _, column, name in shape.keys:
                    if row[column] is not None:
                        found[name].add(row[column])
                for column, name, _ in shape.sets:
                    found[name].update(row[column])
    return found if only is None else {name: ids for name, ids in found.items() if name in only}


class Found(dict):
    """What was fetched, by kind and id; `lists` keeps sets in their order, as many rows have the same."""

    def __init__(self, by_kind):
        super().__init__(by_kind)
        self.lists = {}

    def chosen(self, kind: str, ids: list[int], order) -> list[Bare]:
        key = (kind, *ids)
        if key not in self.lists:
            self.lists[key] = sorted((self[kind][pk] for pk in ids), key=order)
        return self.lists[key]


def fetched(named, shared: Shared | None = None) -> Found:
    """What the documents point at and is live, by kind and id."""
    wanted = defaultdict(set)
    for names in named:
        for name, ids in names.items():
            wanted[name] |= ids
    if past.moment():
        then = past.roots(wanted)
        return Found(
            (name, {pk: titled(name, Bare(dict(row))) for pk, row in rows.items()})
            for name, rows in then.items()
        )
    return Found((name, _live(name, ids, shared)) for name, ids in wanted.items())


def _live(kind_name, ids, shared) -> dict[int, Bare]:
    known = shared.entries if shared else {}
    there = {pk: known[kind_name, pk] for pk in ids if (kind_name, pk) in known}
    asked = ids - there.keys()
    rows = _rows(kind_name, asked, newest=shared is not None)
    if shared and asked:
        shared.saw(generation_of(rows))
    return there | {row["id"]: titled(kind_name, Bare(row)) for row in rows}


def _rows(kind_name, ids, *, newest=False):
    return ask(_by_id, (kind_name, newest), padded(ids)) if ids else ()


def _by_id(kind_name, newest, *ids):
    rows = kinds()[kind_name].live.objects.filter(pk__in=ids).order_by()
    return rows.values(*_named_columns(kind_name), **(NEWEST if newest else {}))


@cache
def _named_columns(kind_name: str) -> tuple[str, ...]:
    shown = kinds()[kind_name].live.named_with
    return ("id", *shown) if shown else columns_of(kind_name)


@cache
def columns_of(kind_name: str) -> tuple[str, ...]:
    """The columns that an entry's own text consists of, without those of its edition."""
    root = kinds()[kind_name].rows[0]
    return ("id", *(field.attname for field in (*root.columns, *root.keys)))


def titled(kind_name, entry: Bare) -> Bare:
    """What the model makes of the columns."""
    title, address = _titles(kind_name)
    values = entry.__dict__
    values["kind"] = kind_name
    values["title"] = title(entry)
    values["address"] = address(entry)
    return entry


def label(entry, column: str) -> str:
    """The word for what an entry has in a column of choices; a floor need not know the model for it."""
    return gettext(_labels(entry.kind, column)[getattr(entry, column)])


@cache
def _labels(kind_name: str, column: str) -> dict[str, str]:
    return dict(kinds()[kind_name].live._meta.get_field(column).flatchoices)


@cache
def _titles(kind_name: str) -> tuple[Callable, Callable]:
    live = kinds()[kind_name].live
    title = getattr_static(live, "title")
    own = title.fget if isinstance(title, property) else attrgetter("title")
    return own, live.get_absolute_url


def _entry(given, named, found) -> Bare:
    kind, edition, document = given
    rows = document["rows"]
    if not all(ids <= found[name].keys() for name, ids in named.items()):
        rows = visible(kind, document, lambda name, pk: name not in named or pk in found[name]).rows
    root, *below = shapes(kind.name)
    [row] = rows[root.label]
    entry = titled(kind.name, Bare({**row, **edition}))
    _link(root, entry, row, found)
    owners = {kind.model: {entry.id: entry}}
    for shape in below:
        made = [_row(shape, row, found) for row in rows.get(shape.label, ())]
        owners[shape.model] = {row.id: row for row in made}
        _hand_out(shape, owners[shape.owner[0]], made)
    return entry


def _row(shape, row, found) -> Bare:
    made = Bare(dict(row))
    _link(shape, made, row, found)
    return made


def _link(shape, made, row, found):
    """Replace the ids of other entries by those entries."""
    values = made.__dict__
    for name, column, kind in shape.keys:
        values[name] = found[kind].get(row[column]) if kind in found else None
    for name, kind, order in shape.sets:
        if kind in found:
            ids = row[name]
            many = len(ids) > 1
            values[name] = found.chosen(kind, ids, order) if many else [found[kind][i] for i in ids]


def _hand_out(shape, owners, rows):
    """Give every owner the list of its rows, in the order of the model."""
    _, column, name = shape.owner
    for owner in owners.values():
        owner.__dict__[name] = []
    for row in sorted(rows, key=shape.order):
        owners[row.__dict__[column]].__dict__[name].append(row)
