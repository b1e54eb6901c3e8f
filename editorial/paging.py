"""Pages of a list whose rows bring their number in all with them: one query, and no second one to count."""

from django.core.paginator import Page, Paginator

LONGEST = 6
"""Digits of a page's number; no list has as many pages."""


def page_asked(value: str) -> int:
    """The number of the page to show; the first one for what is no number."""
    return max(1, int(value)) if value.isdecimal() and len(value) <= LONGEST else 1


def counted(total: int, number: int, size: int) -> Page:
    """What components.pager draws; a page beyond the end is the last one."""
    return Paginator(range(total), size).get_page(number)
