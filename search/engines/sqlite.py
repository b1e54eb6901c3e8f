"""SQLite: two FTS5 tables, which keep an index and no second copy of the text.

Their rowids are the ids of search_entry and search_name. The tokeniser is `ascii`, which only
splits at spaces here: `search.text` has already folded every word.
"""

from collections.abc import Sequence

from django.db import connection

MATCHING = """
    SELECT search_entry.id, search_entry.kind
    FROM search_text JOIN search_entry ON search_entry.id = search_text.rowid
    WHERE search_text MATCH %s
"""
# The weights are those of title, names, body.
RANKED = """
    SELECT search_entry.id, search_entry.kind, bm25(search_text, 10.0, 5.0, 1.0) AS score
    FROM search_text JOIN search_entry ON search_entry.id = search_text.rowid
    WHERE search_text MATCH %s
"""
HEADED = "SELECT rowid AS id FROM search_text WHERE search_text MATCH %s"
# The order of names that the index has.
ALPHABET = "folded"
LAST = "\U0010ffff"

SIMILAR = """
    SELECT search_name.text, search_name.folded, search_name.role
    FROM search_name_trigram JOIN search_name ON search_name.id = search_name_trigram.rowid
    WHERE search_name_trigram MATCH %s ORDER BY search_name_trigram.rank LIMIT %s
"""
EMPTY = "INSERT INTO {table} ({table}) VALUES ('delete-all')"


def expression(words: Sequence[str], *, prefix: bool, any_word: bool) -> str:
    """Quote each word, so that nothing a reader types is an operator."""
    terms = [f'"{word}"' for word in words]
    if prefix:
        terms[-1] += " *"
    return (" OR " if any_word else " AND ").join(terms)


def matching(*, ranked: bool, common: bool) -> str:
    """SQL for what matches its one parameter: id and kind, and a score (lowest is best) if ranked."""
    return RANKED if ranked else MATCHING


def headed(words: Sequence[str]) -> tuple[str, list[str]]:
    """SQL for the ids of entries that hold the words in title or names, the last one unfinished."""
    return HEADED, [f"{{title names}} : ({expression(words, prefix=True, any_word=False)})"]


def begins(text: str) -> tuple[str, list[str]]:
    """SQL that is true for names beginning with the text; LIKE would not use the index here."""
    return "(folded >= %s AND folded < %s)", [text, text + LAST]


def write_words(entry_id: int, title: str, names: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO search_text (rowid, title, names, body) VALUES (%s, %s, %s, %s)",
            [entry_id, title, names, body],
        )


def write_names(entry_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_name_trigram (rowid, folded) "
            "SELECT id, folded FROM search_name WHERE entry_id = %s AND role <> 'code'",
            [entry_id],
        )


def forget_names(entry_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_name_trigram WHERE rowid IN "
            "(SELECT id FROM search_name WHERE entry_id = %s AND role <> 'code')",
            [entry_id],
        )


def forget_words(entry_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_text WHERE rowid = %s", [entry_id])


def forget_everything() -> None:
    with connection.cursor() as cursor:
        for table in ("search_text", "search_name_trigram"):
            cursor.execute(EMPTY.format(table=table))


def similar(text: str, pieces: Sequence[str]) -> tuple[str, list]:
    """SQL and parameters (but the limit) for names that hold some three-letter pieces of the text."""
    return SIMILAR, [" OR ".join(f'"{piece}"' for piece in pieces)]
