"""The projector: the only writer of `live_*` rows, always inside the transaction that appends to the log."""

from collections import defaultdict

from search import index

from .document import NotPublishable
from .models import Edition, HiddenRow, LiveRedirect, LiveReference, LiveTombstone
from .reading import assemble, filled, from_row
from .registry import Kind, kinds
from .upcast import upcast
from .visible import Visible, targets, visible


def project(kind: Kind, document: dict, columns: dict, *, gone=frozenset(), afresh=False) -> None:
    """Make the live rows of one entry equal to the document; `columns` are the root's edition columns.

    `gone` names entries that are just being withdrawn, as (kind, id) pairs; `afresh` says that the rows
    below the entry have been taken away.
    """
    lifted = upcast(document)
    entry_id = document["id"]
    present = live_targets(targets(kind, lifted)) - set(gone) | {(kind.name, entry_id)}
    shown = visible(kind, lifted, lambda name, pk: (name, pk) in present)
    if not shown.rows[kind.rows[0].label]:
        raise NotPublishable(_waits(shown))
    links = _remembered_links(kind, entry_id)
    before = {} if afresh else _shown_now(kind, entry_id, links)
    _write_rows(kind, before, shown.rows)
    live = _write_root(kind, shown, {**columns, "document": document})
    _remember(kind, entry_id, shown, links)
    _write_search(filled(live, shown.rows))


def live_targets(wanted: set) -> set:
    """Those of the wanted (kind, id) pairs that are live, in one query a kind."""
    by_kind = defaultdict(set)
    for name, pk in wanted:
        by_kind[name].add(pk)
    return {
        (name, pk)
        for name, ids in by_kind.items()
        for pk in kinds()[name]
        .live.objects.order_by()
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    }


def relink(kind: Kind, entry_id: int) -> None:
    """An entry has become live: show the rows of other entries that waited for it."""
    waiting = HiddenRow.objects.filter(waits_for_kind=kind.name, waits_for_id=entry_id)
    reproject(set(waiting.values_list("kind", "entry_id")) - {(kind.name, entry_id)})


def unlink(kind: Kind, entry_id: int) -> None:
    """An entry is about to leave: hide the rows of other entries that point at it."""
    pointing = LiveReference.objects.filter(target_kind=kind.name, target_id=entry_id)
    owners = set(pointing.values_list("kind", "entry_id")) - {(kind.name, entry_id)}
    reproject(owners, gone={(kind.name, entry_id)})


def reproject(owners: set, gone=frozenset()) -> None:
    """Write the live rows of these (kind, id) entries again from their live documents."""
    for name, pk in sorted(owners):
        kind = kinds()[name]
        live = kind.live.objects.get(pk=pk)
        try:
            project(kind, live.document, edition_columns(live), gone=gone)
        except NotPublishable as refused:
            raise NotPublishable(f"{live}: {refused}") from refused


EDITION_COLUMNS = (
    "edition",
    "seq",
    "published_at",
    "first_published_at",
    "change_note",
    "origin",
    "last_reviewed",
    "next_review",
)


def edition_columns(live) -> dict:
    return {name: getattr(live, name) for name in EDITION_COLUMNS}


def erase(kind: Kind, entry_id: int) -> None:
    """Take every live row of a withdrawn entry away."""
    _write_rows(kind, _shown_now(kind, entry_id, _remembered_links(kind, entry_id)), {})
    HiddenRow.objects.filter(kind=kind.name, entry_id=entry_id).delete()
    LiveReference.objects.filter(kind=kind.name, entry_id=entry_id).delete()
    LiveRedirect.objects.filter(kind=kind.name, entry_id=entry_id).delete()
    _raw_delete(kind.live.objects.filter(pk=entry_id))
    index.remove(kind=kind.name, entry_id=entry_id)


def readdress(kind: Kind, entry_id: int, slug: str) -> None:
    """A live address answers itself; the entry's former ones lead to it, unless another used them since."""
    LiveTombstone.objects.filter(kind=kind.name, entry_id=entry_id).delete()
    mine = Edition.objects.order_by().filter(kind=kind.name, entry_id=entry_id)
    former = _still_of(kind, entry_id, set(mine.values_list("slug", flat=True)) - {slug})
    LiveRedirect.objects.filter(kind=kind.name, slug__in={slug, *former}).delete()
    LiveRedirect.objects.bulk_create(
        LiveRedirect(kind=kind.name, slug=old, entry_id=entry_id) for old in sorted(former)
    )


def _still_of(kind, entry_id, former: set) -> set:
    """Those of its former addresses that no other entry has used since; few entries have any."""
    if not former:
        return former
    editions = Edition.objects.filter(kind=kind.name, slug__in=former).order_by("seq")
    used_last = dict(editions.values_list("slug", "entry_id"))
    return {old for old, pk in used_last.items() if pk == entry_id}


