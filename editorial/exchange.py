"""Working rows as a table in a file: written out, and read back through the forms that editors fill in.

A file can say what the form can say and nothing more, so every rule of the form holds for it too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.forms import (
    CheckboxInput,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    model_to_dict,
)
from django.http import QueryDict
from django.utils.text import capfirst

from .actions import touch
from .aggregate import entry_of
from .opened import as_sent

ID, VERSION = "id", "version"
"""Columns that no form has: which row it is, and the version of its entry when the file was made."""
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")
SPREAD = re.compile(r"[\s,;]+")
"""Between the keys of a set; a key holds none of them."""


@dataclass
class Line:
    """What one line of a file does, or why it is refused. The heading is line 1."""

    number: int
    title: str = ""
    new: bool = False
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Column, what it holds now, what it would hold."""
    errors: list[str] = field(default_factory=list)
    row: models.Model | None = None


class Columns:
    """The columns of one kind of working row, as its forms have them."""

    def __init__(self, model_admin, request):
        self.admin, self.request, self.model = model_admin, request, model_admin.model
        self.change_form = model_admin.get_form(request, self.model(pk=0), change=True)
        self.add_form = model_admin.get_form(request, None, change=False)
        own = {f.name for f in (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)}
        self.fields = {n: f for n, f in self.add_form.base_fields.items() if n in own}
        self._slugs = {}

    @property
    def heads(self) -> list[str]:
        return [ID, VERSION, *self.fields]

    @property
    def rows(self) -> models.QuerySet:
        sets = [f.name for f in self.model._meta.many_to_many]
        return self.admin.get_queryset(self.request).prefetch_related(*sets)

    def exported(self, rows: Iterable) -> Iterable[list]:
        for row in rows:
            held = self.sent(row)
            cells = [self.cell(name, held[name]) for name in self.fields]
            yield [row.pk, entry_of(row).version, *cells]

    def sent(self, row) -> dict[str, list[str]]:
        """What a form with this row sends when nobody touches it."""
        values = model_to_dict(row, fields=list(self.fields))
        return {name: as_sent(f, values.get(name)) for name, f in self.fields.items()}

    def sent_by_new(self) -> dict[str, list[str]]:
        form = self.add_form()
        return {n: as_sent(f, form.get_initial_for_field(f, n)) for n, f in self.fields.items()}

    def cell(self, name: str, values: list[str]) -> str:
        """Sent values as one cell: keys as slugs, several of them with commas between."""
        form_field = self.fields[name]
        if isinstance(form_field.widget, CheckboxInput):
            return "yes" if values else "no"
        if isinstance(form_field, ModelChoiceField):
            slugs = self._known(form_field.queryset.model)
            values = [slugs.get(value, value) for value in values if value]
        return ", ".join(values)

    def read(self, name: str, cell: str) -> list[str]:
        """A cell as a form sends it; raises ValueError in an editor's words."""
        form_field = self.fields[name]
        if isinstance(form_field.widget, CheckboxInput):
            if cell.lower() not in (*YES, *NO):
                raise ValueError(f"“{cell}” is neither yes nor no.")
            return ["on"] if cell.lower() in YES else []
        if isinstance(form_field, ModelMultipleChoiceField):
            model = form_field.queryset.model
            return sorted(self._id(model, key) for key in SPREAD.split(cell) if key)
        if isinstance(form_field, ModelChoiceField):
            return [self._id(form_field.queryset.model, cell) if cell else ""]
        if isinstance(form_field, MultipleChoiceField):
            return sorted(key for key in SPREAD.split(cell) if key)
        return [cell]

    def _id(self, model, key: str) -> str:
        if not _has_slug(model):
            return key
        ids = {slug: pk for pk, slug in self._known(model).items()}
        if key not in ids:
            raise ValueError(f"There is no {model._meta.verbose_name} “{key}”.")
        return ids[key]

    def _known(self, model) -> dict[str, str]:
        """Slugs by id; a kind of row without slugs is named by its id."""
        if model not in self._slugs:
            rows = model._base_manager.values_list("pk", "slug") if _has_slug(model) else ()
            self._slugs[model] = {str(pk): slug for pk, slug in rows}
        return self._slugs[model]


