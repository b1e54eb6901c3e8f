"""How the rows of a document become objects: their keys, sets, owners and order, table by table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from .registry import kinds


@dataclass(frozen=True)
class Shape:
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
def shapes(kind_name: str) -> tuple[Shape, ...]:
    return tuple(_shape(spec) for spec in kinds()[kind_name].rows)


def _shape(spec) -> Shape:
    foreign = [key for key in spec.keys if key is not spec.owner]
    sets = spec.live._meta.many_to_many
    return Shape(
        label=spec.label,
        model=spec.model,
        keys=tuple((key.name, key.attname, key.remote_field.model.kind) for key in foreign),
        sets=tuple(
            (s.name, s.remote_field.model.kind, order_of(s.remote_field.model)) for s in sets
        ),
        owner=_owner(spec.owner) if spec.owner else (),
        order=order_of(spec.live),
    )


def _owner(key) -> tuple:
    return key.remote_field.model, key.attname, key.remote_field.related_name


@cache
def order_of(model) -> Callable:
    """The sort key of a model's rows: empty values last, and the id in the end."""
    columns = [name for name in model._meta.ordering if name != "id"]
    if any(model._meta.get_field(name).null for name in columns):
        return lambda row: ([_empty_last(getattr(row, name)) for name in columns], row.id)
    return attrgetter(*columns, "id")


def _empty_last(value):
    return (value is None, value)
