"""The record of every act in the newsroom, and of every attempt that was refused, as a chain of hashes.

Each row's hash covers its own columns and the hash before it, so that no row can be changed, taken out
or put in later without breaking the chain; triggers refuse it besides.
"""

from django.db import transaction
from django.utils import timezone

from . import log
from .document import digest
from .models import AuditRow

COLUMNS = ("id", "at", "user_id", "name", "verb", "outcome", "about", "detail", "previous")


@transaction.atomic
def record(verb: str, *, by, about: str, outcome="done", detail="") -> AuditRow:
    """Append one row to the chain; the head's lock keeps two from following the same row."""
    log.lock()
    last = AuditRow.objects.order_by("-id").first()
    row = AuditRow(
        id=last.id + 1 if last else 1,
        at=timezone.now(),
        user_id=by.pk if by else None,
        name=log.name_of(by),
        verb=verb,
        outcome=outcome,
        about=about[:300],
        detail=detail,
        previous=last.sha256 if last else "",
    )
    row.sha256 = hash_of(row)
    row.save(force_insert=True)
    return row


def hash_of(row: AuditRow) -> str:
    return digest({name: getattr(row, name) for name in COLUMNS})


def broken() -> list[str]:
    """Where the chain does not hold; empty when it does."""
    found, previous, expected = [], "", 1
    for row in AuditRow.objects.order_by("id").iterator(chunk_size=1000):
        if row.id != expected:
            found.append(f"the audit has a gap before row {row.id}")
        if row.previous != previous or row.sha256 != hash_of(row):
            found.append(f"audit row {row.id} is not the one that was written")
        previous, expected = row.sha256, row.id + 1
    return found
