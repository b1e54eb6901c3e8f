"""Documents: an entry frozen as rows of plain values, the text that is hashed, signed and published.

Shape: {"schema": 1, "kind": "drug", "id": 7, "rows": {"drugs.drug": [{...}], "drugs.brand": [...]}}.
A row holds its own columns, the ids its keys point at, and sorted id lists for its sets.
Rows that are only recalled, or withheld by an editor, are not in it; recalled columns are blank.
"""

import hashlib
import json
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CheckConstraint, Value

from .reading import from_row
from .registry import kind_of
from .upcast import SCHEMA


class NotPublishable(Exception):
    """The entry as a whole may not be published; the message says why, in words for an editor."""


def freeze(entry) -> dict:
    """The document of a working entry, with what may be published and nothing else."""
    kind = kind_of(entry)
    reason = why_withheld(entry)
    if reason:
        raise NotPublishable(f"{entry} cannot be published: {reason}.")
    public, kept = {}, {kind.model: [entry.pk]}
    for spec in kind.rows:
        found = [entry] if spec.owner is None else _owned(spec, kept)
        public[spec] = [row for row in found if not why_withheld(row)]
        kept[spec.model] = [row.pk for row in public[spec]]
    return {"schema": SCHEMA, "kind": kind.name, "id": entry.pk, "rows": frozen_rows(public)}


def frozen_rows(rows_by_spec: dict) -> dict[str, list[dict]]:
    """The rows of a document, by table, of working rows that may go out."""
    sets = _set_ids(rows_by_spec)
    return {
        spec.label: [_checked(spec, row, plain(_frozen_row(spec, row, sets))) for row in rows]
        for spec, rows in rows_by_spec.items()
    }


def why_withheld(row) -> str:
    """Why this row must stay in the working copy; empty when it may go out."""
    if getattr(row, "checked", "") == "recalled":
        return "it is known from memory only and waits for a check"
    return getattr(row, "withheld", "")


def digest(document: dict | None) -> str:
    """SHA-256 of the canonical text of a document, as 64 hex digits."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def canonical(document) -> str:
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder
    )


def plain(document) -> dict:
    """The same document with nothing but JSON values, as it comes back from the database."""
    return json.loads(canonical(document))


def _owned(spec, kept):
    owners = kept[spec.owner.remote_field.model]
    return list(
        spec.model._default_manager.filter(**{f"{spec.owner.name}__in": owners}).order_by("pk")
    )


def _checked(spec, row, frozen):
    """The frozen row, if it can stand: with a source, and without the columns left blank."""
    if frozen.get("sources") == []:
        raise NotPublishable(f"“{row}” names no source")
    if getattr(row, "unchecked_fields", ()):
        public = spec.live(**{f.attname: value for f, value in from_row(spec.live, frozen)})
        try:
            for rule in spec.live._meta.constraints:
                if isinstance(rule, CheckConstraint):
                    rule.validate(spec.live, public)
        except ValidationError as broken:
            raise NotPublishable(
                f"“{row}” does not hold together without {', '.join(row.unchecked_fields)}; "
                f"leave out what belongs to it, or withhold the row ({' '.join(broken.messages)})"
            ) from broken
    return frozen


def _frozen_row(spec, row, sets):
    blank = set(getattr(row, "unchecked_fields", ()))
    frozen = {"id": row.pk}
    for field in (*spec.columns, *spec.keys):
        frozen[field.attname] = (
            field.get_default() if field.name in blank else getattr(row, field.attname)
        )
    for field in spec.sets:
        frozen[field.name] = [] if field.name in blank else sorted(sets[field, row.pk])
    return frozen


def _set_ids(rows_by_spec) -> dict[tuple, list[int]]:
    """What the sets of all these rows hold, by (field, row id); one query for all tables."""
    fields = [(field, rows) for spec, rows in rows_by_spec.items() for field in spec.sets if rows]
    parts = []
    for number, (field, rows) in enumerate(fields):
        near, far = field.m2m_column_name(), field.m2m_reverse_name()
        links = field.remote_field.through._default_manager.order_by()
        links = links.filter(**{f"{near}__in": [row.pk for row in rows]})
        parts.append(links.values_list(Value(number), near, far))
    found = defaultdict(list)
    for number, row_id, target_id in parts[0].union(*parts[1:], all=True) if parts else ():
        found[fields[number][0], row_id].append(target_id)
    return found
