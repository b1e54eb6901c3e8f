"""Published entries as bare rows, for answers that consist of values only.

`bare([live, ...])` reads the same documents as `reading.assemble` and shows the same rows in the
same order, but as plain objects without a model behind them: a set of rows is a list, a date is
its text. The API reads a drug this way in a third of the time; a test compares the two.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from .registry import kind_of, kinds
from .upcast import upcast
from .visible import targets, visible


class Bare:
    """A row whose columns, keys and sets are attributes; `live` is the model instance of an entry."""

    def __init__(self, values: dict):
        self.__dict__ = values


def bare(entries: list) -> list[Bare]:
    """Live entries, fetched with their documents, as bare rows; one query for each kind named."""
    lifted = [(kind_of(entry), entry, upcast(entry.document)) for entry in entries]
    named = [targets(kind, document) for kind, _, document in lifted]
    found = _fetched(named)
    return [_entry(*parts, names, found) for parts, names in zip(lifted, named, strict=True)]


def _fetched(named) -> dict:
    """What the documents point at and is live, by (kind, id)."""
    wanted = defaultdict(set)
    for name, pk in set().union(*named):
        wanted[name].add(pk)
    found = {}
    for name, ids in wanted.items():
        rows = kinds()[name].live.objects.filter(pk__in=ids).order_by().values(*_content(name))
        found |= {(name, row["id"]): Bare(row) for row in rows}
    return found


@cache
def _content(kind_name: str) -> tuple[str, ...]:
    """The columns that an entry's own text consists of, without those of its edition."""
    root = kinds()[kind_name].rows[0]
    return ("id", *(field.attname for field in (*root.columns, *root.keys)))


@cache
def _columns(live) -> tuple[str, ...]:
    return tuple(f.attname for f in live._meta.concrete_fields if f.name != "document")


@dataclass(frozen=True)
class _Plan:
    """What to do with the rows of one table; worked out once, as every request needs it."""

    label: str
    model: type
    keys: tuple
    """Name, column and kind of each key to another entry."""
    sets: tuple
    """Name, kind and sort key of each set of other entries."""
    owner: tuple
    """Model of the owner, column that names it, name of the list it is handed to."""
    order: Callable


@cache
def _plans(kind_name: str) -> tuple[_Plan, ...]:
    return tuple(_plan(spec) for spec in kinds()[kind_name].rows)


def _plan(spec) -> _Plan:
    foreign = [key for key in spec.keys if key is not spec.owner]
    sets = spec.live._meta.many_to_many
    return _Plan(
        label=spec.label,
        model=spec.model,
        keys=tuple((key.name, key.attname, key.remote_field.model.kind) for key in foreign),
        sets=tuple((s.name, s.remote_field.model.kind, _order(s.remote_field.model)) for s in sets),
        owner=_owner(spec.owner) if spec.owner else (),
        order=_order(spec.live),
    )


def _owner(key) -> tuple:
    return key.remote_field.model, key.attname, key.remote_field.related_name


def _order(model) -> Callable:
    """The sort key of a model's rows: empty values last, and the id in the end."""
    columns = [name for name in model._meta.ordering if name != "id"]
    if any(model._meta.get_field(name).null for name in columns):
        return lambda row: ([_empty_last(getattr(row, name)) for name in columns], row.id)
    return attrgetter(*columns, "id")


def _empty_last(value):
    return (value is None, value)


def _entry(kind, live, document, named, found) -> Bare:
    entry = Bare({name: getattr(live, name) for name in _columns(kind.live)})
    entry.title, entry.live = live.title, live
    found = found | {(kind.name, live.pk): entry}
    rows = document["rows"]
    if not named <= found.keys():
        rows = visible(kind, document, lambda name, pk: (name, pk) in found).rows
    root, *below = _plans(kind.name)
    _link(root, entry, rows[root.label][0], found)
    owners = {kind.model: {live.pk: entry}}
    for plan in below:
        made = [_row(plan, row, found) for row in rows.get(plan.label, ())]
        owners[plan.model] = {row.id: row for row in made}
        _hand_out(plan, owners[plan.owner[0]], made)
    return entry


def _row(plan, row, found) -> Bare:
    made = Bare(dict(row))
    _link(plan, made, row, found)
    return made


def _link(plan, made, row, found):
    """Replace the ids of other entries by those entries."""
    values = made.__dict__
    for name, column, kind in plan.keys:
        pk = row[column]
        values[name] = None if pk is None else found[kind, pk]
    for name, kind, order in plan.sets:
        chosen = [found[kind, pk] for pk in row[name]]
        values[name] = sorted(chosen, key=order) if len(chosen) > 1 else chosen


def _hand_out(plan, owners, rows):
    """Give every owner the list of its rows, in the order of the model."""
    _, column, name = plan.owner
    for owner in owners.values():
        owner.__dict__[name] = []
    for row in sorted(rows, key=plan.order):
        owners[row.__dict__[column]].__dict__[name].append(row)
