"""An entry with every row it owns: which rows those are, and all of them in two queries.

The form of a drug has fifteen tables; asking each for its rows, and each for its sources, would take
thirty queries for the form and as many again to compare it with what readers see.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Value
from django.db.models.functions import JSONObject

from .models import WorkingEntry
from .prepared import ask
from .registry import kind_of, kinds
from .twins import OwnerKey


def owner_key(model) -> models.ForeignKey | None:
    """The key from a row to what owns it; None for an entry."""
    return next((f for f in model._meta.concrete_fields if isinstance(f, OwnerKey)), None)


def entry_of(row) -> WorkingEntry:
    """The entry that a row belongs to; an entry belongs to itself."""
    while not isinstance(row, WorkingEntry):
        row = getattr(row, owner_key(type(row)).name)
    return row


@cache
def path_to_entry(model) -> str:
    """The lookup from a row to its entry, such as `indication__drug`; `pk` for an entry."""
    key = owner_key(model)
    if key is None:
        return "pk"
    above = path_to_entry(key.remote_field.model)
    return key.name if above == "pk" else f"{key.name}__{above}"


@dataclass
class Aggregate:
    """Working rows by model in the order of their ids, the entry's own first, and what their sets hold."""

    rows: dict[type[models.Model], list[models.Model]]
    sets: dict[tuple[models.ManyToManyField, int], list[int]]
    """Ids by field and row id."""

    def all(self):
        for rows in self.rows.values():
            yield from rows


def aggregate(entry) -> Aggregate:
    """The entry as it is in memory, with its rows and sets as they are stored."""
    kind = kind_of(entry)
    rows = {kind.model: [entry]} | {spec.model: [] for spec in kind.children}
    for found in ask(_below, (kind.model,), (entry.pk,)) if kind.children else ():
        model = kind.children[found["place"]].model
        rows[model].append(_row(model, found["columns"]))
    for found in rows.values():
        found.sort(key=lambda row: row.pk)
    sets, fields = defaultdict(list), sets_below(kind.model)
    for found in ask(_links, (kind.model,), (entry.pk,)) if fields else ():
        sets[fields[found["place"]], found["holder"]].append(found["held"])
    return Aggregate(rows, sets)


def _below(model, pk):
    """Every row that the entry owns, each as one value, so that tables of different shapes fit into one query."""
    parts = [_as_json(place, spec, pk) for place, spec in enumerate(kinds()[model.kind].children)]
    return parts[0].union(*parts[1:], all=True)


def _as_json(place, spec, pk):
    rows = spec.model._base_manager.order_by().filter(**{path_to_entry(spec.model): pk})
    columns = {f.attname: models.F(f.attname) for f in spec.model._meta.concrete_fields}
    return rows.values(place=Value(place), columns=JSONObject(**columns))


@cache
def sets_below(model) -> list[models.ManyToManyField]:
    """The sets of an entry of this model and of all rows that it owns."""
    return [field for spec in kinds()[model.kind].rows for field in spec.sets]


def _links(model, pk):
    """What all those sets hold."""
    parts = [_linked(place, field, pk) for place, field in enumerate(sets_below(model))]
    return parts[0].union(*parts[1:], all=True)


def _linked(place, field, pk):
    links = field.remote_field.through._base_manager.order_by()
    links = links.filter(**{f"{field.m2m_field_name()}__{path_to_entry(field.model)}": pk})
    near, far = field.m2m_column_name(), field.m2m_reverse_name()
    return links.values(place=Value(place), holder=models.F(near), held=models.F(far))


def _row(model, columns: dict):
    fields = model._meta.concrete_fields
    values = [_python(f, columns[f.attname]) for f in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [f.attname for f in fields], values)


def _python(column, value):
    if isinstance(column, models.JSONField):
        # SQLite keeps it as text, which stays text inside the larger value.
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(column, models.DateField | models.BooleanField):
        return column.to_python(value)
    return value


def with_targets(found: Aggregate) -> Aggregate:
    """The same rows, with the entries that their keys and sets name fetched: one query a kind of entry."""
    wanted = defaultdict(set)
    keys = [(row, key) for row in found.all() for key in _other_keys(type(row))]
    for row, key in keys:
        wanted[key.remote_field.model].add(getattr(row, key.attname))
    for (field, _), ids in found.sets.items():
        wanted[field.remote_field.model].update(ids)
    named = {model: model._base_manager.in_bulk(ids - {None}) for model, ids in wanted.items()}
    for row, key in keys:
        target = getattr(row, key.attname)
        key.set_cached_value(row, named[key.remote_field.model].get(target))
    for row in found.all():
        row._prefetched_objects_cache = {
            field.name: _fetched(row, field, named.get(field.remote_field.model, {}), found)
            for field in row._meta.many_to_many
        }
    return found


def _other_keys(model):
    own = owner_key(model)
    return [f for f in model._meta.concrete_fields if f.is_relation and f is not own]


def _fetched(row, field, named, found):
    """What `prefetch_related` would leave behind."""
    rows = getattr(row, field.name).get_queryset()
    rows._result_cache = [named[pk] for pk in sorted(found.sets[field, row.pk])]
    rows._prefetch_done = True
    return rows
