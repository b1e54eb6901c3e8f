"""Verify that live twins and search rows are what the log says; `rebuild` makes them again from it."""

from search.models import SearchEntry
from search.text import clean

from . import audit, projector
from .document import digest
from .log import change_columns, tombstone_columns
from .models import Edition, Head, HiddenRow, LiveChange, LiveRedirect, LiveReference, LiveTombstone
from .rebuilding import edition_columns, owner_path, rebuild
from .registry import kinds
from .upcast import upcast
from .visible import visible

__all__ = ["rebuild", "verify"]


def verify() -> list[str]:
    """What differs between the log and what readers are served; empty when nothing does."""
    found = []
    history = _history()
    found += _broken_log()
    found += audit.broken()
    expected = {
        key: editions for key, editions in history.items() if editions[-1].document is not None
    }
    present = {
        (name, live.pk): live for name, kind in kinds().items() for live in kind.live.objects.all()
    }
    found += [
        f"{name} {pk} is live, but the log does not say so"
        for name, pk in present.keys() - expected.keys()
    ]
    found += [
        f"{name} {pk} should be live and is not" for name, pk in expected.keys() - present.keys()
    ]
    found += _feed_differences(history)
    searchable = {(row.kind, row.entry_id): row for row in SearchEntry.objects.order_by()}
    found += [f"{name} {pk} has no search row" for name, pk in present.keys() - searchable.keys()]
    found += [
        f"{name} {pk} has a search row and is not live"
        for name, pk in searchable.keys() - present.keys()
    ]
    found += [
        f"{name} {pk} is searched under another title, address or edition"
        for name, pk in sorted(searchable.keys() & present.keys())
        if _found_as(searchable[name, pk]) != _shown_as(present[name, pk])
    ]
    for key in sorted(expected.keys() & present.keys()):
        found += _differences(kinds()[key[0]], present[key], expected[key], present)
    return found


def _found_as(row):
    return row.slug, row.url, row.title, row.seq, row.published_at


def _shown_as(live):
    return live.slug, live.get_absolute_url(), clean(live.title), live.seq, live.published_at


def _broken_log():
    found, expected = [], 1
    for edition in Edition.objects.order_by("seq").iterator(chunk_size=500):
        if edition.seq != expected:
            found.append(f"the log has a gap before edition {edition.seq}")
        if digest(edition.document) != edition.sha256:
            found.append(f"edition {edition.seq} ({edition}) is not the text that was hashed")
        expected = edition.seq + 1
    head = Head.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    if head != expected - 1:
        found.append(f"the head stands at {head}, the log ends at {expected - 1}")
    return found


def _feed_differences(history):
    """Lines, tombstones and redirects that are missing, too many or changed."""
    found = []
    for model, rows in _feed(history).items():
        names = [f.attname for f in model._meta.concrete_fields if f.attname != "id"]
        wanted = {tuple(getattr(row, name) for name in names) for row in rows}
        if wanted != set(model.objects.order_by().values_list(*names)):
            found.append(f"the {model._meta.verbose_name_plural} are not those of the log")
    return found


def _differences(kind, live, editions, present):
    edition = editions[-1]
    if live.edition != edition.number or digest(live.document) != edition.sha256:
        return [f"{kind.name} {live.slug} shows another text than edition {edition.number}"]
    shown = visible(kind, upcast(edition.document), lambda name, pk: (name, pk) in present)
    found = [
        f"{kind.name} {live.slug}: {name} is not that of the log"
        for name, value in edition_columns(editions).items()
        if getattr(live, name) != value
    ]
    found += _bookkeeping_differences(kind, live, shown)
    return found + [
        f"{kind.name} {live.slug}: the live rows of {spec.label} differ from the log"
        for spec in kind.rows
        if _rows_in_table(kind, spec, live) != _rows_expected(spec, shown.rows[spec.label])
    ]


def _bookkeeping_differences(kind, live, shown):
    """Which rows point where, and which wait: relinking goes by these.

    A row that waits for one entry is not asked again when another one that it names leaves.
    """
    owned = {"kind": kind.name, "entry_id": live.pk}
    columns = ("row_model", "row_id")
    links = LiveReference.objects.filter(**owned).values_list(*columns, "target_kind", "target_id")
    waits = HiddenRow.objects.filter(**owned).values_list(*columns)
    found = []
    if set(links) != {(label, pk, *target) for label, pk, target in shown.links}:
        found.append(f"{kind.name} {live.slug}: what its rows point at differs from the log")
    if set(waits) != {(label, pk) for label, pk, _ in shown.hidden}:
        found.append(f"{kind.name} {live.slug}: which of its rows wait differs from the log")
    return found


def _rows_expected(spec, rows):
    return {
        row["id"]: projector.from_row(spec.live, row) + [(m.name, row[m.name]) for m in spec.sets]
        for row in rows
    }


def _rows_in_table(kind, spec, live):
    path = owner_path(kind, spec)
    found = {}
    for row in spec.live.objects.filter(**{path: live.pk}).order_by("pk"):
        columns = [
            (f, getattr(row, f.attname))
            for f in spec.live._meta.concrete_fields
            if _in_document(spec, f)
        ]
        sets = [
            (m.name, sorted(getattr(row, m.name).order_by().values_list("pk", flat=True)))
            for m in spec.live._meta.many_to_many
        ]
        found[row.pk] = columns + sets
    return found


def _in_document(spec, field):
    return field.primary_key or field.name in {f.name for f in (*spec.columns, *spec.keys)}


def _history():
    history = {}
    for edition in Edition.objects.order_by("seq").select_related("proposal"):
        history.setdefault((edition.kind, edition.entry_id), []).append(edition)
    return history


def _feed(history) -> dict:
    """What readers may know of the log besides the entries, as rows by model."""
    changes, tombstones, redirects = [], [], []
    used_last = _used_last(history)
    for (name, entry_id), editions in history.items():
        kind = kinds()[name]
        last = editions[-1]
        if last.document is None:
            tombstones.append(LiveTombstone(**tombstone_columns(last)))
        else:
            old = {e.slug for e in editions} - {last.slug}
            mine = sorted(slug for slug in old if used_last[name, slug] == entry_id)
            redirects += [LiveRedirect(kind=name, slug=slug, entry_id=entry_id) for slug in mine]
        for edition in editions:
            address = kind.live(slug=edition.slug).get_absolute_url()
            changes.append(LiveChange(**change_columns(edition, address)))
    return {LiveChange: changes, LiveTombstone: tombstones, LiveRedirect: redirects}


def _used_last(history) -> dict:
    """Which entry an address belonged to last, by (kind, slug)."""
    editions = sorted((e for found in history.values() for e in found), key=lambda e: e.seq)
    return {(e.kind, e.slug): e.entry_id for e in editions}
