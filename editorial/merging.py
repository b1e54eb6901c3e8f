"""Three texts of one form merged: what it held when it was opened, what others saved since, what was typed.

A text is what a browser would send: for each field a list of values, sorted where there are several.
Nothing is lost: whoever alone changed a field wins it; where both did, what was typed stays in the form
and the other text is shown beside it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

Sent = dict[str, list[str]]
"""The fields of one form, or of one row in a table."""
FILLED_IN = ("position",)
"""What a form may leave open: saving gives it a value."""


class Change(StrEnum):
    """Who changed it since the form was opened."""

    BOTH = "both"
    THEIRS = "theirs"
    YOURS = "yours"
    UNKNOWN = "unknown"
    """It differs, but what the form was opened with is not known."""


class Fate(StrEnum):
    """What becomes of a row that differs."""

    CHANGED = "changed"
    ADDED_BY_THEM = "added by them"
    ADDED_BY_YOU = "added by you"
    DELETED_BY_THEM = "deleted by them"
    DELETED_BY_YOU = "deleted by you"
    CAME_BACK = "deleted by them, edited by you"
    KEPT = "deleted by you, changed by them"


@dataclass(frozen=True)
class Column:
    """One field that differs between what is saved now and what was typed, or since it was opened."""

    name: str
    change: Change
    base: list[str] | None
    theirs: list[str] | None
    yours: list[str] | None


@dataclass(frozen=True)
class RowChange:
    """One row that differs; `pk` is its id as text, empty for a new one."""

    pk: str
    fate: Fate
    columns: tuple[Column, ...]
    shown: Sent
    """The row as the merged form holds it, or as it last was."""

    @property
    def both(self) -> bool:
        clash = {Fate.CAME_BACK, Fate.KEPT}
        return self.fate in clash or any(c.change == Change.BOTH for c in self.columns)


@dataclass
class Typed:
    """A table as it was sent: rows that had an id, ids that were ticked for deletion, new rows."""

    rows: dict[str, Sent] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    new: list[tuple[str, Sent]] = field(default_factory=list)
    """With what stands in place of an id, if the row is coming back."""


@dataclass
class MergedTable:
    """A table to be shown again: rows that are there now, rows still to be deleted, rows to be added."""

    rows: dict[str, Sent] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    new: list[tuple[str, Sent]] = field(default_factory=list)
    """With the id that a row had before somebody deleted it, or as they were sent."""
    changes: list[RowChange] = field(default_factory=list)


def merged(base: Sent | None, theirs: Sent, yours: Sent) -> tuple[Sent, tuple[Column, ...]]:
    """One form. A field that was not sent counts as untouched."""
    result, columns = {}, []
    for name, their in theirs.items():
        before = None if base is None else base.get(name)
        your = yours.get(name, their)
        change = _change(before, their, your)
        result[name] = their if change in (None, Change.THEIRS) else your
        if change:
            columns.append(Column(name, change, before, their, your))
    return result, tuple(columns)


def _change(before, their, your) -> Change | None:
    if your == their:
        return None
    if before is None:
        return Change.UNKNOWN
    if your == before:
        return Change.THEIRS
    return Change.YOURS if their == before else Change.BOTH


def merged_table(
    base: dict[str, Sent] | None, theirs: dict[str, Sent], typed: Typed
) -> MergedTable:
    """One table: rows are the same row when they have the same id."""
    table = MergedTable()
    for pk, their in theirs.items():
        _there(table, pk, None if base is None else base.get(pk), their, typed, base is None)
    for pk, your in typed.rows.items():
        if pk not in theirs:
            _gone(table, pk, None if base is None else base.get(pk), your, pk in typed.deleted)
    known = {*typed.rows, *(base or ())}
    _added(table, {pk: row for pk, row in theirs.items() if pk not in known}, typed.new)
    return table


def _there(table, pk, before, their, typed, blind):
    """A row that is still there: it may be theirs, or changed, or it was to be deleted."""
    your = typed.rows.get(pk)
    if your is None:
        table.rows[pk] = their
        if before is None:
            table.changes.append(RowChange(pk, Fate.ADDED_BY_THEM, (), their))
        return
    table.rows[pk], columns = merged(before, their, your)
    if pk not in typed.deleted:
        fate = Fate.CHANGED
    elif before == their and not blind:
        table.deleted.add(pk)
        fate = Fate.DELETED_BY_YOU
    else:
        # A row that somebody worked on is not deleted by a tick that was set before.
        fate = Fate.KEPT
        columns = merged(before, their, before or their)[1] or columns
    if columns or fate != Fate.CHANGED:
        table.changes.append(RowChange(pk, fate, columns, table.rows[pk]))


def _gone(table, pk, before, your, ticked):
    """A row that they deleted: what was typed into it comes back as a new row."""
    if ticked:
        return
    if before is not None and your == before:
        table.changes.append(RowChange(pk, Fate.DELETED_BY_THEM, (), before))
        return
    table.new.append((pk, your))
    columns = tuple(
        Column(name, Change.BOTH, before and before.get(name), None, value)
        for name, value in your.items()
        if before is None or before.get(name) != value
    )
    table.changes.append(RowChange(pk, Fate.CAME_BACK, columns, your))


def _added(table, by_them, by_you):
    """Rows that both added alike are one row, as when a form is sent twice."""
    for token, row in by_you:
        twin = next((pk for pk, their in by_them.items() if _alike(row, their)), None)
        if twin is None:
            table.new.append((token, row))
            table.changes.append(RowChange("", Fate.ADDED_BY_YOU, (), row))
        else:
            del by_them[twin]
            table.changes = [change for change in table.changes if change.pk != twin]


def _alike(row, their) -> bool:
    """Equal but for what was left open and filled in at saving."""
    return all(
        row.get(name) == value or (name in FILLED_IN and row.get(name) in ([""], None))
        for name, value in their.items()
    )
