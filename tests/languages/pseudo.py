"""A language that nobody speaks: every text of the interface stands in ⟦brackets⟧, values and tags do not.

`bare` finds in a page what is neither in brackets nor said by the data: a text that nobody marked.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import override_settings
from django.utils import translation
from django.utils.dates import MONTHS as OF_THE_YEAR

from editorial import language

from .gathering import TEMPLATE

CODE = "de"
"""A real code, so that dates, numbers and Django's own words change with it."""
LEFT_ALONE = re.compile(r"(<[^>]*>|%\(\w+\)s|\{\w+\}|&\w+;)")
TOLD = re.compile(r"⟦[^⟧]*⟧")


def bracketed(message: str) -> str:
    """Text in brackets; values, tags and entities between them as they are."""
    parts = LEFT_ALONE.split(message)
    parts[::2] = [f"⟦{part}⟧" if re.search(r"\w", part) else part for part in parts[::2]]
    return "".join(parts)


@cache
def interface() -> set[str]:
    """The words of every text of the interface: a value of the data that reads the same excuses nobody."""
    with TEMPLATE.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    told = [text for id in ids for text in (id if isinstance(id, tuple) else (id,))]
    return {" ".join(words_of(LEFT_ALONE.sub(" ", text))) for text in told}


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """Pages made inside are in the pseudo-language; its catalogue stands in the folder."""
    made = Catalog(locale=CODE)
    with TEMPLATE.open("rb") as file:
        for message in read_po(file):
            if message.id:
                id = message.id
                text = tuple(map(bracketed, id)) if isinstance(id, tuple) else bracketed(id)
                made.add(id, text)
    path = folder / CODE / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, made)
    with override_settings(LOCALE_PATHS=[folder]):
        language.forget()
        with language.speaking(CODE):
            yield
    language.forget()


# What a page says ---------------------------------------------------------------------------

INLINE = frozenset(
    {"a", "abbr", "b", "button", "cite", "del", "em", "i", "ins", "mark", "span", "strong"}
)
SILENT = frozenset({"code", "script", "time"})
"""What is no language; and `time` holds a date, in the words of Django's own catalogue."""
AMID = INLINE | SILENT | {"sup"}
"""After these a text goes on."""
VOID = frozenset({"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use"})
EDGE = "\x1f"
"""Stands where one inline element ends or begins."""
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-every", "data-nothing")
NAMED = frozenset({"description", "og:title", "og:description"})


class Sayings(HTMLParser):
    """The texts of a page as readers meet them, a block at a time, and the attributes that are read out."""

    def __init__(self, markup: str):
        super().__init__()
        self.found, self.open, self.blocks = [], [], [[]]
        self.feed(markup)
        self.close()
        self.found += ["".join(block) for block in self.blocks]

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.found += [given[name] for name in SPOKEN if given.get(name)]
        if tag == "meta" and NAMED & {given.get("name"), given.get("property")}:
            self.found.append(given["content"])
        if tag in VOID:
            self.blocks[-1].append("\n")
            return
        apart = tag not in INLINE or "popover" in given
        self.open.append((tag, apart))
        if apart:
            self.blocks.append([])
        else:
            self.blocks[-1].append(EDGE)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while self.open:
            name, apart = self.open.pop()
            if apart:
                self.found.append("".join(self.blocks.pop()))
                self.blocks[-1].append(EDGE if name in AMID else "\n")
            else:
                self.blocks[-1].append(EDGE)
            if name == tag:
                return

    def handle_data(self, text):
        if not any(name in SILENT for name, _ in self.open):
            self.blocks[-1].append(text)


with translation.override(CODE):
    MONTHS = list(map(str, OF_THE_YEAR.values()))
DATE = re.compile(rf"(?:\d+\. )?(?:{'|'.join(MONTHS)}) \d{{4}}")
NO_WORDS = re.compile(rf"https?://\S+|(?:/[\w-]+)+/|\w*…|[\x1f\xad]|\]\([^)]*\)|{DATE.pattern}")
"""Addresses, what is cut off, what no reader sees, and dates, which Django words itself."""


def words_of(text: str) -> list[str]:
    told = NO_WORDS.sub("", text.replace("\xa0", " "))
    return re.findall(r"\w+", told.casefold())


class Data:
    """What the data says. A text made of whole values, and of stretches of them, is data."""

    LONG = 4
    """Words from which on a stretch of a value is taken for data."""

    def __init__(self, values, excused=()):
        """`excused` are values that count although the interface has the same words somewhere."""
        told, also = ({" ".join(words_of(value)) for value in some} for some in (values, excused))
        self.text = " | ".join(["", *sorted((told - interface()) | also), ""])
        self.asked: dict[str, bool] = {}

    def says(self, text: str) -> bool:
        """Remembered: pages say much that others have said."""
        if text not in self.asked:
            self.asked[text] = self._made_of_values(text)
        return self.asked[text]

    def _made_of_values(self, text):
        words = words_of(text)
        while words:
            length = self._stretch(words)
            if not length:
                return False
            words = words[length:]
        return True

    def _stretch(self, words) -> int:
        """How many of the words are said by the data in one go."""
        fits = 0 if re.search(r"[^\W\d_]{2}", words[0]) else 1
        for length in range(1, len(words) + 1):
            told = " ".join(words[:length])
            if f" {told} " not in self.text:
                break
            if length >= self.LONG or f" | {told} | " in self.text:
                fits = length
        return fits


def bare(markup: str, data: Data) -> list[str]:
    """What a page says that is neither in brackets nor in the data."""
    return [
        part.replace(EDGE, "").strip()
        for saying in Sayings(markup).found
        for told in TOLD.sub("\n", saying).split("\n")
        if not data.says(told.replace(EDGE, ""))
        for part in told.split(EDGE)
        if not data.says(part)
    ]
