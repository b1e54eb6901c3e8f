"""The fact base: the fixtures are checked, written into the working copy and published as origin `import`.

All of it is one transaction. A broken row names its file, entry and field, and nothing is changed.
An entry that people have changed or published since is left as they left it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from editorial.actions import publish_import
from editorial.models import Edition, Origin, Touch

from .reading import ContentError, read
from .writing import Working

__all__ = ["FIXTURES", "ContentError", "Loaded", "load"]

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
NOTE = "First published: checked against the named sources, not yet reviewed by a clinician."


@dataclass(frozen=True)
class Loaded:
    """How many entries were read, kept as people left them, and published just now."""

    entries: int
    rows: int
    kept: int
    published: int


@transaction.atomic
def load(folder: Path = FIXTURES, *, report: Callable[[str], None] = lambda line: None) -> Loaded:
    """Load every fixture file of a folder and publish what may go out; raises ContentError."""
    bundles = read(folder)
    rows = sum(len(bundle.rows) for bundle in bundles)
    report(f"Read {len(bundles)} entries with {rows:,} rows.")
    working = Working(bundles, keep=_changed_by_people)
    for name, count in working.write():
        report(f"  {name}: {count} {'entry' if count == 1 else 'entries'}")
    for entry in working.kept:
        report(f"  left as people changed it: {entry.kind} {entry.slug}")
    published = _publish(working.entries, report)
    return Loaded(len(bundles), rows, len(working.kept), published)


def _changed_by_people(entry) -> bool:
    """Somebody worked on this entry since it was loaded: its fixture must not overwrite that."""
    mine = {"kind": entry.kind, "entry_id": entry.pk}
    published = Edition.objects.filter(**mine).exclude(origin=Origin.IMPORT)
    return published.exists() or Touch.objects.filter(**mine).exists()


def _publish(entries, report) -> int:
    done = 0

    def progress(entry, edition):
        nonlocal done
        done += 1
        if done % 50 == 0:
            report(f"  checked {done} entries for publication")

    report("Publishing ...")
    editions = publish_import(entries, note=NOTE, progress=progress)
    report(
        f"Published {len(editions)} editions; everything else was live already or waits for a check."
    )
    return len(editions)
