"""Which entries there are and which rows each one owns, read from the models themselves.

An entry model is a concrete `WorkingEntry` with a `kind`; the rows it owns are those that hold an
`OwnerKey` to it (or to a row it owns). Nothing has to be registered by hand.
"""

from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models

from .models.entry import LiveEntry, WorkingEntry
from .twins import OwnerKey


@dataclass(frozen=True)
class RowSpec:
    """One table of an entry: its working and live model, and the key to its owner (None for the entry)."""

    model: type[models.Model]
    live: type[models.Model]
    owner: models.ForeignKey | None
    columns: tuple[models.Field, ...]
    keys: tuple[models.ForeignKey, ...]
    sets: tuple[models.ManyToManyField, ...]

    @property
    def label(self):
        return self.model._meta.label_lower


@dataclass(frozen=True)
class Kind:
    """One kind of entry with the tables of its aggregate, owners before the rows they own."""

    name: str
    model: type[models.Model]
    live: type[models.Model]
    rows: tuple[RowSpec, ...]

    @property
    def children(self):
        return self.rows[1:]


@cache
def kinds() -> dict[str, Kind]:
    """Kinds by name; what is referred to comes before what refers to it."""
    found = {
        model.kind: _kind(model) for model in apps.get_models() if issubclass(model, WorkingEntry)
    }
    below = {name: _referred(kind) - {name} for name, kind in sorted(found.items())}
    return {name: found[name] for name in TopologicalSorter(below).static_order()}


def kind_of(entry) -> Kind:
    return kinds()[entry.kind]


@cache
def live_of(model):
    return apps.get_model(model._meta.app_label, f"Live{model.__name__}")


@cache
def kind_name_of(model) -> str | None:
    """The kind a working or live entry model belongs to; None for rows that are no entry."""
    return model.kind if issubclass(model, WorkingEntry | LiveEntry) else None


def _referred(kind: Kind) -> set[str]:
    """Names of the kinds that the rows of this kind point at."""
    fields = (
        field for spec in kind.rows for field in (*spec.keys, *spec.sets) if field is not spec.owner
    )
    return {kind_name_of(field.remote_field.model) for field in fields}


def _kind(model):
    return Kind(model.kind, model, live_of(model), tuple(_aggregate(model)))


def _aggregate(model, owner=None):
    yield _spec(model, owner)
    for relation in model._meta.related_objects:
        if isinstance(relation.field, OwnerKey):
            yield from _aggregate(relation.related_model, relation.field)


def _spec(model, owner):
    live = live_of(model)
    shared = {field.name for field in live._meta.concrete_fields}
    plain, keys = [], []
    for field in model._meta.concrete_fields:
        if field.name not in shared or field.primary_key:
            continue
        (keys if isinstance(field, models.ForeignKey) else plain).append(field)
    return RowSpec(model, live, owner, tuple(plain), tuple(keys), tuple(model._meta.many_to_many))
