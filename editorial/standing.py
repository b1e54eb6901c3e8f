"""How working entries stand towards readers: published or not, changed since, waiting, hidden.

For a list every question is one query for the whole page, however many entries it shows.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from .aggregate import aggregate, path_to_entry
from .document import NotPublishable, digest, freeze
from .models import Edition, HiddenRow, LiveEntry, Touch
from .registry import Kind, kind_of, kinds


@dataclass
class Listed:
    """What a list shows about one entry."""

    live: LiveEntry | None = None
    withdrawn: bool = False
    edited: bool = False
    waiting: int = 0
    hidden: int = 0


@dataclass
class Standing(Listed):
    """What the change form shows besides."""

    last: Edition | None = None
    differs: bool = False
    unpublishable: str = ""
    withheld: int = 0
    hidden_because: list[str] = field(default_factory=list)


def ever_published(entry) -> bool:
    return Edition.objects.filter(kind=entry.kind, entry_id=entry.pk).exists()


def waits(model) -> Q | None:
    """Rows that are, or have a column that is, known from memory only; None when that cannot be."""
    names = {column.name for column in model._meta.concrete_fields}
    recalled = Q(checked="recalled") if "checked" in names else Q()
    unchecked = ~Q(unchecked_fields=[]) if "unchecked_fields" in names else Q()
    return (recalled | unchecked) if recalled and unchecked else (recalled or unchecked or None)


def withheld(model) -> Q | None:
    names = {column.name for column in model._meta.concrete_fields}
    return ~Q(withheld="") if "withheld" in names else None


def any_row(kind: Kind, condition) -> Q:
    """Entries with at least one row, or the entry's own, that meets `condition(model)`."""
    found = Q()
    for spec in kind.rows:
        wanted = condition(spec.model)
        if wanted is not None:
            link = {path_to_entry(spec.model): OuterRef("pk")}
            found |= Q(Exists(spec.model._base_manager.filter(wanted, **link)))
    return found


def listed(kind: Kind, entries) -> dict[int, Listed]:
    """By id; a fixed number of queries."""
    found = {entry.pk: Listed() for entry in entries}
    if not found:
        return found
    for live in kind.live.objects.filter(pk__in=found).defer("document").order_by():
        found[live.pk].live = live
    editions = Edition.objects.filter(kind=kind.name, entry_id__in=found).order_by()
    newest = dict(editions.values_list("entry_id").annotate(models.Max("number")))
    for pk, number in newest.items():
        found[pk].withdrawn = found[pk].live is None and number > 0
    touches = Touch.objects.filter(kind=kind.name, entry_id__in=found).order_by()
    for pk, after in touches.values_list("entry_id").annotate(models.Max("after_edition")):
        found[pk].edited = after >= newest.get(pk, 0)
    for pk, number in _count(kind, list(found), waits).items():
        found[pk].waiting = number
    for pk, number in Counter(pk for pk, *_ in _distinct(hidden_rows(kind, list(found)))).items():
        found[pk].hidden = number
    return found


def standing(entry, found=None) -> Standing:
    """Everything the change form says about one entry; `found` is its aggregate, if it is at hand."""
    kind, found = kind_of(entry), found or aggregate(entry)
    live = kind.live.objects.filter(pk=entry.pk).defer("document").first()
    editions = Edition.objects.filter(kind=kind.name, entry_id=entry.pk).defer("document")
    last = editions.order_by("-number").first()
    touches = Touch.objects.filter(kind=kind.name, entry_id=entry.pk)
    touched = touches.aggregate(last=models.Max("after_edition"))["last"]
    hidden = hidden_rows(kind, [entry.pk])
    differs, unpublishable = _compared(entry, found, last)
    return Standing(
        live=live,
        withdrawn=live is None and last is not None,
        edited=touched is not None and touched >= (last.number if last else 0),
        waiting=sum(1 for row in found.all() if _waits(row)),
        hidden=len(_distinct(hidden)),
        last=last,
        differs=differs,
        unpublishable=unpublishable,
        withheld=sum(1 for row in found.all() if getattr(row, "withheld", "")),
        hidden_because=_in_words(kind, hidden),
    )


def _waits(row) -> bool:
    """The same for a row at hand as `waits` for a table."""
    return getattr(row, "checked", "") == "recalled" or bool(getattr(row, "unchecked_fields", ()))


def hidden_rows(kind: Kind, ids: list[int]) -> list[tuple]:
    """(entry id, row label, row id, target kind, target id) of published rows that readers do not see.

    A row that merely lost one of several sources is shown, so it is left out here.
    """
    waiting = HiddenRow.objects.order_by().filter(kind=kind.name, entry_id__in=ids)
    parts = [
        waiting.filter(row_model=spec.label)
        .exclude(row_id__in=spec.live.objects.order_by().values("pk"))
        .values_list("entry_id", "row_model", "row_id", "waits_for_kind", "waits_for_id")
        for spec in kind.children
    ]
    return list(parts[0].union(*parts[1:], all=True)) if parts else []


def _distinct(rows):
    return {row[:3] for row in rows}


def _compared(entry, found, last) -> tuple[bool, str]:
    try:
        now = digest(freeze(entry, found))
    except NotPublishable as reason:
        return last is not None, str(reason)
    return last is None or now != last.sha256, ""


def _count(kind, ids, condition) -> Counter:
    """How many rows of each entry meet `condition(model)`, in one query over all its tables."""
    parts = []
    for spec in kind.rows:
        wanted = condition(spec.model)
        if wanted is not None:
            path = path_to_entry(spec.model)
            rows = spec.model._base_manager.order_by().filter(wanted, **{f"{path}__in": ids})
            parts.append(rows.values_list(path).annotate(Count("pk")))
    counted = Counter()
    for pk, number in parts[0].union(*parts[1:], all=True) if parts else ():
        counted[pk] += number
    return counted


def _in_words(kind, rows) -> list[str]:
    labels = {spec.label: spec.model._meta for spec in kind.rows}
    grouped = Counter((label, target, pk) for _, label, _, target, pk in rows)
    names = _names({(target, pk) for _, target, pk in grouped})
    return [
        f"{number} {_noun(labels[label], number)} hidden: {target.replace('-', ' ')} "
        f"“{names.get((target, pk), pk)}” is not published"
        for (label, target, pk), number in sorted(grouped.items())
    ]


def _noun(meta, number):
    return meta.verbose_name if number == 1 else meta.verbose_name_plural


def _names(wanted) -> dict:
    """Titles of working entries by (kind, id); one query a kind."""
    by_kind = defaultdict(set)
    for name, pk in wanted:
        by_kind[name].add(pk)
    return {
        (name, row.pk): str(row)
        for name, ids in by_kind.items()
        for row in kinds()[name].model.objects.filter(pk__in=ids).order_by()
    }
