"""Which rows of a document readers may see now, given which entries are live.

A row is hidden while an entry it must point at is not live, while none of its sources is live, or
while the row that owns it is hidden. Hidden rows are remembered with what they wait for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from .registry import Kind, RowSpec, kind_name_of

Target = tuple[str, int]
IsLive = Callable[[str, int], bool]


@dataclass
class Visible:
    """The rows to show per table (keys to missing entries cleared), and the links left out."""

    rows: dict[str, list[dict]] = field(default_factory=dict)
    hidden: list[tuple[str, int, Target]] = field(default_factory=list)
    links: list[tuple[str, int, Target]] = field(default_factory=list)


def targets(kind: Kind, document: dict) -> set[Target]:
    """Every entry that the document points at."""
    found = set()
    for spec in kind.rows:
        for row in document["rows"].get(spec.label, ()):
            found.update(target for _, target in references(spec, row))
    return found


def visible(kind: Kind, document: dict, is_live: IsLive) -> Visible:
    result = Visible()
    shown: dict[type, set[int]] = {}
    for spec in kind.rows:
        kept = []
        for row in document["rows"].get(spec.label, ()):
            if spec.owner and row[spec.owner.attname] not in shown[spec.owner.remote_field.model]:
                continue
            public = _public_row(spec, row, is_live, result)
            if public is not None:
                kept.append(public)
        shown[spec.model] = {row["id"] for row in kept}
        result.rows[spec.label] = kept
    return result


def _public_row(spec: RowSpec, row: dict, is_live: IsLive, result: Visible) -> dict | None:
    """The row with only live references, or None when it has to stay hidden."""
    named = list(references(spec, row))
    missing = [(name, target) for name, target in named if not is_live(*target)]
    if not missing:
        result.links += [(spec.label, row["id"], target) for _, target in named]
        return row
    result.hidden += [(spec.label, row["id"], target) for _, target in missing]
    if not _can_stand(spec, row, {name for name, _ in missing}, missing):
        return None
    gone = {target for _, target in missing}
    result.links += [(spec.label, row["id"], target) for _, target in named if target not in gone]
    return _without(spec, row, gone)


def _can_stand(spec, row, names, missing) -> bool:
    required = {key.name for key in spec.keys if not key.null and key is not spec.owner}
    if names & required:
        return False
    sources = row.get("sources", [])
    return not sources or sum(name == "sources" for name, _ in missing) < len(sources)


def references(spec, row):
    """Name of the key or set, and (kind, id), of each entry that a row of a document points at."""
    for key in spec.keys:
        if key is not spec.owner and row[key.attname] is not None:
            yield key.name, (kind_name_of(key.remote_field.model), row[key.attname])
    for many in spec.sets:
        for target_id in row[many.name]:
            yield many.name, (kind_name_of(many.remote_field.model), target_id)


def _without(spec, row, gone):
    public = dict(row)
    for key in spec.keys:
        if (kind_name_of(key.remote_field.model), row[key.attname]) in gone:
            public[key.attname] = None
    for many in spec.sets:
        name = kind_name_of(many.remote_field.model)
        public[many.name] = [i for i in row[many.name] if (name, i) not in gone]
    return public
