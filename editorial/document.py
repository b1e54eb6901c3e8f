"""Documents: an entry frozen as rows of plain values, the text that is hashed, signed and published.

Shape: {"schema": 1, "kind": "drug", "id": 7, "rows": {"drugs.drug": [{...}], "drugs.brand": [...]}}.
A row holds its own columns, the ids its keys point at, and sorted id lists for its sets.
Rows that are only recalled, or withheld by an editor, are not in it; recalled columns are blank.
"""

import hashlib
import json
from functools import lru_cache

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CheckConstraint, Value

from .aggregate import Aggregate, aggregate
from .registry import kind_of
from .upcast import SCHEMA


class NotPublishable(Exception):
    """The entry as a whole may not be published; the message says why, in words for an editor."""


def freeze(entry, found: Aggregate | None = None) -> dict:
    """The document of a working entry, with what may be published and nothing else.

    `found` is its aggregate, if that was fetched already.
    """
    kind, found = kind_of(entry), found or aggregate(entry)
    reason = why_withheld(entry)
    if reason:
        raise NotPublishable(f"{entry} cannot be published: {reason}.")
    document, kept = {}, {}
    for spec in kind.rows:
        rows = [row for row in found.rows[spec.model] if _goes_out(spec, row, kept)]
        kept[spec.model] = {row.pk for row in rows}
        document[spec.label] = frozen_rows(spec, rows, found.sets)
    return {"schema": SCHEMA, "kind": kind.name, "id": entry.pk, "rows": document}


def frozen_rows(spec, rows, sets) -> list[dict]:
    """Rows of one table that go out, as they stand in a document."""
    return [_checked(spec, row, plain(_frozen_row(spec, row, sets))) for row in rows]


def _goes_out(spec, row, kept) -> bool:
    """Whether the row may be published, and what owns it is."""
    owned = spec.owner is None or (
        getattr(row, spec.owner.attname) in kept[spec.owner.remote_field.model]
    )
    return owned and not why_withheld(row)


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


def _checked(spec, row, frozen):
    """The frozen row, if it can stand: with a source, and without the columns left blank."""
    if frozen.get("sources") == []:
        raise NotPublishable(f"“{row}” names no source")
    if getattr(row, "unchecked_fields", ()):
        broken = _broken(spec.live, frozen)
        if broken:
            raise NotPublishable(
                f"“{row}” does not hold together without {', '.join(row.unchecked_fields)}; "
                f"leave out what belongs to it, or withhold the row ({' '.join(broken)})"
            )
    return frozen


def _broken(live, frozen) -> list[str]:
    """What the rules of the live table say against this row, in words."""
    columns = {f.name: f for f in live._meta.concrete_fields if f.attname in frozen}
    rules = [r for r in live._meta.constraints if isinstance(r, CheckConstraint)]
    return [
        str(rule.get_violation_error_message())
        for rule in rules
        if not _holds(live, rule.name, canonical(_read_by(rule, columns, frozen)))
    ]


def _read_by(rule, columns, frozen) -> dict:
    names = rule.condition.referenced_base_fields
    return {name: frozen[columns[name].attname] for name in sorted(names & columns.keys())}


@lru_cache(maxsize=4096)
def _holds(live, name: str, values: str) -> bool:
    """Whether a rule holds for these values of the columns that it reads. Only the database knows, and it
    says the same every time, so that a form asks it once a process and not once a row."""
    rule = next(rule for rule in live._meta.constraints if rule.name == name)
    against = {
        column: Value(value, live._meta.get_field(column))
        for column, value in json.loads(values).items()
    }
    return rule.condition.check(against)


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
