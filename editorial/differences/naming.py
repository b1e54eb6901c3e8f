"""Columns, keys and rows of a document in an editor's words."""

import json
from collections import defaultdict
from functools import cache

from django.db import models
from django.utils.text import Truncator, capfirst

from editorial.language import gettext
from editorial.reading import from_row
from editorial.registry import RowSpec, kind_name_of, kinds
from editorial.visible import targets
from editorial.wording import partial_date

ABOUT = ("checked", "basis", "position")
"""What a row says about itself; shown after what it states."""


class Naming:
    """Names for everything that some documents of one kind mention; one query for each kind they name.

    `entries` finds the entries of (kind, id) pairs by those pairs; without it they are the working copies.
    """

    def __init__(self, kind, documents, entries=None):
        self.kind = kind
        self.specs = {spec.model: spec for spec in kind.rows}
        self.entries = (entries or _entries)(set().union(*(targets(kind, d) for d in documents)))
        self.rows = {
            (spec.model, row["id"]): row
            for spec in kind.rows
            for document in documents
            for row in document["rows"].get(spec.label, ())
        }

    def entry(self, model, pk) -> str:
        name = kind_name_of(model)
        found = self.entries.get((name, pk))
        return str(found) if found else f"{name.replace('-', ' ')} {pk}, deleted"

    def title(self, spec: RowSpec, row: dict) -> str:
        """What the row calls itself, after the entries that it must name."""
        first = [
            self.entry(key.remote_field.model, row[key.attname])
            for key in spec.keys
            if key is not spec.owner and not key.null
        ]
        parts = [Truncator(part).chars(100) for part in (*first, _itself(spec, row)) if part]
        return ": ".join(parts) or f"{spec.model._meta.verbose_name} {row['id']}"

    def within(self, spec: RowSpec, row: dict) -> str:
        """The title of the row that owns this one; empty when the entry itself does."""
        return "" if spec.owner is None else self.owner(spec, row[spec.owner.attname])

    def owner(self, spec: RowSpec, pk) -> str:
        model = spec.owner.remote_field.model
        if model is self.kind.model:
            return ""
        return self.title(self.specs[model], self.rows[model, pk])

    def words(self, spec: RowSpec, field, row: dict | None) -> str:
        """The value of a column as an editor reads it; empty when there is none."""
        value = row[field.attname] if row else None
        if value in (None, "", []):
            return ""
        if field is spec.owner:
            return self.owner(spec, value)
        if isinstance(field, models.ForeignKey):
            return self.entry(field.remote_field.model, value)
        if isinstance(field, models.DateField):
            known = precisions(spec).get(field)
            return partial_date(field.to_python(value), row[known.attname] if known else "day")
        return _plain(field, value)

    def both(self, spec, field, old, new) -> tuple[str, str]:
        """The column in words before and after, with what is stored when the words are the same."""
        before, after = (self.words(spec, field, row) for row in (old, new))
        if before == after:
            return tuple(f"{before} ({_written(stored(spec, field, row))})" for row in (old, new))
        return before, after


def _itself(spec, row) -> str:
    """The row's own name; with dots when it is only the beginning of a text."""
    name = str(as_instance(spec, row))
    whole = any(isinstance(v, str) and v != name and v.startswith(name) for v in row.values())
    return f"{name.rstrip()}…" if name and whole else name


def _entries(wanted) -> dict:
    by_kind = defaultdict(set)
    for name, pk in wanted:
        by_kind[name].add(pk)
    return {
        (name, entry.pk): entry
        for name, ids in by_kind.items()
        for entry in kinds()[name].model._base_manager.filter(pk__in=ids).order_by()
    }


def _plain(field, value) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.choices:
        return gettext(str(dict(field.flatchoices).get(value, value)))
    if is_lines(value):
        return "\n".join(value)
    return value if isinstance(value, str) else _written(value)


def stored(spec, field, row) -> tuple:
    """The value of a column, and how exactly it is known if it is a date."""
    known = precisions(spec).get(field)
    return (row[field.attname], row[known.attname]) if known else (row[field.attname],)


def _written(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def is_lines(value) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def label(field) -> str:
    return capfirst(gettext(str(field.verbose_name)))


@cache
def precisions(spec: RowSpec) -> dict:
    """By date column the column that says how exactly the date is known."""
    dates = {f.name: f for f in spec.columns if isinstance(f, models.DateField)}
    found = {}
    for column in spec.columns:
        name = column.name.removesuffix("_precision")
        if name != column.name:
            ending = [date for date in dates if date.endswith(f"_{name}")]
            found |= {dates[date]: column for date in ([name] if name in dates else ending[:1])}
    return found


@cache
def fields(spec: RowSpec) -> tuple:
    """Columns, keys and sets in the order in which an editor reads them."""
    shared = {*spec.columns, *spec.keys} - set(precisions(spec).values())
    if spec.owner and kind_name_of(spec.owner.remote_field.model):
        shared.discard(spec.owner)
    ordered = [f for f in spec.model._meta.concrete_fields if f in shared]
    return tuple(sorted((*ordered, *spec.sets), key=lambda f: f.name in ABOUT))


def as_instance(spec: RowSpec, row: dict):
    """A working row with the text of the document, to be asked for its own name; never saved."""
    return spec.model(**{field.attname: value for field, value in from_row(spec.model, row)})
