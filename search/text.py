"""How text becomes words, for both databases alike: cleaned, without accents, in lower case.

The index and the query fold with the same function, so neither database's own tokeniser
decides what is found: each is given words that are already separate.
"""

import re
from functools import lru_cache
from unicodedata import category, normalize

MAX_WORD = 64
WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart although readers type them plain.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def clean(text: str) -> str:
    """Remove what PostgreSQL refuses: NUL, and surrogates without their other half."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def fold(text: str) -> str:
    """Return the words of a text, separated by one space each."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    return [word[:MAX_WORD] for word in WORD.findall(_plain(clean(text)))]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    bare = "".join(letter for letter in normalize("NFKD", text) if not _is_mark(letter))
    # Folding case can bring accents back (the Turkish dotted I), so they are taken off twice.
    folded = normalize("NFKD", bare.casefold().translate(PLAIN))
    return "".join(letter for letter in folded if not _is_mark(letter))


@lru_cache(maxsize=4096)
def _is_mark(letter: str) -> bool:
    """Accents and invisible characters: soft hyphens, joiners, direction marks."""
    return category(letter)[0] == "M" or category(letter) == "Cf"


class _SameLength(dict):
    """For str.translate: each letter as its plain one, so that positions stay true."""

    def __missing__(self, code: int) -> str:
        plain = WORD.findall(_plain(chr(code)))
        self[code] = plain[0][0] if plain else chr(code)
        return self[code]


_SAME_LENGTH = _SameLength()


def aligned(text: str) -> str:
    """Fold letter by letter, for finding words in a text that will be shown as it is."""
    return text.lower() if text.isascii() else text.translate(_SAME_LENGTH)
