"""A live entry whole as model instances, made from its document without a query a table.

The search text of an entry is made from them (pages and API read bare rows, `editorial/bare.py`).

`whole(LiveDrug, slug="tofacitinib")` gives the live row with every row it owns and every entry it
points at already fetched, so that `drug.brands.all()` and `brand.sources.all()` ask the database
nothing more. The result equals what `prefetch_related` over the live tables would give; a test
compares the two for every entry.
"""

from collections import defaultdict

from django.db import models

from .registry import kind_name_of, kinds
from .upcast import upcast
from .visible import targets, visible


def whole(live_model, **lookup):
    """One live entry with all its rows; raises the model's DoesNotExist."""
    return assemble([live_model.objects.get(**lookup)])[0]


def assemble(entries: list) -> list:
    """Fill the rows of these live entries (of any kinds) from their documents."""
    lifted = [(kinds()[entry.kind], entry, upcast(entry.document)) for entry in entries]
    found = _targets(lifted)
    for kind, entry, document in lifted:
        found.setdefault((kind.name, entry.pk), entry)
        shown = visible(kind, document, lambda name, pk: (name, pk) in found)
        _fill(kind, entry, shown.rows, found)
    return entries


def filled(entry, rows: dict):
    """A live entry with the rows that readers see of it, for its search text: of the entries that it
    names only those of the kinds in its `searched` are fetched."""
    kind, named = kinds()[entry.kind], defaultdict(set)
    for spec in kind.rows:
        for row in rows[spec.label]:
            for key in spec.keys:
                named[kind_name_of(key.remote_field.model)].add(row[key.attname])
    found = {(kind.name, entry.pk): entry}
    for name in entry.searched:
        chosen = kinds()[name].live.objects.filter(pk__in=named[name] - {None})
        found |= {(name, row.pk): row for row in chosen.defer("document").order_by()}
    _fill(kind, entry, rows, found, only=entry.searched)
    return entry


def from_row(model, row: dict):
    """Pairs of field and Python value for the columns of a document row."""
    return [
        (f, _python(f, row[f.attname])) for f in model._meta.concrete_fields if f.attname in row
    ]


def _python(field, value):
    if isinstance(value, str) and isinstance(field, models.DateField):
        return field.to_python(value)
    return value


def _targets(lifted) -> dict:
    """The live entries that the documents point at, by (kind, id); one query a kind."""
    wanted = defaultdict(set)
    for kind, _, document in lifted:
        for name, pk in targets(kind, document):
            wanted[name].add(pk)
    found = {}
    for name, ids in wanted.items():
        rows = kinds()[name].live.objects.filter(pk__in=ids).defer("document").order_by()
        found |= {(name, row.pk): row for row in rows}
    return found


def _fill(kind, entry, rows, found, only=None):
    owners = {kind.model: {entry.pk: entry}}
    root = kind.rows[0]
    for row in rows[root.label]:
        _link(root, entry, row, found, only)
    for spec in kind.children:
        built = {row["id"]: _build(spec, row, found, only) for row in rows[spec.label]}
        owners[spec.model] = built
        _attach(spec, owners[spec.owner.remote_field.model], _in_order(spec.live, built.values()))


def _build(spec, row, found, only):
    fields = spec.live._meta.concrete_fields
    values = [_python(field, row[field.attname]) for field in fields]
    instance = spec.live.from_db("default", [field.attname for field in fields], values)
    _link(spec, instance, row, found, only)
    return instance


def _link(spec, instance, row, found, only):
    """Put the live entries that a row points at where its keys and sets look for them.

    Of kinds that are not in `only` nothing is put there; who asks for them asks the database.
    """
    for key in spec.live._meta.concrete_fields:
        if isinstance(key, models.ForeignKey) and not (spec.owner and key.name == spec.owner.name):
            name, pk = key.remote_field.model.kind, row[key.attname]
            if only is None or name in only:
                key.set_cached_value(instance, found[name, pk] if pk is not None else None)
    for many in spec.live._meta.many_to_many:
        target_model = many.remote_field.model
        if only is not None and target_model.kind not in only:
            continue
        linked = [found[target_model.kind, pk] for pk in row[many.name]]
        _prefetched(instance, many.name, _in_order(target_model, linked))


def _attach(spec, owners, children):
    by_owner = defaultdict(list)
    for child in children:
        owner = owners[getattr(child, spec.owner.attname)]
        spec.live._meta.get_field(spec.owner.name).set_cached_value(child, owner)
        by_owner[owner.pk].append(child)
    for pk, owner in owners.items():
        _prefetched(owner, spec.owner.remote_field.related_name, by_owner[pk])


def _prefetched(instance, name, rows):
    """Where the managers of Django look first; a plain list, so that nothing can query further."""
    if not hasattr(instance, "_prefetched_objects_cache"):
        instance._prefetched_objects_cache = {}
    instance._prefetched_objects_cache[name] = rows


def _in_order(model, rows):
    names = [name for name in model._meta.ordering if name != "id"]
    return sorted(rows, key=lambda row: ([_sortable(getattr(row, n)) for n in names], row.pk))


def _sortable(value):
    return (value is None, value)
