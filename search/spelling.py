"""Typing errors: the name a reader most likely meant.

The database proposes names that share three letters in a row; how far each is from what was
typed is counted here, in letters added, lost, changed or swapped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .models import Role
from .statements import similar

CANDIDATES = 200
ROLES = {role: place for place, role in enumerate(Role.values)}


@dataclass(frozen=True)
class Correction:
    """`name` as it is shown when a whole name was meant; `words` to search for instead."""

    name: str
    words: list[str]
    whole: bool


def correct(words: Sequence[str]) -> Correction | None:
    """Return the nearest name, or the words with the misspelt ones put right; one query."""
    pieces = _pieces(words)
    if not pieces:
        return None
    candidates = similar(words, pieces, limit=CANDIDATES)
    return _nearest_name(words, candidates) or _nearest_words(words, candidates)


def allowed(length: int) -> int:
    """How many letters may be wrong in so many."""
    if length < 4:
        return 0
    return 1 if length < 8 else 2 if length < 12 else 3


def _pieces(words: Sequence[str]) -> list[str]:
    pieces = {word[at : at + 3] for word in words for at in range(len(word) - 2)}
    return sorted(pieces)


def distance(typed: str, meant: str) -> int | None:
    """Count the errors, or None when there are too many to be a slip.

    A digit is never a slip: JAK1 is not JAK2.
    """
    if _digits(typed) != _digits(meant):
        return None
    most = allowed(len(typed))
    errors = OSA.distance(typed, meant, score_cutoff=most)
    return errors if errors <= most else None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _nearest_name(words: Sequence[str], candidates: Sequence[tuple]) -> Correction | None:
    """The name of which the typed words are the whole or, failing that, a run of neighbours."""
    typed = " ".join(words)
    found = [
        ((errors, part != folded, place > 0, ROLES[role], len(folded), folded), text)
        for text, folded, role in candidates
        for place, part in _runs(folded.split(), len(words))
        if (errors := distance(typed, part)) is not None
    ]
    if not found:
        return None
    (*_, folded), text = min(found)
    return Correction(text, folded.split(), whole=True)


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[int, str]]:
    for place in range(max(1, len(words) - length + 1)):
        yield place, " ".join(words[place : place + length])


def _nearest_words(words: Sequence[str], candidates: Sequence[tuple]) -> Correction | None:
    known = {part: ROLES[role] for _, folded, role in candidates for part in folded.split()}
    corrected = [_nearest_word(word, known) for word in words]
    if corrected == list(words):
        return None
    return Correction(" ".join(corrected), corrected, whole=False)


def _nearest_word(word: str, known: dict[str, int]) -> str:
    if word in known:
        return word
    near = [
        (errors, role, part)
        for part, role in known.items()
        if (errors := distance(word, part)) is not None
    ]
    return min(near)[2] if near else word
