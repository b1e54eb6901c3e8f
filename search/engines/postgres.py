"""PostgreSQL: two tsvector columns of search_entry, and pg_trgm for misspelt names.

The vectors are written out word by word rather than by to_tsvector, so that the words are the
ones that `search.text` made and no other. `search_heading` holds title and names alone: it is
short enough to be ranked for thousands of rows, where reading `search_words` is slow.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

# The function of migration 0002, which keeps the planner on the index.
MATCHING = "SELECT id, kind FROM search_matching(CAST(%s AS tsquery), 'nothing')"
RANKED = "SELECT id, kind, score FROM search_matching(CAST(%s AS tsquery), '{ranked_by}')"
# The index of search_words; its letters are those of titles (A) and names (B).
HEADED = "SELECT id FROM search_entry WHERE search_words @@ CAST(%s AS tsquery)"
# The order of names that the index has.
ALPHABET = "folded USING ~<~"
SIMILAR = """
    SELECT text, folded, role FROM search_name
    WHERE role <> 'code' AND folded LIKE ANY (%s)
    ORDER BY word_similarity(%s, folded) DESC, similarity(%s, folded) DESC LIMIT %s
"""
# A tsvector cannot count further than this, nor hold more than a megabyte.
MAX_POSITION = 16_383
MAX_WORDS = 16_000


def expression(words: Sequence[str], *, prefix: bool, any_word: bool) -> str:
    """Quote each word, so that nothing a reader types is an operator."""
    terms = [f"'{word}'" for word in words]
    if prefix:
        terms[-1] += ":*"
    return (" | " if any_word else " & ").join(terms)


def matching(*, ranked: bool, common: bool) -> str:
    """SQL for what matches its one parameter: id and kind, and a score (lowest is best) if ranked."""
    return RANKED.format(ranked_by="heading" if common else "words") if ranked else MATCHING


def headed(words: Sequence[str]) -> tuple[str, list[str]]:
    """SQL for the ids of entries that hold the words in title or names, the last one unfinished."""
    *whole, last = words
    return HEADED, [" & ".join([*(f"'{word}':AB" for word in whole), f"'{last}':*AB"])]


def begins(text: str) -> tuple[str, list[str]]:
    """SQL that is true for names beginning with the text, which is letters and digits only."""
    return "folded LIKE %s", [text + "%"]


def write_words(entry_id: int, title: str, names: str, body: str) -> None:
    heading = [*_weighted(title, "A"), *_weighted(names, "B")]
    text = _weighted(body, "D", first=len(heading))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_entry SET search_heading = CAST(%s AS tsvector), "
            "search_words = CAST(%s AS tsvector) WHERE id = %s",
            [" ".join(heading), " ".join([*heading, *text]), entry_id],
        )


def _weighted(folded: str, weight: str, first: int = 0) -> Iterable[str]:
    words = folded.split()[:MAX_WORDS]
    return [
        f"'{word}':{min(place, MAX_POSITION)}{weight}"
        for place, word in enumerate(words, start=first + 1)
    ]


def write_names(entry_id: int) -> None:
    """The trigram index follows the table by itself."""


def forget_names(entry_id: int) -> None:
    """The trigram index follows the table by itself."""


def forget_words(entry_id: int) -> None:
    """The vectors go with their row."""


def forget_everything() -> None:
    """Nothing is kept outside the two tables."""


def similar(text: str, pieces: Sequence[str]) -> tuple[str, list]:
    """SQL and parameters (but the limit) for names that hold some three-letter pieces of the text."""
    return SIMILAR, [[f"%{piece}%" for piece in pieces], text, text]