def _has_slug(model) -> bool:
    return any(f.name == "slug" for f in model._meta.concrete_fields)


def read_in(columns: Columns, heads: list[str], lines: list[list[str]], *, by, save: bool):
    """What these lines do, as a list of Line; stored only with `save` and when no line is refused."""
    with transaction.atomic():
        reader = _Reader(columns, heads, lines)
        done = [reader.line(number, cells) for number, cells in enumerate(lines, 2)]
        refused = any(line.errors for line in done)
        if save and not refused:
            for entry in {
                (e.kind, e.pk): e for e in (entry_of(line.row) for line in reader.stored)
            }.values():
                touch(entry, by=by)
        else:
            transaction.set_rollback(True)
    return done


class _Reader:
    """One file on its way in."""

    def __init__(self, columns, heads, lines):
        self.columns, self.heads, self.seen, self.stored = columns, heads, set(), []
        ids = [cells[heads.index(ID)] for cells in lines] if ID in heads else []
        wanted = [int(pk) for pk in ids if _is_id(pk)]
        self.rows = {str(row.pk): row for row in columns.rows.filter(pk__in=wanted)}
        self.new = columns.sent_by_new()

    def line(self, number, cells) -> Line:
        told = dict(zip(self.heads, cells, strict=True))
        pk, version = told.pop(ID, ""), told.pop(VERSION, "")
        line = Line(number, title=f"line {number}", new=not pk)
        row = self.rows.get(pk)
        line.errors += self._misplaced(line, pk, row, version)
        if not line.errors:
            line.title = str(row or "new")
            self._fill(line, row, told)
        return line

    def _misplaced(self, line, pk, row, version):
        admin, request = self.columns.admin, self.columns.request
        if line.new:
            if not admin.has_add_permission(request):
                yield "You may not add rows here."
            return
        if row is None:
            yield f"There is no row with the id “{pk}”. Leave the id empty for a new row."
        elif pk in self.seen:
            yield f"The id {pk} stands in the file twice."
        elif not admin.has_change_permission(request, row):
            yield "You may not change this row."
        elif version and version != str(entry_of(row).version):
            yield "It was changed after this file was made. Export it again, so that nothing is lost."
        self.seen.add(pk)

    def _fill(self, line, row, told):
        """Put the cells into the form of the row, and store it as the form does."""
        before = self.columns.sent(row) if row else self.new
        sent = dict(before)
        for name, cell in told.items():
            try:
                sent[name] = self.columns.read(name, cell)
            except ValueError as why:
                line.errors.append(f"{self._label(name)}: {why}")
        make = self.columns.change_form if row else self.columns.add_form
        moved = [n for n in sent if n not in make.base_fields and sent[n] != before[n]]
        line.errors += [f"{self._label(name)}: this cannot be changed." for name in moved]
        if line.errors:
            return
        form = make(_as_data(sent), instance=row)
        changed = [name for name in told if sent[name] != before[name]]
        if row and not changed:
            return
        cell = self.columns.cell
        line.changes = [
            (self._label(n), cell(n, before[n]) if row else "", cell(n, sent[n]))
            for n in (changed if row else told)
            if row or any(sent[n])
        ]
        self._store(line, form)

    def _store(self, line, form):
        if not form.is_valid():
            line.errors += [
                f"{self._label(name)}: {message}" if name in self.columns.fields else message
                for name, messages in form.errors.items()
                for message in messages
            ]
            return
        try:
            with transaction.atomic():
                line.row = form.save()
        except IntegrityError as why:
            line.errors.append(f"The database refuses this row: {why}")
            return
        line.title = str(line.row)
        self.stored.append(line)

    def _label(self, name) -> str:
        return capfirst(self.columns.fields[name].label or name)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _as_data(sent) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name, values)
    return data
