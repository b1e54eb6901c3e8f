"""The YAML files the fixtures were made from; they lie outside the repository and may be absent."""

from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from jakinfo.content import FIXTURES

FOLDER = FIXTURES.parent.parent / "shared" / "content"


@cache
def yaml_file(name: str):
    """The content of one file; skips the test, and says so, where the folder is not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"not run: {path} is not on this machine")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def count(name: str, part: str) -> int:
    """Rows at a place: ".symptoms" is a list of the file, "a.b" goes down, "a b" adds up."""
    rows = yaml_file(name)
    first, *rest = part.split(" ")
    if first.startswith("."):
        rows, rest = rows[first[1:]], rest
        return sum(len(_at(rows, path)) for path in rest) if rest else len(rows)
    return sum(len(_at(rows, path)) for path in [first, *rest]) if part else len(rows)


def leaves(value, name="") -> Iterator[tuple[str, str]]:
    """Every text in a piece of YAML with the name it stands under."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield name, str(value)


def _at(rows, path) -> list:
    for name in path.split("."):
        rows = [part for row in rows for part in _listed(row.get(name))]
    return rows


def _listed(value) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
