"""Content checks: what a machine can see in a frozen text before people sign it.

A check is a function `(text: Inspected) -> iterable of (where, message)`, declared with `@check`. Every
floor keeps its own in its room `checks.py`; those of every text are in `content_checks.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from .registry import Kind, kinds

ADVISORY, BLOCKING = "advisory", "blocking"


@dataclass(frozen=True)
class Finding:
    """`level` is "advisory" or "blocking"; a blocking one is proposed only with a reason."""

    check: str
    level: str
    where: str
    message: str


@dataclass(frozen=True)
class Passage:
    """One long text of a document, and the row it stands in."""

    where: str
    text: str
    field: str
    row: dict


@dataclass(frozen=True)
class Inspected:
    """What a check looks at: the kind, the frozen document, and its long texts."""

    kind: Kind
    document: dict

    @property
    def passages(self) -> Iterator[Passage]:
        for spec in self.kind.rows:
            long = [f for f in spec.columns if isinstance(f, models.TextField)]
            for row in self.document["rows"].get(spec.label, ()):
                for field in long:
                    if row[field.attname]:
                        where = f"{spec.model._meta.verbose_name}, {field.verbose_name}"
                        yield Passage(where, row[field.attname], field.name, row)

    def rows(self) -> Iterator[tuple[models.Model, dict]]:
        for spec in self.kind.rows:
            for row in self.document["rows"].get(spec.label, ()):
                yield spec.model, row


@dataclass(frozen=True)
class Check:
    name: str
    level: str
    explained: str
    look: Callable[[Inspected], Iterable[tuple[str, str]]]


_DECLARED: dict[str, Check] = {}


def check(name: str, level: str, explained: str):
    """Declare a content check; `explained` is one line for editors."""

    def declare(look):
        _DECLARED[name] = Check(name, level, explained, look)
        return look

    return declare


@cache
def checks() -> dict[str, Check]:
    """All checks by name, with the levels that the settings choose."""
    import_module("editorial.content_checks")
    for floor in sorted({kind.model._meta.app_config.name for kind in kinds().values()}):
        if find_spec(f"{floor}.checks"):
            import_module(f"{floor}.checks")
    unknown = set(settings.CONTENT_CHECK_LEVELS) - set(_DECLARED)
    if unknown:
        raise ImproperlyConfigured(f"There is no content check {', '.join(sorted(unknown))}.")
    return dict(sorted(_DECLARED.items()))


def level_of(name: str) -> str:
    level = settings.CONTENT_CHECK_LEVELS.get(name, checks()[name].level)
    if level not in (ADVISORY, BLOCKING, "off"):
        raise ImproperlyConfigured(f"{name}: {level} is no level of a content check.")
    return level


def inspect(document: dict) -> list[Finding]:
    """What all checks find in a frozen document, what blocks first; each thing once."""
    seen = Inspected(kinds()[document["kind"]], document)
    found = {
        Finding(one.name, level_of(one.name), where, message)
        for one in checks().values()
        if level_of(one.name) != "off"
        for where, message in one.look(seen)
    }
    return sorted(found, key=lambda f: (f.level != BLOCKING, f.check, f.where, f.message))


SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“\"(])|\n{2,}|\n(?=[-*#>|\d])")
WORD = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž'’-]*")


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE.split(text) if part.strip()]


def words(text: str) -> list[str]:
    return WORD.findall(text)
