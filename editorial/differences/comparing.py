"""Two documents of one entry compared: its own columns, and its rows by their ids."""

from collections import Counter
from collections.abc import Callable

from django.db import models

from editorial.language import gettext
from editorial.registry import Kind, RowSpec
from editorial.upcast import upcast

from .naming import Naming, as_instance, fields, label, stored
from .shapes import Difference, Named, Names, Row, Table, Text, Value
from .words import compared

LONG = 8
"""From this many words on, a short column is compared word by word too."""


def difference(
    kind: Kind, before: dict | None, after: dict | None, entries: Callable | None = None
) -> Difference:
    """What differs; None before is a new entry, None after a withdrawn one. `entries`: see Naming."""
    old, new = before and upcast(before), after and upcast(after)
    title = _title(kind, new or old)
    if old == new:
        return Difference(kind.name, title, "same", (), ())
    naming = Naming(kind, list(filter(None, (old, new))), entries)
    root, *below = [
        tuple(_rows(naming, spec, _by_id(spec, old), _by_id(spec, new))) for spec in kind.rows
    ]
    tables = [
        Table(spec.label, gettext(str(spec.model._meta.verbose_name_plural)), rows)
        for spec, rows in zip(kind.children, below, strict=True)
        if rows
    ]
    own = root[0].changes if root else ()
    return Difference(kind.name, title, _state(old, new, own or tables), own, tuple(tables))


def _title(kind, document) -> str:
    root = kind.rows[0]
    return str(as_instance(root, document["rows"][root.label][0])) if document else ""


def _state(old, new, differs) -> str:
    if old is None or new is None:
        return "new" if old is None else "withdrawn"
    return "changed" if differs else "same"


def _by_id(spec, document) -> dict[int, dict]:
    rows = document["rows"].get(spec.label, ()) if document else ()
    return {row["id"]: row for row in rows}


def _rows(naming, spec: RowSpec, before, after):
    """The rows that differ: in the order of their owners and of the page."""
    for pk in sorted(before.keys() | after.keys(), key=lambda pk: _place(spec, before, after, pk)):
        old, new = before.get(pk), after.get(pk)
        changes = () if old == new else tuple(_changes(naming, spec, old, new))
        if changes or not (old and new):
            row = new or old
            names = naming.title(spec, row), naming.within(spec, row)
            yield Row(pk, *names, _row_state(old, new, changes), changes)


def _place(spec, before, after, pk):
    row = after.get(pk) or before[pk]
    return row[spec.owner.attname] if spec.owner else 0, row.get("position") or 0, pk


def _row_state(old, new, changes) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    return "moved" if {change.name for change in changes} == {"position"} else "changed"


def _changes(naming, spec, old, new):
    """What differs column by column; of a row that is added or removed, everything it holds."""
    for field in fields(spec):
        if field.many_to_many:
            before, after = (set(row[field.name]) if row else set() for row in (old, new))
            if before != after:
                yield _names(naming, field, before, after)
        elif old and new:
            if stored(spec, field, old) != stored(spec, field, new):
                yield _column(naming, spec, field, old, new)
        elif field is not spec.owner and naming.words(spec, field, old or new):
            yield _column(naming, spec, field, old, new)


def _names(naming, field, before, after) -> Names:
    model = field.remote_field.model
    names = {pk: naming.entry(model, pk) for pk in before | after}
    shared = {name for name, number in Counter(names.values()).items() if number > 1}
    named = [Named(pk, f"{n} ({pk})" if n in shared else n) for pk, n in names.items()]
    named.sort(key=lambda target: (target.name, target.pk))
    parts = (after - before, before - after, before & after)
    return Names(field.name, label(field), *(tuple(n for n in named if n.pk in p) for p in parts))


def _column(naming, spec, field, old, new) -> Value | Text:
    before, after = naming.both(spec, field, old, new)
    if _is_text(field, before, after):
        return Text(field.name, label(field), compared(before, after))
    return Value(field.name, label(field), before, after)


def _is_text(field, before, after) -> bool:
    """Long texts, lists, and short texts that are long or look alike: they show where they differ."""
    if isinstance(field, models.TextField | models.JSONField):
        return True
    if not isinstance(field, models.CharField) or field.choices:
        return False
    long = min(len(before.split()), len(after.split())) >= LONG
    return long or _looks(before) == _looks(after)


def _looks(text) -> str:
    return "".join(c for c in text if c.isprintable() and not c.isspace())
