"""Publishing thousands of new entries at once, for catalogues that are measured.

Writes the same rows as `editorial.actions.publish_import` does one entry at a time; a test asks
`editorial.replay.verify`, which compares every live row with the log. It is for tests only: it asks
nobody, and takes for granted that no entry is live yet and that all they point at is.
"""

from collections import defaultdict
from copy import deepcopy
from math import ceil

from django.db import transaction
from django.utils import timezone

from editorial import document, log, projector
from editorial.models import Change, Edition, LiveChange, LiveReference, Origin
from editorial.reading import assemble, from_row
from editorial.registry import kind_of, kinds
from editorial.upcast import SCHEMA
from editorial.visible import visible
from search import index


@transaction.atomic
def publish_new(entries: list, *, note: str) -> int:
    """Publish entries of one kind; returns how many."""
    kind = kind_of(entries[0])
    documents = _documents(kind, entries)
    editions = _append(kind, entries, documents, note)
    lives = _show(kind, documents, editions)
    LiveChange.objects.bulk_create(
        [
            LiveChange(**log.change_columns(edition, live.get_absolute_url()))
            for edition, live in zip(editions, lives, strict=True)
        ]
    )
    _make_searchable(kind, lives)
    return len(editions)


def lengthen_log(least: int, *, kind_name="source", entries=40) -> int:
    """Publish a few entries again and again, until the log has at least so many editions; returns how many.

    Only the last edition of each is shown to readers: it says what the first one said.
    """
    there = Edition.objects.count()
    shown = list(kinds()[kind_name].live.objects.order_by("pk")[:entries])
    for live in shown if there < least else ():
        _again(live, ceil((least - there) / len(shown)))
    return Edition.objects.count()


@transaction.atomic
def _again(live, times):
    kind, editions = kind_of(live), []
    for number in range(1, times):
        text = deepcopy(live.document)
        text["rows"][kind.rows[0].label][0]["title"] = f"{live.title} ({number})"
        editions.append(_repeated(live, text, number))
    url = live.get_absolute_url()
    rows = [LiveChange(**log.change_columns(edition, url)) for edition in editions]
    LiveChange.objects.bulk_create(rows, batch_size=500)
    log.append(
        kind,
        live.document,
        change=Change.MAJOR,
        note="A long log.",
        origin=Origin.IMPORT,
        title=live.title,
    )


def _repeated(live, text, number) -> Edition:
    return Edition.objects.create(
        seq=log.next_seq(),
        kind=text["kind"],
        entry_id=live.pk,
        number=live.edition + number,
        slug=live.slug,
        title=text["rows"][kind_of(live).rows[0].label][0]["title"],
        schema=text["schema"],
        document=text,
        sha256=document.digest(text),
        change=Change.MAJOR,
        note="A long log.",
        origin=Origin.IMPORT,
        published_at=timezone.now(),
    )


def _documents(kind, entries) -> list[dict]:
    rows = {entry.pk: {spec.label: [] for spec in kind.rows} for entry in entries}
    root_of = {kind.model: {entry.pk: entry.pk for entry in entries}}
    for spec in kind.rows:
        found = entries if spec.owner is None else _owned(spec, root_of)
        if spec.owner is not None:
            above = root_of[spec.owner.remote_field.model]
            root_of[spec.model] = {row.pk: above[getattr(row, spec.owner.attname)] for row in found}
        for frozen in document.frozen_rows(spec, found, _sets(spec, found)):
            rows[root_of[spec.model][frozen["id"]]][spec.label].append(frozen)
    return [
        {"schema": SCHEMA, "kind": kind.name, "id": entry.pk, "rows": rows[entry.pk]}
        for entry in entries
    ]


def _sets(spec, rows) -> dict[tuple, list[int]]:
    """What the sets of these rows hold, by field and row id."""
    found = defaultdict(list)
    ids = [row.pk for row in rows]
    for field in spec.sets:
        near, far = field.m2m_column_name(), field.m2m_reverse_name()
        links = field.remote_field.through._base_manager.filter(**{f"{near}__in": ids})
        for row_id, target_id in links.values_list(near, far):
            found[field, row_id].append(target_id)
    return found


def _owned(spec, root_of):
    owners = list(root_of[spec.owner.remote_field.model])
    return list(
        spec.model._default_manager.filter(**{f"{spec.owner.name}__in": owners}).order_by("pk")
    )


def _append(kind, entries, documents, note) -> list[Edition]:
    """One by one: the database lets the head move by one, and an edition stand at the head only."""
    now = timezone.now()
    return [
        Edition.objects.create(
            seq=log.next_seq(),
            kind=kind.name,
            entry_id=entry.pk,
            number=1,
            slug=entry.slug,
            title=entry.title,
            schema=SCHEMA,
            document=text,
            sha256=document.digest(text),
            change=Change.CREATED,
            note=note,
            origin=Origin.IMPORT,
            published_at=now,
        )
        for entry, text in zip(entries, documents, strict=True)
    ]


def _show(kind, documents, editions) -> list:
    shown = [visible(kind, text, lambda name, pk: True) for text in documents]
    root, *below = kind.rows
    lives = [
        _instance(root.live, {**seen.rows[root.label][0], **log._columns(edition, None)}, text)
        for seen, edition, text in zip(shown, editions, documents, strict=True)
    ]
    root.live.objects.bulk_create(lives, batch_size=100)
    projector._insert_sets(root, [row for seen in shown for row in seen.rows[root.label]])
    for spec in below:
        rows = [row for seen in shown for row in seen.rows[spec.label]]
        spec.live.objects.bulk_create([projector._instance(spec.live, row) for row in rows], 500)
        projector._insert_sets(spec, rows)
    _remember(kind, documents, shown)
    return lives


def _instance(live_model, row, text):
    values = {field.attname: value for field, value in from_row(live_model, row)}
    return live_model(**values, document=text)


def _remember(kind, documents, shown):
    LiveReference.objects.bulk_create(
        [
            LiveReference(
                kind=kind.name,
                entry_id=text["id"],
                row_model=label,
                row_id=row_id,
                target_kind=name,
                target_id=target,
            )
            for text, seen in zip(documents, shown, strict=True)
            for label, row_id, (name, target) in seen.links
        ],
        batch_size=500,
    )


def _make_searchable(kind, lives):
    for live in assemble(list(kind.live.objects.filter(pk__in=[live.pk for live in lives]))):
        index.write(
            kind=kind.name,
            entry_id=live.pk,
            slug=live.slug,
            url=live.get_absolute_url(),
            title=live.title,
            seq=live.seq,
            published_at=live.published_at,
            **live.search_text(),
        )
