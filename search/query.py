"""Answering a reader's search, with at most four database queries whatever is found.

Names come first: an exact name or code, then names that begin with what was typed, then names
that stand somewhere in it ("xeljanz side effects"), then full text by rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import engines, statements
from .index import MAX_NAME, Name
from .passages import Passage, passage, pattern
from .spelling import correct
from .text import clean, fold

MAX_TEXT = 200
MAX_WORDS = 8
MAX_LIMIT = 100
MAX_OFFSET = 100_000
# A word in more entries than this says little about any of them.
COMMON = 500
# Left out of full text when other words remain, so that a question can be typed as one.
FILLERS = frozenset(
    fold(
        "a about an and are as at be by can do does for from has have how i in is it my of on or "
        "should the to was what when where which who why will with"
    ).split()
)


@dataclass(frozen=True)
class Hit:
    """One entry; `matched` is the name that was recognised, None when only its text matches."""

    kind: str
    entry_id: int
    slug: str
    url: str
    title: str
    summary: str
    passage: Passage
    matched: Name | None


@dataclass(frozen=True)
class Results:
    """A page of hits; `count` is how many there are in the kinds asked for, `counts` in each kind.

    `did_you_mean` is what was searched for instead, when nothing held what was typed;
    `any_word` says that no entry held all the words and these hold some of them.
    """

    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    did_you_mean: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    any_word: bool = False


@dataclass(frozen=True)
class Suggestion:
    name: Name
    kind: str
    entry_id: int
    slug: str
    url: str
    title: str


@dataclass(frozen=True)
class Asked:
    """The words to look for; the last may be unfinished."""

    words: list[str]
    any_word: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def telling(self) -> list[str]:
        return [word for word in self.words if word not in FILLERS] or self.words

    @property
    def prefix(self) -> bool:
        """A number is finished: the 1 of L63.1 is not the beginning of 10."""
        return self.words[-1] == self.telling[-1] and not self.words[-1].isdecimal()

    def expression(self) -> str:
        return engines.current().expression(
            self.telling, prefix=self.prefix, any_word=self.any_word
        )

    def runs(self) -> list[str]:
        """Every run of neighbouring words, for names inside a longer question."""
        places = range(len(self.words))
        runs = {" ".join(self.words[a : b + 1])[:MAX_NAME] for a in places for b in places[a:]}
        return sorted(runs - FILLERS | {self.text[:MAX_NAME]})


def search(text: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0) -> Results:
    """Find entries; any text is allowed, and an empty one finds nothing."""
    words = _words(text)
    if not words:
        return Results()
    asked, did_you_mean = Asked(words), None
    counts = statements.counts(asked.expression())
    if not counts:
        asked, did_you_mean = _second_try(words)
        counts = statements.counts(asked.expression()) if asked else {}
    if not counts:
        return Results()
    wanted = [kind for kind in counts if not kinds or kind in kinds]
    return Results(
        hits=_hits(asked, _page(asked, counts, wanted, limit, offset)) if wanted else [],
        count=sum(counts[kind] for kind in wanted),
        did_you_mean=did_you_mean,
        counts=counts,
        any_word=asked.any_word,
    )


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Names that begin with the text, then those with a later word that does; one query.

    Each entry comes once, by its title if that begins so; sources come last.
    """
    words = _words(text)
    if not words:
        return []
    start = " ".join(words)[:MAX_NAME]
    found = statements.suggestions(words, start, limit=_between(limit, MAX_LIMIT))
    return [Suggestion(Name(*row[:3]), *row[3:]) for row in found]


def _words(text: str) -> list[str]:
    return fold(clean(text[: MAX_TEXT * 2])[:MAX_TEXT]).split()[:MAX_WORDS]


def _between(number: int, most: int) -> int:
    return max(0, min(number, most))


def _second_try(words: list[str]) -> tuple[Asked | None, str | None]:
    """What to look for when nothing holds all the words: a corrected name, or any of the words."""
    correction = correct(words)
    if correction:
        return Asked(correction.words, any_word=not correction.whole), correction.name
    return (Asked(words, any_word=True), None) if _is_prose(words) else (None, None)


def _is_prose(words: list[str]) -> bool:
    """Part of a code must not answer for it: L63.0 is not what L63.1 asked for."""
    return len(words) > 1 and any(
        len(word) > 3 and word.isalpha() and word not in FILLERS for word in words
    )


def _page(
    asked: Asked, counts: dict[str, int], kinds: list[str], limit: int, offset: int
) -> list[tuple]:
    return statements.page(
        asked.expression(),
        name=asked.text[:MAX_NAME],
        runs=asked.runs(),
        kinds=kinds if len(kinds) < len(counts) else (),
        common=sum(counts.values()) > COMMON,
        limit=_between(limit, MAX_LIMIT),
        offset=_between(offset, MAX_OFFSET),
    )


def _hits(asked: Asked, found: Sequence[tuple]) -> list[Hit]:
    marks = pattern(asked.telling, prefix=asked.prefix)
    return [
        Hit(*columns, summary, passage(marks, body, summary), Name(*name) if name[0] else None)
        for *columns, summary, body, name in ((*row[:7], row[7:]) for row in found)
    ]
