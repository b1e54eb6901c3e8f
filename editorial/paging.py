"""Pages of lists that are not counted by a query of their own, as counting grows with the catalogue."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

LONGEST = 6
"""Digits of a page's number; no list has as many pages."""


def page_asked(value: str) -> int:
    """The number of the page to show; the first one for what is no number."""
    return max(1, int(value)) if value.isdecimal() and len(value) <= LONGEST else 1


def counted(total: int, number: int, size: int) -> Page:
    """What components.pager draws; a page beyond the end is the last one."""
    return Paginator(range(total), size).get_page(number)


class Uncounted(Page):
    """A page that knows whether another one follows, and not how many there are."""

    def __init__(self, rows: list, number: int, size: int):
        super().__init__(rows[:size], number, None)
        self.more = len(rows) > size

    def has_next(self):
        return self.more

    def next_page_number(self):
        return self.number + 1

    def previous_page_number(self):
        return self.number - 1


def one_page(rows: QuerySet | list, number: int, size: int) -> Page:
    """One query for a page that is there; only one beyond the end has the list counted, for the last."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    if found or number == 1:
        return Uncounted(found, number, size)
    total = len(rows) if isinstance(rows, list) else rows.count()
    last = counted(total, number, size).number
    return one_page(rows, last, size)
