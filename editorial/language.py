"""The language of the interface. What editors write is data and stays in the language they wrote it in.

This is Django's gettext with a memory: a page asks for a hundred texts, and Django's own way to one of
them is as long as the rest of a row (docs/adr/0015). `N_` marks a text that is looked up later.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps

from django.conf import settings
from django.utils import translation

_spoken: ContextVar[str] = ContextVar("language", default=settings.LANGUAGE_CODE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Pages made inside are in this language; so are the words that Django itself adds."""
    token = _spoken.set(code)
    try:
        with translation.override(code):
            yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """As HTML names it: "en-GB"."""
    return _named(_spoken.get())


@lru_cache
def _named(code):
    return translation.to_locale(code).replace("_", "-")


def N_(message: str) -> str:
    """Marks a text for the catalogue and leaves it as it is."""
    return message


def P_(one: str, many: str) -> tuple[str, str]:
    """The same for the two arguments of `ngettext`."""
    return one, many


def gettext(message: str) -> str:
    return _told(_spoken.get(), message)


def ngettext(one: str, many: str, number: int) -> str:
    return _counted(_spoken.get(), one, many, number)


@lru_cache(maxsize=8192)
def _told(code, message):
    with translation.override(code):
        return translation.gettext(message)


@lru_cache(maxsize=8192)
def _counted(code, one, many, number):
    with translation.override(code):
        return translation.ngettext(one, many, number)


def kept(most: int) -> Callable:
    """`lru_cache` for words: what was made in one language is never taken for another."""

    def decorate(make):
        in_language = lru_cache(maxsize=most)(lambda code, *given: make(*given))

        @wraps(make)
        def words(*given):
            return in_language(_spoken.get(), *given)

        return words

    return decorate


class Words(dict):
    """Labels by value, each in the language of the page."""

    def __getitem__(self, value):
        return gettext(super().__getitem__(value))

    def get(self, value, default=""):
        return gettext(super().get(value, default))


def forget() -> None:
    """For whoever has put other catalogues in place."""
    _told.cache_clear()
    _counted.cache_clear()
