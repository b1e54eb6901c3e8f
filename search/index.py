"""Writing to the search: the projector calls this inside the transaction that publishes.

Nothing here hangs on signals or triggers, so a row is searchable exactly when `write` was called.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import TypeVar

from django.db import models, transaction

from . import engines
from .models import Role, SearchBody, SearchEntry, SearchName
from .text import clean, fold

# As far as full text reaches into one entry; the longest guide is a tenth of it.
MAX_BODY = 100_000
MAX_NAME = SearchName._meta.get_field("folded").max_length
MAX_SHOWN = SearchName._meta.get_field("text").max_length

T = TypeVar("T", bound=models.Model)


@dataclass(frozen=True)
class Name:
    """`role` is one of models.Role; `system` says which code list a code is from."""

    text: str
    role: str
    system: str = ""


@transaction.atomic
def write(
    *,
    kind: str,
    entry_id: int,
    slug: str,
    url: str,
    title: str,
    summary: str,
    body: str,
    names: Sequence[Name],
    seq: int,
    published_at: datetime,
) -> None:
    """Make the search rows of one entry equal to this; the title need not be among the names."""
    columns = {"slug": clean(slug), "url": clean(url), "title": clean(title)}
    text = {"summary": clean(summary), "body": clean(body)}
    key = {"kind": kind, "entry_id": entry_id}
    row = _upsert(SearchEntry, key, {**columns, "seq": seq, "published_at": published_at})
    _upsert(SearchBody, {"entry_id": row.pk}, text)
    rows = _name_rows(row, [Name(title, Role.TITLE), *names])
    engine = engines.current()
    changed = _names_now(row.pk) != sorted(map(_columns, rows))
    if changed:
        engine.forget_names(row.pk)
        SearchName.objects.filter(entry_id=row.pk).delete()
        SearchName.objects.bulk_create(rows)
    words = fold(" ".join(text.values())[:MAX_BODY])
    engine.write_words(row.pk, fold(title), _names_text(rows), words)
    if changed:
        engine.write_names(row.pk)


NAMED_BY = ("folded", "role", "system", "text")
_columns = attrgetter(*NAMED_BY)


def _names_now(entry_id: int) -> list[tuple]:
    return sorted(SearchName.objects.filter(entry_id=entry_id).values_list(*NAMED_BY))


def _upsert(model: type[T], key: dict, columns: dict) -> T:
    [row] = model.objects.bulk_create(
        [model(**key, **columns)],
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=list(columns),
    )
    return row


def _name_rows(row: SearchEntry, names: Sequence[Name]) -> list[SearchName]:
    """One row for each spelling in each role; what has no letter or digit cannot be found."""
    rows = {}
    for name in names:
        folded = fold(name.text)[:MAX_NAME].rstrip()
        text, system = clean(name.text)[:MAX_SHOWN], clean(name.system)
        if folded:
            rows.setdefault(
                (folded, str(name.role), system),
                SearchName(entry=row, text=text, folded=folded, role=name.role, system=system),
            )
    return list(rows.values())


def _names_text(rows: Sequence[SearchName]) -> str:
    """What full text sees of the names; a code also by its system, as in "ATC L04AF01"."""
    return " ".join(f"{fold(row.system)} {row.folded}" for row in rows)


@transaction.atomic
def remove(*, kind: str, entry_id: int) -> None:
    """Forget an entry; one that is not there is no error."""
    row = SearchEntry.objects.filter(kind=kind, entry_id=entry_id).only("pk").first()
    if row is None:
        return
    engine = engines.current()
    engine.forget_names(row.pk)
    engine.forget_words(row.pk)
    row.delete()


@transaction.atomic
def clear() -> None:
    engines.current().forget_everything()
    SearchName.objects.all().delete()
    SearchEntry.objects.all().delete()


def rows() -> Iterator[tuple[str, int, str]]:
    """Every entry as (kind, entry id, digest of its rows), for comparing with what is live."""
    entries = SearchEntry.objects.order_by("kind", "entry_id").select_related("text")
    entries = entries.prefetch_related("names")
    for row in entries.iterator(chunk_size=500):
        yield row.kind, row.entry_id, _digest(row)


def _digest(row: SearchEntry) -> str:
    names = sorted((name.text, name.role, name.system) for name in row.names.all())
    content = [row.slug, row.url, row.title, row.text.summary, row.text.body, row.seq]
    moment = row.published_at.astimezone(UTC).isoformat()
    return hashlib.sha256(json.dumps([*content, moment, names]).encode()).hexdigest()
