"""The SQL of a search, the same on both databases but for what `search.engines` puts in.

Every table and subquery is called search_*: the guard around public requests reads these names.
"""

from collections.abc import Sequence

from django.db import connection

from . import engines
from .models import Role

COUNTS = """
    WITH search_hit AS ({matching})
    SELECT search_entry.kind, count(*)
    FROM search_hit JOIN search_entry ON search_entry.id = search_hit.id
    GROUP BY search_entry.kind ORDER BY search_entry.kind
"""

# Sorted as bare ids: sorting whole rows would read the text of every entry found.
PAGE = """
    WITH search_hit AS ({matching}),
    search_tier AS (
        SELECT id, entry_id, folded, role, CASE
            WHEN folded = %s OR role = 'code' AND folded IN ({runs}) THEN 0
            WHEN {begins} THEN 1
            ELSE 2 END AS tier
        FROM search_name WHERE folded IN ({runs}) OR {begins}
    ),
    search_named AS (
        SELECT id, entry_id, tier, row_number() OVER (
            PARTITION BY entry_id ORDER BY tier, {role}, length(folded), id
        ) AS place
        FROM search_tier
    ),
    search_page AS (
        SELECT search_hit.id, search_named.id AS name_id, row_number() OVER (
            ORDER BY coalesce(search_named.tier, 3), search_hit.score,
                search_entry.title, search_hit.id
        ) AS place
        FROM search_hit
        JOIN search_entry ON search_entry.id = search_hit.id
        LEFT JOIN search_named ON search_named.entry_id = search_hit.id AND search_named.place = 1
        WHERE {kinds}
        ORDER BY place LIMIT %s OFFSET %s
    )
    SELECT search_entry.kind, search_entry.entry_id, search_entry.slug, search_entry.url,
        search_entry.title, search_entry.summary, search_entry.body,
        search_name.text, search_name.role, search_name.system
    FROM search_page
    JOIN search_entry ON search_entry.id = search_page.id
    LEFT JOIN search_name ON search_name.id = search_page.name_id
    ORDER BY search_page.place
"""

BEGINNING = """
    WITH search_first AS (
        SELECT id, entry_id, length(folded) AS length, row_number() OVER (
            PARTITION BY entry_id ORDER BY length(folded), {role}, id
        ) AS place
        FROM search_name WHERE {begins}
    )
    SELECT search_name.text, search_name.role, search_name.system, search_entry.kind,
        search_entry.entry_id, search_entry.slug, search_entry.url, search_entry.title
    FROM search_first
    JOIN search_name ON search_name.id = search_first.id
    JOIN search_entry ON search_entry.id = search_first.entry_id
    WHERE search_first.place = 1
    ORDER BY search_first.length, search_entry.title, search_entry.id LIMIT %s
"""

_PLACES = " ".join(f"WHEN '{role.value}' THEN {place}" for place, role in enumerate(Role))
ROLE_ORDER = f"CASE role {_PLACES} END"


def counts(expression: str) -> dict[str, int]:
    """How many entries of each kind match."""
    sql = COUNTS.format(matching=engines.current().matching(ranked=False, common=False))
    return dict(_fetch(sql, [expression]))


def page(
    expression: str,
    *,
    name: str,
    runs: Sequence[str],
    kinds: Sequence[str],
    common: bool,
    limit: int,
    offset: int,
) -> list[tuple]:
    """The best matches: seven columns of the entry, then text, role and system of its name."""
    engine = engines.current()
    begins, start = engine.begins(name)
    sql = PAGE.format(
        matching=engine.matching(ranked=True, common=common),
        runs=_marks(runs),
        begins=begins,
        role=ROLE_ORDER,
        kinds=f"search_entry.kind IN ({_marks(kinds)})" if kinds else "1 = 1",
    )
    named = [name, *runs, *start, *runs, *start]
    return _fetch(sql, [expression, *named, *kinds, limit, offset])


def beginning_with(start: str, *, limit: int) -> list[tuple]:
    """Names that begin so, the best one of each entry: three columns, then five of the entry."""
    begins, parameters = engines.current().begins(start)
    return _fetch(BEGINNING.format(begins=begins, role=ROLE_ORDER), [*parameters, limit])


def similar(words: Sequence[str], pieces: Sequence[str], *, limit: int) -> list[tuple]:
    """Names that hold some of the three-letter pieces: text, folded, role."""
    sql, parameters = engines.current().similar(" ".join(words), pieces)
    return _fetch(sql, [*parameters, limit])


def _marks(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values))


def _fetch(sql: str, parameters: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
