"""Words that readers may not know, explained where a page first uses them (docs/adr/0014).

The explanations are the published entries of kind "term". They are put into texts that are HTML already:
outside tags, and never into a link, a heading, code or another control.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from django.utils.html import conditional_escape, format_html

from . import past
from .language import gettext
from .prepared import ask
from .registry import kinds
from .wording import woven

COLUMNS = ("place", "slug", "title", "position", "text", "advice")
"""Those of `terms`, so that a page can ask for them together with other rows."""

PIECE = re.compile(r"<(/?)(\w+)(?:\"[^\"]*\"|[^\">])*>|(?<!&)\b[^\W_]+")
CLOSED = frozenset({"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6"})


def terms():
    """Every published term as a row with COLUMNS; `place` says that it is one, `advice` holds its synonyms."""
    rows = (
        kinds()["term"]
        .live.objects.order_by()
        .annotate(
            place=Value("term"),
            title=F("name"),
            position=Value(0),
            text=F("definition"),
            advice=Cast("synonyms", TextField()),
        )
    )
    return rows.values(*COLUMNS)


def _asked() -> list[dict]:
    """Today's terms, or those of the moment at which readers look back."""
    if not past.moment():
        return ask(terms, (), ())
    named = [document["rows"] for _, _, document in past.documents([kinds()["term"].live.objects])]
    return [
        {
            "slug": term["slug"],
            "title": term["name"],
            "text": term["definition"],
            "advice": json.dumps(term["synonyms"]),
        }
        for rows in named
        for term in rows[kinds()["term"].rows[0].label]
    ]


class Glossed:
    """The terms of one page; each is explained once, where it first stands."""

    def __init__(self, rows: Iterable[dict] | None = None):
        """`rows` as from `terms`, in any order; without them they are asked for, in one query."""
        rows = _asked() if rows is None else rows
        self.vocabulary = _vocabulary(
            tuple(sorted((r["slug"], r["title"], r["advice"], r["text"]) for r in rows))
        )
        self.said = set()

    def mark(self, text: str) -> str:
        """The text with a control around each term that the page had not used before."""
        markup = conditional_escape(text or "")
        controls = []
        for start, end, slug in self.vocabulary.found(markup):
            if slug not in self.said:
                self.said.add(slug)
                controls.append((start, end, self._control(slug, markup[start:end])))
        return woven(markup, controls) if controls else markup

    def _control(self, slug, words):
        """A button that opens the explanation beside it, by keyboard and without a script."""
        name, definition = self.vocabulary.meaning[slug]
        return format_html(
            '<button type="button" class="term" popovertarget="term-{0}">{1}</button>'
            '<span popover id="term-{0}" class="glance"><strong>{2}</strong>: {3} '
            '<a href="/glossary/#{0}">{4}</a></span>',
            slug,
            woven(words, ()),
            name,
            definition,
            gettext("All words explained"),
        )


@lru_cache(maxsize=4)
def _vocabulary(rows: tuple) -> "Vocabulary":
    return Vocabulary(rows)


class Vocabulary:
    """Terms by the first word of their names; the same object as long as no term changes."""

    def __init__(self, rows):
        self.meaning = {slug: (name, text) for slug, name, _, text in rows}
        self.beginning = defaultdict(list)
        for slug, name, synonyms, _ in rows:
            for words in (name, *json.loads(synonyms)):
                first = PIECE.search(words)
                if first:
                    self.beginning[first[0].lower()].append((len(words), _pattern(words), slug))
        for candidates in self.beginning.values():
            candidates.sort(key=lambda each: -each[0])
        self.found = lru_cache(maxsize=4096)(self._found)

    def _found(self, markup: str) -> list[tuple[int, int, str]]:
        """Start, end and slug of every term in the texts of some HTML, the longest at each place."""
        found, closed, last = [], 0, 0
        for piece in PIECE.finditer(markup):
            if piece[2]:
                if piece[2] in CLOSED:
                    closed += -1 if piece[1] else 1
            elif not closed and piece.start() >= last:
                match = self._at(piece, markup)
                if match:
                    last = match[1]
                    found.append(match)
        return found

    def _at(self, piece, markup):
        for _, pattern, slug in self.beginning.get(_singular(piece[0].lower(), self.beginning), ()):
            match = pattern.match(markup, piece.start())
            if match:
                return piece.start(), match.end(), slug
        return None


def _singular(word: str, known) -> str:
    return word[:-1] if word not in known and word.endswith("s") else word


def _pattern(words: str) -> re.Pattern:
    """The words as they may stand in a text, also as a plural; an abbreviation keeps its capitals."""
    parts = [re.escape(str(conditional_escape(part))) for part in re.split(r"[\s-]+", words)]
    flags = 0 if words.isupper() else re.IGNORECASE
    return re.compile(r"[\s-]".join(parts) + r"s?(?![^\W_])", flags)
