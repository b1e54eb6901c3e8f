"""What the page of a collision says: who was at it, and every value that differs, in an editor's words."""

from collections import defaultdict
from dataclasses import dataclass

from django.forms import CheckboxInput, ModelChoiceField
from django.utils.choices import flatten_choices
from django.utils.text import Truncator, capfirst

from editorial.differences.naming import ABOUT
from editorial.forms import ID_DIGITS
from editorial.merging import Change, Column, Fate
from editorial.models import Touch
from editorial.opened import fields_of

NOTES = {
    Fate.CHANGED: "",
    Fate.ADDED_BY_THEM: "They added this row. It stays.",
    Fate.ADDED_BY_YOU: "You added this row. It is saved with the form.",
    Fate.DELETED_BY_THEM: "They deleted this row, which you had left as it was. It stays deleted.",
    Fate.DELETED_BY_YOU: "You ticked this row to be deleted. It is still ticked.",
    Fate.CAME_BACK: "They deleted this row while you worked on it. It is in the form again, as a new row.",
    Fate.KEPT: "You ticked this row to be deleted, but they changed it since. It is not ticked any more.",
}
SECTIONS = {Fate.ADDED_BY_YOU: Change.YOURS, Fate.DELETED_BY_YOU: Change.YOURS}
SECTIONS |= {Fate.CAME_BACK: Change.BOTH, Fate.KEPT: Change.BOTH}
NOTHING = "(nothing)"
APART = (*ABOUT, "sources")
NAMED = 2
"""So many values make the name of a row."""


@dataclass
class Item:
    """One value, or one row, that differs."""

    place: str
    label: str
    note: str = ""
    base: str | None = None
    theirs: str | None = None
    yours: str | None = None
    anchor: str = ""


def collision_page(request, model_admin, found) -> dict:
    """What the template of a change form needs besides."""
    sections = {change: [] for change in Change}
    if not found.gone:
        words = _Words(model_admin.admin_site, list(_used(found)))
        for section, item in _items(found, words):
            sections[section].append(item)
    told = {change.value: items for change, items in sections.items()}
    people = _people(request, found)
    return {"collision": told | {"people": people, "blind": not found.base, "gone": found.gone}}


def _people(request, found) -> list[tuple[str, object]]:
    """Who changed the entry since the form was opened, the latest first, each with the last time."""
    entry = found.entry
    kind, pk = (entry.kind, entry.pk) if entry else (found.base and found.base.entry) or ("", 0)
    times = entry.version - found.since if entry and found.since else 1
    touches = Touch.objects.filter(kind=kind, entry_id=pk).order_by("-pk")
    last = {}
    for touch in touches[: max(times, 0)]:
        you = touch.user_id == request.user.pk
        last.setdefault(
            "You, in another window or by saving twice" if you else touch.name, touch.at
        )
    return list(last.items())


def _items(found, words):
    for column in found.columns:
        anchor = f"id_{column.name}"
        yield column.change, _value(words, found.form.fields[column.name], column, anchor=anchor)
    for rows in found.formsets:
        table, fields = found.tables[rows.prefix], fields_of(rows.empty_form, rows)
        numbers = {
            pk: number for number, pk in enumerate([*table.rows, *(pk for pk, _ in table.new)])
        }
        for change in table.changes:
            place, note = _place(words, rows, fields, change.shown), NOTES[change.fate]
            if not change.columns:
                yield SECTIONS.get(change.fate, Change.THEIRS), Item(place, "", note)
            for column in change.columns:
                anchor = f"id_{rows.prefix}-{numbers.get(change.pk, 0)}-{column.name}"
                item = _value(words, fields[column.name], column, place, note, anchor)
                yield SECTIONS.get(change.fate, column.change), item


def _value(words, form_field, column: Column, place="", note="", anchor="") -> Item:
    texts = [words.of(form_field, v) for v in (column.base, column.theirs, column.yours)]
    return Item(place, capfirst(form_field.label or column.name), note, *texts, anchor)


def _place(words, rows, fields, row) -> str:
    """The table and what the row is called there: the first things that it states."""
    stated = [(f, row[name]) for name, f in fields.items() if name in row and name not in APART]
    named = [words.of(f, values) for f, values in stated if any(values)][:NAMED]
    title = ", ".join(Truncator(name).chars(60) for name in named)
    return f"{capfirst(rows.model._meta.verbose_name)}: {title or NOTHING}"


def _used(found):
    """Every field with the values that the page may show."""
    for column in found.columns:
        for values in (column.base, column.theirs, column.yours):
            yield found.form.fields[column.name], values
    for rows in found.formsets:
        fields = fields_of(rows.empty_form, rows)
        for change in found.tables[rows.prefix].changes:
            yield from ((fields[n], values) for n, values in change.shown.items() if n in fields)
            for column in change.columns:
                for values in (column.base, column.theirs, column.yours):
                    yield fields[column.name], values


class _Words:
    """Sent values as an editor reads them; one query for each kind of entry that is named."""

    def __init__(self, site, used):
        wanted = defaultdict(set)
        for form_field, values in used:
            if isinstance(form_field, ModelChoiceField):
                wanted[form_field.queryset.model] |= set(filter(_may_be_id, values or ()))
        self.names = {
            (model, str(row.pk)): site.choice_label(row)
            for model, ids in wanted.items()
            for row in model._base_manager.filter(pk__in=ids)
        }

    def of(self, form_field, values) -> str | None:
        if values is None:
            return None
        if isinstance(form_field.widget, CheckboxInput):
            return "yes" if values else "no"
        if isinstance(form_field, ModelChoiceField):
            model = form_field.queryset.model
            values = [self.names.get((model, v), v) for v in values if v]
        elif hasattr(form_field, "choices"):
            labels = {
                str(value): str(label) for value, label in flatten_choices(form_field.choices)
            }
            values = [labels.get(v, v) for v in values if v]
        return "\n".join(values) or NOTHING


def _may_be_id(text) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= ID_DIGITS
