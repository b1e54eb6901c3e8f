"""What a form held when it was opened: written into it, signed, and read again when it is sent.

It tells who changed what when two people edit the same entry at once.
"""

import re
from dataclasses import dataclass, field

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import CheckboxInput
from django.forms.formsets import DELETION_FIELD_NAME

from .merging import Sent, Typed

VERSION, BASE = "_opened_version", "_opened_with"
"""Names of the two hidden fields of every form for working rows."""
SALT, BACK_SALT = "editorial.opened", "editorial.coming-back"
BACK = "back:"
"""Begins what stands in place of an id, for a row that somebody deleted and that is made again."""
MOST_DIGITS = 9


@dataclass
class Opened:
    """The text of a form and of its tables, by the prefix of the table and the id of the row."""

    own: Sent
    tables: dict[str, dict[str, Sent]]
    aside: dict[str, dict[str, dict]] = field(default_factory=dict)
    """Columns that are not on the form, for rows that have to be made again; of the form itself under ""."""
    entry: tuple[str, int] | None = None
    by: int | None = None
    """Who opened it: kind and id of the entry, id of the person."""


def as_opened(form, formsets, *, entry, by) -> Opened:
    """What these forms, not filled in yet, show."""
    tables = {
        rows.prefix: {str(f.instance.pk): shown_by(f, rows) for f in rows.initial_forms}
        for rows in formsets
    }
    aside = {
        rows.prefix: {str(f.instance.pk): _not_shown(f, rows) for f in rows.initial_forms}
        for rows in formsets
    }
    own_aside = {"": {str(form.instance.pk): _not_shown(form)}}
    return Opened(shown_by(form), tables, aside | own_aside, (entry.kind, entry.pk), by.pk)


def sealed(opened: Opened, row) -> str:
    """The text as the value of a hidden field, bound to the row whose form it is."""
    aside = {
        prefix: {pk: kept for pk, kept in rows.items() if kept}
        for prefix, rows in opened.aside.items()
    }
    held = [opened.own, opened.tables, aside, opened.entry, opened.by]
    return _signed([row._meta.label_lower, row.pk, *held], SALT)


def unsealed(text: str, model, pk) -> Opened | None:
    """What was sealed for this row; None when it is missing, was changed, or belongs to another."""
    name, row, *held = _verified(text, SALT) or ("", "")
    return Opened(*held) if (name, str(row)) == (model._meta.label_lower, str(pk)) else None


def opened_by(text: str) -> int | None:
    """The id of the person who opened the form with this seal."""
    held = _verified(text, SALT)
    return held[-1] if held else None


def version_of(data) -> int | None:
    """The version that a sent form was opened with."""
    text = data.get(VERSION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def coming_back(model, kept: dict) -> str:
    """In place of an id: the columns that a table does not show, so that no reason to withhold is lost."""
    return BACK + _signed([model._meta.label_lower, kept], BACK_SALT)


def made_again(model, token: str):
    """The row, not saved yet, that a token of `coming_back` stands for."""
    name, kept = _verified(token.removeprefix(BACK), BACK_SALT) or ("", {})
    return restored(model, kept if name == model._meta.label_lower else {})


def restored(model, kept: dict):
    """A new row with these columns."""
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return model(**{n: columns[n].to_python(v) for n, v in kept.items() if n in columns})


def _signed(held: list, salt: str) -> str:
    return signing.dumps(held, salt=salt, serializer=_Plain, compress=True)


def _verified(text: str, salt: str) -> list | None:
    try:
        return signing.loads(text, salt=salt, serializer=_Plain)
    except signing.BadSignature:
        return None


class _Plain(signing.JSONSerializer):
    """Dates too; and not every letter beyond ASCII as six characters."""

    def dumps(self, obj):
        return DjangoJSONEncoder(separators=(",", ":"), ensure_ascii=False).encode(obj).encode()

    def loads(self, data):
        return signing.json.loads(data.decode())


# What a form shows ------------------------------------------------------------------------


def shown_by(form, rows=None) -> Sent:
    """What a form that is not filled in yet sends when nobody touches it."""
    fields = fields_of(form, rows)
    return {name: as_sent(f, form.get_initial_for_field(f, name)) for name, f in fields.items()}


def fields_of(form, rows=None) -> dict:
    """The fields that somebody can fill in: not the keys that Django adds to a row."""
    keys = {rows.model._meta.pk.name, DELETION_FIELD_NAME, rows.fk.name} if rows else ()
    return {name: field for name, field in form.fields.items() if name not in keys}


def as_sent(form_field, value) -> list[str]:
    """What a browser sends for a field with this value that nobody touches."""
    widget = _inner(form_field)
    value = form_field.prepare_value(value)
    if isinstance(widget, CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    if _holds_several(widget):
        return sorted(shown)
    shown = shown[0] if isinstance(shown, list) else shown
    return ["" if shown is None else plain_lines(str(shown))]


def _not_shown(form, rows=None) -> dict:
    """Columns that are not on the form and hold something else than their default."""
    model = form._meta.model
    names = {*fields_of(form, rows), model._meta.pk.name, *([rows.fk.name] if rows else ())}
    columns = [f for f in model._meta.concrete_fields if f.editable and f.name not in names]
    held = {f: f.value_from_object(form.instance) for f in columns}
    return {f.attname: value for f, value in held.items() if value != f.get_default()}


def _inner(form_field):
    """The widget itself, inside what the admin puts around a chooser."""
    return getattr(form_field.widget, "widget", form_field.widget)


def _holds_several(widget) -> bool:
    return getattr(widget, "allow_multiple_selected", False)


# What was sent ----------------------------------------------------------------------------


def typed_form(fields: dict, data, prefix="") -> Sent:
    """What was sent for these fields; a text that was not sent at all is left out."""
    found = {}
    for name, form_field in fields.items():
        key = prefix + name
        if form_field.widget.value_omitted_from_data(data, {}, key):
            continue
        values = [plain_lines(value) for value in data.getlist(key)]
        if isinstance(_inner(form_field), CheckboxInput):
            found[name] = ["on"] if values else []
        elif _holds_several(_inner(form_field)):
            found[name] = sorted(set(values))
        else:
            found[name] = values[-1:]
    return found


def typed_table(rows, data) -> Typed:
    """What was sent for a table, by the ids that stood in it."""
    fields, typed = fields_of(rows.empty_form, rows), Typed()
    for number in _numbers(rows.prefix, data):
        prefix = f"{rows.prefix}-{number}-"
        row = typed_form(fields, data, prefix)
        pk, ticked = data.get(prefix + rows.model._meta.pk.name, ""), prefix + DELETION_FIELD_NAME
        if pk.isascii() and pk.isdigit():
            typed.rows[pk] = row
            typed.deleted |= {pk} if ticked in data else set()
        elif ticked not in data:
            typed.new.append((pk if pk.startswith(BACK) else "", row))
    return typed


def _numbers(prefix, data) -> list[int]:
    """The numbers of the rows that were sent."""
    pattern = re.compile(re.escape(prefix) + r"-(\d{1,6})-")
    return sorted({int(found[1]) for key in data if (found := pattern.match(key))})


def plain_lines(text: str) -> str:
    """Browsers send line ends as two characters; working rows hold one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
