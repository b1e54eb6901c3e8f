"""Pages that begin after a row, not at a number: rows added meanwhile shift nothing.

A cursor is the sort values of the row at the edge of a page, opaque to readers. It is not secret
and needs no signature: whatever it says only chooses where a page of public rows begins.
"""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from editorial.parameters import PAGE_SIZE, UNREADABLE, BadParameters

FOREIGN = "It is not a cursor of this list; start without one."
LARGEST = 2**63


@dataclass(frozen=True)
class Cursor:
    """The edge of a page: rows after it, or before it when `back`."""

    ordering: str
    values: tuple
    back: bool = False

    def encode(self) -> str:
        text = json.dumps([self.ordering, [_plain(v) for v in self.values], int(self.back)])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, raw: str) -> "Cursor":
        """Raises ValueError for anything that `encode` does not write."""
        try:
            data = json.loads(base64.b64decode(raw + "=" * (-len(raw) % 4), b"-_", validate=True))
            ordering, values, back = data
        except (binascii.Error, RecursionError, TypeError, ValueError) as fault:
            raise ValueError(FOREIGN) from fault
        if not isinstance(ordering, str) or not isinstance(values, list) or back not in (0, 1):
            raise ValueError(FOREIGN)
        return cls(ordering, tuple(values), bool(back))


@dataclass(frozen=True)
class Page:
    """The rows of one page, with links to its neighbours."""

    rows: list
    count: int
    next: str | None
    previous: str | None

    def response(self, results: list, **extra) -> Response:
        envelope = {"count": self.count, "next": self.next, "previous": self.previous}
        return Response({**extra, **envelope, "results": results}, headers=self.headers())

    def headers(self) -> dict:
        links = {"next": self.next, "prev": self.previous}
        text = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url)
        return {"Link": text} if text else {}


class CursorPages:
    """Cuts an ordered queryset into pages; or rows of an earlier moment, a list in the order of its one column."""

    def page(
        self, request, rows: QuerySet | list, ordering: str, columns: tuple, given: dict
    ) -> Page:
        size = given.get("page_size", PAGE_SIZE)
        cursor = _cursor(rows, ordering, columns, given.get("cursor"))
        count = len(rows) if isinstance(rows, list) else rows.order_by().count()
        found, more = self._cut(rows, columns, cursor, size)
        back = cursor is not None and cursor.back
        has_next, has_previous = (True, more) if back else (more, cursor is not None)
        edge = _Edges(request, ordering, columns)
        return Page(
            found,
            count,
            edge.link(found[-1]) if has_next and found else None,
            edge.link(found[0], back=True) if has_previous and found else None,
        )

    def _cut(self, rows, columns, cursor, size):
        back = cursor is not None and cursor.back
        if isinstance(rows, list):
            return _cut_list(rows, *columns, cursor, size)
        directed = [_turned(column) for column in columns] if back else list(columns)
        if cursor is not None:
            rows = rows.filter(_beyond(directed, cursor.values))
        found = list(rows.order_by(*directed)[: size + 1])
        found, more = found[:size], len(found) > size
        return (found[::-1] if back else found), more


@dataclass(frozen=True)
class _Edges:
    request: object
    ordering: str
    columns: tuple

    def link(self, row, *, back=False) -> str:
        values = tuple(getattr(row, column.lstrip("-")) for column in self.columns)
        url = self.request.build_absolute_uri(self.request.get_full_path())
        url = remove_query_param(url, "cursor")
        return replace_query_param(url, "cursor", Cursor(self.ordering, values, back).encode())


def _cut_list(rows, column, cursor, size):
    """The same of rows that are all at hand, in the order of this column."""
    if cursor is None:
        return rows[:size], len(rows) > size
    place = attrgetter(column)
    if cursor.back:
        before = rows[: bisect_left(rows, cursor.values[0], key=place)]
        return before[-size:], len(before) > size
    after = rows[bisect_right(rows, cursor.values[0], key=place) :]
    return after[:size], len(after) > size


def _cursor(rows, ordering, columns, raw) -> Cursor | None:
    if raw is None:
        return None
    try:
        cursor = Cursor.decode(raw)
        if cursor.ordering != ordering or len(cursor.values) != len(columns):
            raise ValueError(FOREIGN)
        values = [
            _typed(rows, c.lstrip("-"), v) for c, v in zip(columns, cursor.values, strict=True)
        ]
    except ValueError as fault:
        raise BadParameters([("cursor", str(fault))]) from fault
    return Cursor(ordering, tuple(values), cursor.back)


def _typed(rows, column, value):
    """The value as its column holds it; ValueError for what could not have come from a row."""
    if isinstance(rows, list):
        return _number(value)
    field = (
        rows.query.annotations[column].output_field if column in rows.query.annotations else None
    )
    field = field or rows.model._meta.get_field(
        column if column != "pk" else rows.model._meta.pk.name
    )
    if type(value) not in (str, int) or (isinstance(value, str) and UNREADABLE.search(value)):
        raise ValueError(FOREIGN)
    try:
        typed = field.to_python(value)
    except (OverflowError, TypeError, ValidationError) as fault:
        raise ValueError(FOREIGN) from fault
    return _number(typed) if isinstance(typed, int) else typed


def _number(value) -> int:
    if type(value) is not int or not -LARGEST <= value < LARGEST:
        raise ValueError(FOREIGN)
    return value


def _beyond(columns, values) -> Q:
    """Rows that stand after these values in this order, as one condition on several columns."""
    beyond = Q()
    for column, value in reversed(list(zip(columns, values, strict=True))):
        name, side = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        here = Q(**{f"{name}__{side}": value})
        beyond = here | (Q(**{name: value}) & beyond) if beyond else here
    return beyond


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _plain(value):
    return value if isinstance(value, int) else str(value)
