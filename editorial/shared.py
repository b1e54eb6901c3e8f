"""Published entries that many pages name, decoded once a generation for all pages of this process.

What the safety floor says is the same for most drugs: it would be decoded and put together again for each
page. The statement that finds those entries also tells of which generation (docs/adr/0008) they are; what
this process has made of that generation is used again, and what belongs to another is forgotten.

Inside a transaction nothing is shared: there a preview shows what nobody has published.
"""

from django.db import connection
from django.db.models import Subquery

from .models import LiveChange, LiveRebuild

MOST = 5_000
"""Entries kept at most, one to three kilobytes each; of the real content there are 300."""

NEWEST = {
    "newest_seq": Subquery(LiveChange.objects.order_by("-seq").values("seq")[:1]),
    "newest_step": Subquery(LiveRebuild.objects.order_by("-step").values("step")[:1]),
}
"""The generation, read by the statement whose rows it is about."""


def generation_of(rows: list[dict]) -> tuple | None:
    """Taken out of the rows; None of no rows."""
    seen = None
    for row in rows:
        seen = row.pop("newest_seq"), row.pop("newest_step")
    return seen


class Shared:
    """What other requests have made of one generation, for one request; and what this one adds."""

    def __init__(self, generation: tuple | None):
        self.generation = generation
        self.exact = generation is not None and not connection.in_atomic_block
        # Taken once: another thread may put a newer one in its place at any moment.
        kept_of, entries = _kept
        self.entries = entries if self.exact and kept_of == generation else {}

    def saw(self, generation: tuple | None) -> None:
        """What another statement told: when something was published between the two, nothing is added."""
        self.exact = self.exact and generation == self.generation

    def add(self, made: dict) -> None:
        global _kept
        if made and self.exact and len(self.entries) + len(made) <= MOST:
            _kept = self.generation, self.entries | made


_kept: tuple = (None, {})


def forget() -> None:
    global _kept
    _kept = (None, {})
