"""What a difference consists of: plain values, ready to be shown."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from editorial.language import gettext

AROUND = 20
"""Words of unchanged text that are shown before and after a change."""

ROW_STATES = ("added", "removed", "changed", "moved")


@dataclass(frozen=True)
class Segment:
    """A stretch of text that is "same", "added" or "removed"; "gap" is "same", but out of sight."""

    sort: str
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def mark(self) -> str:
        """A name for what cannot be seen; empty when the text shows."""
        if self.text.strip() and self.text.isprintable():
            return ""
        names = Counter(_INVISIBLE.get(c) or unicodedata.name(c, "sign").lower() for c in self.text)
        seen = any(c.isprintable() and not c.isspace() for c in self.text)
        return "" if seen else ", ".join(names)


_INVISIBLE = {" ": "space", "\n": "line break", "\t": "tab", "\u00a0": "no-break space"}


@dataclass(frozen=True)
class Named:
    """An entry that a set points at, by its id and its name of today."""

    pk: int
    name: str


@dataclass(frozen=True)
class Value:
    """A short column, or a key, in words; empty text when there is nothing."""

    shape: ClassVar = "value"
    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Text:
    """A long column, word by word."""

    shape: ClassVar = "text"
    name: str
    label: str
    segments: tuple[Segment, ...]

    @property
    def pieces(self) -> list[Segment]:
        """The segments with the middle of long unchanged stretches taken apart as a "gap"."""
        last = len(self.segments) - 1
        return [
            piece
            for place, segment in enumerate(self.segments)
            for piece in (
                _shortened(segment, place > 0, place < last)
                if segment.sort == "same"
                else [segment]
            )
        ]


@dataclass(frozen=True)
class Names:
    """A set of other entries, such as the sources of a fact."""

    shape: ClassVar = "names"
    name: str
    label: str
    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    kept: tuple[Named, ...]


@dataclass(frozen=True)
class Row:
    """A row that an entry owns: "added", "removed", "changed", or "moved" when only its place differs."""

    pk: int
    title: str
    within: str
    state: str
    changes: tuple[Value | Text | Names, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one table that differ, in the order of the page."""

    model: str
    name: str
    rows: tuple[Row, ...]

    @property
    def moved(self) -> list[Row]:
        return [row for row in self.rows if row.state == "moved"]

    @property
    def others(self) -> list[Row]:
        return [row for row in self.rows if row.state != "moved"]

    @property
    def summary(self) -> str:
        return _counted(Counter(row.state for row in self.rows))


@dataclass(frozen=True)
class Difference:
    """One entry before and after; `state` is "new", "withdrawn", "changed" or "same"."""

    kind: str
    title: str
    state: str
    fields: tuple[Value | Text | Names, ...]
    tables: tuple[Table, ...]

    @property
    def same(self) -> bool:
        return self.state == "same"

    @property
    def counts(self) -> dict[str, int]:
        states = Counter(row.state for row in chain.from_iterable(t.rows for t in self.tables))
        return {"fields": len(self.fields), **{state: states[state] for state in ROW_STATES}}

    @property
    def summary(self) -> str:
        """How much differs, in one line; empty when nothing does."""
        counts = self.counts
        number = counts.pop("fields")
        fields = f"{number} {'field' if number == 1 else 'fields'} of the entry" if number else ""
        rows = _counted(counts)
        return "; ".join(filter(None, (fields, f"rows: {rows}" if rows else "")))


def _counted(states) -> str:
    words = {
        "added": gettext("%(count)s added"),
        "removed": gettext("%(count)s removed"),
        "changed": gettext("%(count)s changed"),
        "moved": gettext("%(count)s moved"),
    }
    return ", ".join(
        words[state] % {"count": states[state]} for state in ROW_STATES if states.get(state)
    )


def _shortened(segment, after_a_change, before_a_change) -> list[Segment]:
    words = list(re.finditer(r"\S+\s*", segment.text))
    head, tail = AROUND * after_a_change, AROUND * before_a_change
    if len(words) <= head + tail + AROUND:
        return [segment]
    start = words[head].start() if head else 0
    end = words[len(words) - tail].start() if tail else len(segment.text)
    text = segment.text
    parts = (("same", text[:start]), ("gap", text[start:end]), ("same", text[end:]))
    return [Segment(sort, part) for sort, part in parts if part]
