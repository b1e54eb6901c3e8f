"""What would be hit: which published pages name an entry, and what changes for them."""

from collections import Counter
from dataclasses import dataclass

from search.models import SearchEntry

from .models import HiddenRow, LiveReference
from .registry import kinds


@dataclass(frozen=True)
class Use:
    """One published page that names the entry, in so many of its rows."""

    kind: str
    title: str
    url: str
    rows: int


@dataclass(frozen=True)
class Impact:
    """What publishing one proposed entry would do to others, in sentences, with the pages concerned."""

    sentences: list[str]
    uses: list[Use]


def used_by(kind_name: str, entry_id: int) -> list[Use]:
    """The published pages that name this entry, those with most rows first. The search knows
    the title and address of every published page, whatever its kind."""
    naming = LiveReference.objects.filter(target_kind=kind_name, target_id=entry_id)
    counted = Counter(naming.values_list("kind", "entry_id"))
    counted.pop((kind_name, entry_id), None)
    rows = SearchEntry.objects.filter(entry_id__in={pk for _, pk in counted}).order_by()
    found = [
        Use(row.kind, row.title, row.url, counted[row.kind, row.entry_id])
        for row in rows
        if (row.kind, row.entry_id) in counted
    ]
    return sorted(found, key=lambda use: (-use.rows, use.kind, use.title))


def impact(proposed) -> Impact:
    """For the screen of a proposal: a new page, a new address, a new title, a withdrawal."""
    kind = kinds()[proposed.kind]
    live = kind.live.objects.filter(pk=proposed.entry_id).defer("document").first()
    uses = used_by(proposed.kind, proposed.entry_id)
    pages = f"{len(uses)} published {'page' if len(uses) == 1 else 'pages'}"
    sentences = []
    if proposed.document is None:
        sentences.append("The page will answer that it was withdrawn, with the reason.")
        if uses:
            sentences.append(f"What rests on it alone disappears from {pages}.")
    elif live is None:
        waiting = HiddenRow.objects.filter(
            waits_for_kind=proposed.kind, waits_for_id=proposed.entry_id
        ).count()
        sentences.append("A new page appears.")
        if waiting:
            sentences.append(f"{waiting} rows of other pages wait for it and will be shown.")
    else:
        if live.slug != proposed.slug:
            sentences.append(f"The address “{live.slug}” will lead to “{proposed.slug}”.")
        if live.title != proposed.title and uses:
            sentences.append(f"Its new name will be shown on {pages}.")
    return Impact(sentences, uses)
