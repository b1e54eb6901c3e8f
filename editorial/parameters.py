"""The parameters of an address, declared: each cleans what a reader typed and describes itself.

`read` refuses everything that is not declared, so a misspelt filter is an error and never an
unfiltered answer.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from . import earlier, past
from .registry import kinds

LONGEST = 300
NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,119}", re.ASCII)
UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class BadParameters(Exception):
    """The request cannot be answered as it was asked; one (parameter, detail) pair for each fault."""

    def __init__(self, faults: Iterable[tuple[str, str]]):
        self.faults = [(printable(name), detail) for name, detail in faults]
        super().__init__(self.faults)


def printable(text: str, most: int = 80) -> str:
    """What may be repeated in an answer: short, and without what cannot be encoded."""
    return UNREADABLE.sub("\ufffd", text[:most])


@dataclass(frozen=True, kw_only=True)
class Text:
    """Any text of a reasonable length."""

    about: str
    needed: bool = False

    def clean(self, raw: str):
        return raw

    def schema(self) -> dict:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST}


@dataclass(frozen=True, kw_only=True)
class Choice(Text):
    values: tuple[str, ...]

    def clean(self, raw):
        if raw not in self.values:
            raise ValueError(f"Choose one of: {', '.join(self.values)}.")
        return raw

    def schema(self):
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True, kw_only=True)
class Known(Text):
    """A value that some live entry has, in any case."""

    values: Callable[[], Iterable[str]]

    def clean(self, raw):
        known = {value.lower(): value for value in self.values()}
        if raw.lower() not in known:
            raise ValueError(f"Choose one of: {', '.join(sorted(known.values()))}.")
        return known[raw.lower()]


@dataclass(frozen=True, kw_only=True)
class Flag(Text):
    def clean(self, raw):
        if raw not in ("true", "false"):
            raise ValueError("Choose one of: true, false.")
        return raw == "true"

    def schema(self):
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Number(Text):
    least: int
    most: int
    default: int | None = None

    def clean(self, raw):
        if not NUMBER.fullmatch(raw) or not self.least <= int(raw) <= self.most:
            raise ValueError(f"Give a whole number from {self.least} to {self.most}.")
        return int(raw)

    def schema(self):
        shape = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return shape if self.default is None else shape | {"default": self.default}


@dataclass(frozen=True, kw_only=True)
class Day(Text):
    """A day that has begun (UTC)."""

    def clean(self, raw):
        return past.day_of(raw)

    def schema(self):
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, kw_only=True)
class Entry(Text):
    """The slug of an entry that is live, or was at the moment at which readers look back; cleans to its id."""

    kind: str

    def clean(self, raw):
        pk = self._found(raw) if SLUG.fullmatch(raw) else None
        if pk is None:
            noun = self.kind.replace("-", " ")
            raise ValueError(f"There is no published {noun} with the slug “{printable(raw)}”.")
        return pk

    def _found(self, slug) -> int | None:
        live = kinds()[self.kind].live
        if past.moment():
            entry = earlier.found(live, slug)
            return entry and entry.id
        return live.objects.filter(slug=slug).values_list("pk", flat=True).first()

    def schema(self):
        return {"type": "string", "maxLength": 120}


@dataclass(frozen=True, kw_only=True)
class Code(Text):
    """A code with its system, as in ATC|L04AF01."""

    def clean(self, raw):
        system, bar, value = raw.partition("|")
        if not (bar and system.strip() and value.strip()):
            raise ValueError("Write the code system and the code, as in ATC|L04AF01.")
        return system.strip(), value.strip()

    def schema(self):
        return {"type": "string", "pattern": r"^[^|]+\|.+$", "maxLength": LONGEST}


@dataclass(frozen=True, kw_only=True)
class Several(Text):
    """Some of a closed list of words, separated by commas."""

    values: tuple[str, ...]

    def clean(self, raw):
        chosen = [word.strip() for word in raw.split(",")]
        unknown = [word for word in chosen if word not in self.values]
        if unknown:
            raise ValueError(
                f"There is no “{printable(unknown[0])}”; choose from: {', '.join(self.values)}."
            )
        return set(chosen)

    def schema(self):
        return {"type": "string", "maxLength": LONGEST}


Parameters = Mapping[str, Text]

PAGE_SIZE = 50
PAGING: Parameters = {
    "page_size": Number(about="Rows on a page.", least=1, most=100, default=PAGE_SIZE),
    "cursor": Text(about="Where the page begins; taken from `next` or `previous`."),
}


@dataclass
class _Reading:
    declared: Parameters
    given: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    def take(self, name, values):
        parameter = self.declared.get(name)
        if parameter is None:
            known = ", ".join(sorted(self.declared)) or "none"
            self.faults.append((name, f"Unknown parameter. Known here: {known}."))
        elif len(values) > 1:
            self.faults.append((name, "Give it once only."))
        else:
            self._clean(name, parameter, values[0])

    def _clean(self, name, parameter, raw):
        try:
            self.given[name] = parameter.clean(_readable(raw))
        except ValueError as refused:
            self.faults.append((name, str(refused)))


def read(asked: QueryDict, declared: Parameters) -> dict:
    """The cleaned values by name; raises BadParameters with every fault at once."""
    reading = _Reading(declared)
    for name in declared:
        asked.getlist(name)  # an address knows what it declares, given or not (see noted.py)
    for name, values in asked.lists():
        reading.take(name, values)
    for name, parameter in declared.items():
        if parameter.needed and name not in asked:
            reading.faults.append((name, "It is needed."))
    if reading.faults:
        raise BadParameters(reading.faults[:20])
    return reading.given


def _readable(raw: str) -> str:
    if not raw.strip():
        raise ValueError("It must not be empty.")
    if len(raw) > LONGEST:
        raise ValueError(f"It is longer than {LONGEST} characters.")
    if UNREADABLE.search(raw):
        raise ValueError("It contains a character that cannot be read.")
    return raw
