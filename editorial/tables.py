"""Rows of live tables as bare rows, for lists and matrices: no documents are read for them."""

from collections import defaultdict
from functools import cache

from django.db.models import CharField, F, Value

from .bare import Bare, columns_of, fetched, titled
from .prepared import ask, padded
from .registry import kind_name_of
from .shapes import order_of


def listed(live, make, *given, **sets: tuple[str, ...]) -> list[Bare]:
    """The entries of the queryset `make(live, *given)`, and these columns of sets they own.

    One query for the entries and one for each set.
    """
    return _with_sets(live, ask(_own_columns, (make, live), given), sets)


def listed_once(queryset, **sets: tuple[str, ...]) -> list[Bare]:
    """The same for a queryset that depends on what a reader chose."""
    return _with_sets(queryset.model, _columns(queryset), sets)


def _own_columns(make, live, *given):
    return _columns(make(live, *given))


def _columns(queryset):
    return queryset.values(*columns_of(queryset.model.kind), *queryset.query.annotations)


def _with_sets(live, rows, sets):
    entries = [titled(live.kind, Bare(row)) for row in rows]
    for name, columns in sets.items():
        owner = live._meta.get_field(name).field
        ids = [entry.id for entry in entries]
        owned = ask(_owned, (owner, columns), padded(ids)) if ids else ()
        found = defaultdict(list)
        for row in owned:
            found[row[owner.attname]].append(Bare(row))
        for entry in entries:
            setattr(entry, name, found[entry.id])
    return entries


def _owned(owner, columns, *ids):
    rows = owner.model.objects.filter(**{f"{owner.name}__in": ids})
    return rows.values(owner.attname, *columns)


def linked(make, *given, only: frozenset[str]) -> list[list[Bare]]:
    """The rows of each queryset of `make(*given)`, with the entries of these kinds that they name.

    One query a table, one for all their sets, and one for each kind.
    """
    models = _models(make, tuple(map(type, given)))
    tables = [
        [Bare(row) for row in ask(_table, (make, place), given)] for place in range(len(models))
    ]
    _fill(tables, models, make, given, only)
    wanted = defaultdict(set)
    for model, rows in zip(models, tables, strict=True):
        keys, sets = _names(model, only)
        for row in rows:
            for many in sets:
                wanted[many.remote_field.model.kind].update(getattr(row, many.name))
            for key in keys:
                wanted[key.remote_field.model.kind].add(getattr(row, key.attname))
    found = fetched([wanted])
    for model, rows in zip(models, tables, strict=True):
        for row in rows:
            _link(row.__dict__, *_names(model, only), found)
    return tables


@cache
def _models(make, types):
    return [rows.model for rows in make(*(kind() for kind in types))]


def _table(make, place, *given):
    rows = make(*given)[place]
    return rows.values(*(field.attname for field in rows.model._meta.concrete_fields))


@cache
def _names(live, only):
    """The keys and sets of a live model that name entries of these kinds."""
    keys = [key for key in live._meta.concrete_fields if key.remote_field]
    return [
        [field for field in fields if kind_name_of(field.remote_field.model) in only]
        for fields in (keys, live._meta.many_to_many)
    ]


def _fill(tables, models, make, given, only):
    """Give each row its sets, as ids."""
    by_id = []
    for model, rows in zip(models, tables, strict=True):
        by_id.append({row.id: row for row in rows})
        for many in _names(model, only)[1]:
            for row in rows:
                setattr(row, many.name, [])
    for link in ask(_links, (make, only), given):
        row = by_id[link["place"]][link["row_id"]]
        getattr(row, link["name"]).append(link["entry_id"])


def _links(make, only, *given):
    """What the sets of all tables hold, as one query."""
    first, *others = [
        many.remote_field.through.objects.filter(**{f"{near}__in": rows.order_by().values("pk")})
        .annotate(
            place=Value(place),
            name=Value(many.name, output_field=CharField()),
            row_id=F(f"{near}_id"),
            entry_id=F(f"{far}_id"),
        )
        .values("place", "name", "row_id", "entry_id")
        for place, rows in enumerate(make(*given))
        for many in _names(rows.model, only)[1]
        for near, far in [(many.m2m_field_name(), many.m2m_reverse_field_name())]
    ]
    return first.union(*others, all=True) if others else first


def _link(values, keys, sets, found):
    for key in keys:
        values[key.name] = found[key.remote_field.model.kind].get(values[key.attname])
    for many in sets:
        target = many.remote_field.model
        chosen = [found[target.kind][pk] for pk in values[many.name]]
        values[many.name] = sorted(chosen, key=order_of(target))
