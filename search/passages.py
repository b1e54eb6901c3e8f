"""A short excerpt around the words that were found, as plain pieces a template can mark itself."""

import re
from collections.abc import Sequence

from .text import aligned

Passage = list[tuple[str, bool]]

LENGTH = 220
# How much of the excerpt comes before the first word found.
LEAD = 60
# Further down a page nobody is helped by an excerpt, and looking costs time.
DEPTH = 20_000
ELLIPSIS = "…"


def pattern(words: Sequence[str], *, prefix: bool) -> re.Pattern[str]:
    """Match the words as whole words, the last one also as a beginning."""
    whole = [rf"{re.escape(word)}(?![^\W_])" for word in words]
    if prefix:
        whole[-1] = rf"{re.escape(words[-1])}[^\W_]*"
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(whole)})")


def passage(found: re.Pattern[str], *texts: str) -> Passage:
    """Cut the excerpt from the first text that holds a word, or else from the first with any."""
    for text in texts:
        match = found.search(aligned(text[:DEPTH]))
        if match:
            return _marked(found, *_around(text, match.start()))
    start = next((text for text in texts if text), "")
    return [("".join(_around(start, 0)), False)] if start else []


def _around(text: str, place: int) -> tuple[str, str, str]:
    """Return the excerpt between its ellipses; both ends are put between words."""
    start = max(0, place - LEAD)
    if start:
        start = text.find(" ", start, place) + 1 or place
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", place + LEAD, end)
        end = space if space > 0 else end
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(text) else ""
    return before, " ".join(text[start:end].split()), after


def _marked(found: re.Pattern[str], before: str, excerpt: str, after: str) -> Passage:
    pieces, last = [(before, False)], 0
    for match in found.finditer(aligned(excerpt)):
        pieces.append((excerpt[last : match.start()], False))
        pieces.append((excerpt[match.start() : match.end()], True))
        last = match.end()
    pieces.append((excerpt[last:] + after, False))
    return [piece for piece in pieces if piece[0]]
