"""Holds JSON-LD to schema.org's own domains and ranges, strictly: what is not in the table is a fault."""

import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

TABLE = json.loads(Path(__file__).with_name("vocabulary.json").read_text())
TYPES, PROPERTIES, MEMBERS = TABLE["types"], TABLE["properties"], TABLE["members"]
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
HOME = "https://schema.org/"


def graph_of(html: str) -> list[dict]:
    """The nodes of a page; it has one block or none."""
    blocks = BLOCK.findall(html)
    assert len(blocks) <= 1, "more than one block"
    if not blocks:
        return []
    told = json.loads(blocks[0])
    assert told.keys() == {"@context", "@graph"}
    assert told["@context"] == "https://schema.org"
    return told["@graph"]


def faults(graph: list[dict]) -> list[str]:
    """What schema.org would not have, one sentence each."""
    known = {}
    found = []
    for node in _nodes(graph):
        if "@type" in node and "@id" in node:
            known.setdefault(node["@id"], set()).update(_above(node))
    for node in _nodes(graph):
        found += _faults(node, known)
    return found


def _nodes(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _types(node) -> list[str]:
    kinds = node.get("@type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def _above(node) -> set[str]:
    return {above for kind in _types(node) for above in TYPES.get(kind, ())}


def _faults(node, known):
    if node.keys() == {"@id"}:
        return [] if node["@id"] in known else [f"{node['@id']} is told nowhere on the page"]
    found = [f"{kind} is no type we know" for kind in _types(node) if kind not in TYPES]
    if not _types(node):
        found.append(f"a node without a type: {sorted(node)}")
    if "@id" in node and not _is_url(node["@id"]):
        found.append(f"{node['@id']} is no absolute address")
    for name, value in node.items():
        if not name.startswith("@"):
            found += _property(_types(node), _above(node), name, value, known)
    return found


def _property(kinds, above, name, value, known):
    # Written for actions: what is asked for a property of theirs.
    plain, _, more = name.partition("-")
    if plain not in PROPERTIES or more not in {"", "input"}:
        return [f"{name} is no property we know"]
    found = []
    if not above & set(PROPERTIES[plain]["of"]):
        found.append(f"{name} does not belong to {' and '.join(kinds)}")
    ranges = ["Text"] if more else PROPERTIES[plain]["values"]
    values = value if isinstance(value, list) else [value]
    if not values:
        found.append(f"{name} is an empty list")
    return found + [
        f"{name} cannot be {str(one)[:80]!r}" for one in values if not _fits(one, ranges, known)
    ]


def _fits(value, ranges, known) -> bool:
    if isinstance(value, dict):
        above = _above(value) or known.get(value.get("@id"), set())
        return bool(above & set(ranges))
    return any(FITS[kind](value) for kind in ranges if kind in FITS) or any(
        str(value).removeprefix(HOME) in MEMBERS.get(kind, ()) and str(value).startswith(HOME)
        for kind in ranges
    )


def _is_text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_url(value) -> bool:
    if not isinstance(value, str) or re.search(r"\s", value):
        return False
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _is_date(value) -> bool:
    return isinstance(value, str) and bool(DAY.fullmatch(value))


def _is_moment(value) -> bool:
    try:
        return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


FITS = {
    "Text": _is_text,
    "URL": _is_url,
    "Date": _is_date,
    "DateTime": _is_moment,
    "Number": _is_number,
    "Integer": lambda value: _is_number(value) and value == int(value),
    "Boolean": lambda value: isinstance(value, bool),
}
