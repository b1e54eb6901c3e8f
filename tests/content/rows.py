"""Looking at all working rows at once: which there are, what they say in public, where they belong."""

import re
from collections.abc import Iterator

from django.db import models

from editorial.registry import RowSpec, kinds

OPEN = re.compile(r"[a-z0-9]+")


def specs() -> list[RowSpec]:
    """Every table of every kind of entry."""
    return [spec for kind in kinds().values() for spec in kind.rows]


def facts() -> Iterator[tuple[RowSpec, models.Model]]:
    """Every row that states something."""
    for spec in specs():
        if "sources" in {field.name for field in spec.sets}:
            for row in spec.model.objects.prefetch_related("sources"):
                yield spec, row


def public_texts(spec: RowSpec, row: models.Model) -> Iterator[tuple[str, str]]:
    """The text of a row in columns that its live twin has too."""
    for column in spec.columns:
        for text in _texts(getattr(row, column.name)):
            yield column.name, text


def all_texts(row: models.Model) -> Iterator[str]:
    """Every text of a row, for editors or for readers."""
    for field in row._meta.concrete_fields:
        yield from _texts(getattr(row, field.name) if not field.is_relation else "")


def words(text: str) -> list[str]:
    """Lower-case words without apostrophes; hyphens part words."""
    return OPEN.findall(text.lower().replace("’", "").replace("'", ""))


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
