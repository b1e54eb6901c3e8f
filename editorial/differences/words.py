"""A long text compared word by word: paragraphs first, then sentences, then words in what differs.

Joining "same" and "removed" gives the text before, joining "same" and "added" the text after, to the
last space. The text is compared as it is written, Markdown and all.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

from .shapes import Segment

MOST_PAIRS = 500_000
"""Pairs of equal parts that may be looked at in one go; beyond it a passage is replaced as a whole."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+|\s+|([^\w\s])\1*")
"""A number with its decimals is one word, so that 2.5 becomes 2.0 as a whole; so are the two stars of a bold text."""


def _paragraphs(text):
    return text.splitlines(keepends=True)


def _sentences(text):
    return re.split(r"(?<=[.!?]\s)", text)


def _words_with_space(text):
    return re.split(r"(?<=\s)(?=\S)", text)


def _words(text):
    return [match[0] for match in _WORD.finditer(text)]


SPLITTERS = (_paragraphs, _sentences, _words_with_space, _words)
"""From coarse to fine; each is used only inside what the one before it found to differ."""


def compared(before: str, after: str) -> tuple[Segment, ...]:
    """The segments that lead from one text to the other, removals before additions."""
    return tuple(_segments(_folded(_hunks(_parts(before, after, SPLITTERS)))))


def _parts(before, after, splitters):
    if before == after:
        yield "same", before
    elif not (before and after and splitters):
        yield "removed", before
        yield "added", after
    else:
        yield from _matched(*map(splitters[0], (before, after)), splitters[1:])


def _matched(before, after, finer):
    head = _common(zip(before, after, strict=False))
    tail = _common(zip(reversed(before[head:]), reversed(after[head:]), strict=False))
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield "same", "".join(before[:head])
    if _pairs(old, new) > MOST_PAIRS:
        yield from _parts("".join(old), "".join(new), ())
    else:
        # Without autojunk: it takes every word of a long text that is used often for noise.
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            here = "".join(old[i:j]), "".join(new[k:m])
            yield from _parts(*here, finer if tag == "replace" else ())
    yield "same", "".join(before[len(before) - tail :])


def _common(pairs) -> int:
    number = 0
    for one, other in pairs:
        if one != other:
            break
        number += 1
    return number


def _pairs(before, after) -> int:
    there = Counter(after)
    return sum(number * there[part] for part, number in Counter(before).items())


def _hunks(parts) -> list[list[str]]:
    """Triples of what stays the same, what is removed after it, and what is added in its place."""
    hunks = [["", "", ""]]
    for sort, text in parts:
        if sort == "same" and text and any(hunks[-1][1:]):
            hunks.append([text, "", ""])
        elif text:
            hunks[-1][("same", "removed", "added").index(sort)] += text
    return hunks


def _folded(hunks) -> list[list[str]]:
    """A word or two that stayed by chance between longer changes is read as a part of them."""
    kept = hunks[:1]
    for same, removed, added in hunks[1:]:
        last = kept[-1]
        if any(last[1:]) and (removed or added) and _by_chance(same, last[1:], (removed, added)):
            last[1] += same + removed
            last[2] += same + added
        else:
            kept.append([same, removed, added])
    return kept


def _by_chance(same, *changes) -> bool:
    if "\n" in same:
        return False
    shortest = min(max(map(len, change)) for change in changes)
    return same.isspace() or (len(same.strip()) * 2 <= shortest and len(same.split()) <= 3)


def _segments(hunks):
    for hunk in hunks:
        for sort, text in zip(("same", "removed", "added"), hunk, strict=True):
            if text:
                yield Segment(sort, text)