def retitle(kind: Kind, entry_id: int) -> None:
    """An entry has another title: those that name it are found by the new one."""
    naming = LiveReference.objects.filter(target_kind=kind.name, target_id=entry_id)
    for name, pk in sorted(set(naming.values_list("kind", "entry_id"))):
        _write_search(assemble([kinds()[name].live.objects.get(pk=pk)])[0])


def _waits(shown: Visible) -> str:
    names = sorted({f"{name} {pk}" for _, _, (name, pk) in shown.hidden})
    return f"it rests on entries that are not published: {', '.join(names)}"


def _remembered_links(kind, entry_id) -> set:
    rows = LiveReference.objects.filter(kind=kind.name, entry_id=entry_id)
    return set(rows.values_list("row_model", "row_id", "target_kind", "target_id"))


def _shown_now(kind, entry_id, links) -> dict[str, list[dict]]:
    """The rows that readers see until now: what the live document shows with the links of its rows."""
    live = kind.live.objects.filter(pk=entry_id).only("document").order_by().first()
    if live is None:
        return {}
    present = {(name, pk) for *_, name, pk in links} | {(kind.name, entry_id)}
    return visible(kind, upcast(live.document), lambda name, pk: (name, pk) in present).rows


def _write_rows(kind, before: dict, after: dict):
    """Make the rows below the entry, and all sets, what they are after; rows that stay are left alone.

    Everything that goes is gone before anything comes, so that no unique key is held twice.
    """
    changes = [(spec, *_apart(before, after, spec.label)) for spec in kind.rows]
    for spec, going, _ in reversed(changes):
        if going:
            _delete_sets(spec, going)
            if spec.owner:
                _raw_delete(spec.live.objects.filter(pk__in=going))
    for spec, _, coming in changes:
        if coming:
            if spec.owner:
                spec.live.objects.bulk_create([_instance(spec.live, row) for row in coming])
            _insert_sets(spec, coming)


def _apart(before, after, label) -> tuple[list[int], list[dict]]:
    """Ids of the rows that go, and the rows that come; a row that changed does both."""
    old = {row["id"]: row for row in before.get(label, ())}
    new = {row["id"]: row for row in after.get(label, ())}
    going = [pk for pk, row in old.items() if new.get(pk) != row]
    return going, [row for pk, row in new.items() if old.get(pk) != row]


def _write_root(kind, shown, columns):
    root = kind.rows[0]
    (row,) = shown.rows[root.label]
    values = {f.attname: v for f, v in from_row(root.live, row | columns)}
    if not root.live.objects.filter(pk=row["id"]).update(**values):
        root.live.objects.create(**values)
    return root.live(**values)


def _instance(model, row):
    return model(**{field.attname: value for field, value in from_row(model, row)})


def _delete_sets(spec, row_ids):
    for field in spec.live._meta.many_to_many:
        through = field.remote_field.through
        _raw_delete(through.objects.filter(**{f"{field.m2m_column_name()}__in": row_ids}))


def _insert_sets(spec, rows):
    for field in spec.live._meta.many_to_many:
        through = field.remote_field.through
        near, far = field.m2m_column_name(), field.m2m_reverse_name()
        links = [through(**{near: row["id"], far: pk}) for row in rows for pk in row[field.name]]
        if links:
            through.objects.bulk_create(links)


def _raw_delete(queryset):
    queryset.order_by()._raw_delete(queryset.db)


def _remember(kind, entry_id, shown, links):
    """Which rows wait for an entry and which point at one, written where it has changed."""
    owner = {"kind": kind.name, "entry_id": entry_id}
    waits = HiddenRow.objects.filter(**owner)
    columns = ("row_model", "row_id", "waits_for_kind", "waits_for_id")
    _replace(waits, set(waits.values_list(*columns)), shown.hidden, columns, owner)
    pointing = LiveReference.objects.filter(**owner)
    columns = ("row_model", "row_id", "target_kind", "target_id")
    _replace(pointing, links, shown.links, columns, owner)


def _replace(rows, present: set, found: list, columns, owner):
    wanted = {(label, pk, *target) for label, pk, target in found}
    if wanted != present:
        rows.delete()
        rows.model.objects.bulk_create(
            rows.model(**owner, **dict(zip(columns, values, strict=True)))
            for values in sorted(wanted)
        )


def _write_search(live):
    index.write(
        kind=live.kind,
        entry_id=live.pk,
        slug=live.slug,
        url=live.get_absolute_url(),
        title=live.title,
        seq=live.seq,
        published_at=live.published_at,
        **live.search_text(),
    )
