"""The SQL of a search, the same on both databases but for what `search.engines` puts in.

Every table and subquery is called search_*: the guard around public requests reads these names.
"""

from collections.abc import Sequence

from django.db import connection

from . import engines
from .models import Role

COUNTS = """
    WITH search_hit AS ({matching})
    SELECT kind, count(*) FROM search_hit GROUP BY kind ORDER BY kind
"""

# Names recognised in the query, the best one of each entry: the longest that the query holds, or
# the shortest that it begins. The beginnings are capped: one that
# thousands of names share recognises nothing.
NAMED = """
    search_tier AS (
        SELECT id, entry_id, folded, role, CASE
            WHEN folded = %s OR role = 'code' THEN 0 ELSE 2 END AS tier
        FROM search_name WHERE folded IN ({runs})
        UNION ALL
        SELECT id, entry_id, folded, role, 1 AS tier FROM (
            SELECT id, entry_id, folded, role FROM search_name
            WHERE {begins} ORDER BY {alphabet} LIMIT 1000
        ) AS search_beginning
    ),
    search_named AS (
        SELECT id, entry_id, tier, row_number() OVER (
            PARTITION BY entry_id ORDER BY tier, {role},
                CASE tier WHEN 1 THEN length(folded) ELSE -length(folded) END, id
        ) AS place
        FROM search_tier
    )
"""

# Sorted as bare ids: sorting whole rows would read the text of every entry found.
PAGE = """
    WITH search_hit AS ({ranked}), {named},
    search_page AS (
        SELECT search_hit.id, search_hit.score, search_named.id AS name_id,
            coalesce(search_named.tier, 3) AS tier,
            CASE WHEN search_hit.kind = %s AND coalesce(search_named.tier, 3) > 0
                THEN 1 ELSE 0 END AS behind
        FROM search_hit LEFT JOIN search_named
        ON search_named.entry_id = search_hit.id AND search_named.place = 1
        WHERE {kinds}
        ORDER BY behind, tier, search_hit.score, search_hit.id
        LIMIT %s OFFSET %s
    )
    SELECT search_entry.kind, search_entry.entry_id, search_entry.slug, search_entry.url,
        search_entry.title, search_body.summary, search_body.body,
        search_name.text, search_name.role, search_name.system
    FROM search_page
    JOIN search_entry ON search_entry.id = search_page.id
    JOIN search_body ON search_body.entry_id = search_page.id
    LEFT JOIN search_name ON search_name.id = search_page.name_id
    ORDER BY search_page.behind, search_page.tier, search_page.score, search_page.id
"""

# The plus keeps SQLite from trying every entry of the kinds against the full-text index.
OF_KINDS = "+search_hit.id IN (SELECT id FROM search_entry WHERE kind IN ({kinds}))"

SUGGESTIONS = """
    WITH search_beginning AS (
        SELECT id, entry_id, role, folded, 0 AS later FROM search_name
        WHERE {begins} AND system <> 'key' ORDER BY {alphabet} LIMIT 200
    ),
    search_headed AS ({headed} LIMIT 200),
    search_candidate AS (
        SELECT id, entry_id, role, folded, later FROM search_beginning
        UNION ALL
        SELECT search_name.id, search_name.entry_id, role, folded, 1
        FROM search_headed JOIN search_name ON search_name.entry_id = search_headed.id
        WHERE role <> 'code' AND folded LIKE %s
    ),
    search_first AS (
        SELECT id, entry_id, later, length(folded) AS length, row_number() OVER (
            PARTITION BY entry_id ORDER BY {role}, later, length(folded), id
        ) AS place
        FROM search_candidate
    )
    SELECT search_name.text, search_name.role, search_name.system, search_entry.kind,
        search_entry.entry_id, search_entry.slug, search_entry.url, search_entry.title
    FROM search_first
    JOIN search_name ON search_name.id = search_first.id
    JOIN search_entry ON search_entry.id = search_first.entry_id
    WHERE search_first.place = 1
    ORDER BY CASE WHEN search_entry.kind = %s THEN 1 ELSE 0 END, search_first.later,
        search_first.length, search_entry.title, search_entry.id LIMIT %s
"""

_PLACES = " ".join(f"WHEN '{role.value}' THEN {place}" for place, role in enumerate(Role))
ROLE_ORDER = f"CASE role {_PLACES} END"
# Among entries found in the same way, what the site says comes before where that was read.
BEHIND = "source"


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
        ranked=engine.matching(ranked=True, common=common),
        named=NAMED.format(
            runs=_marks(runs), begins=begins, alphabet=engine.ALPHABET, role=ROLE_ORDER
        ),
        kinds=OF_KINDS.format(kinds=_marks(kinds)) if kinds else "1 = 1",
    )
    return _fetch(sql, [expression, name, *runs, *start, BEHIND, *kinds, limit, offset])


def suggestions(words: Sequence[str], start: str, *, limit: int) -> list[tuple]:
    """Names that begin so, then names with a later word that does, the best one of each entry.

    Three columns of the name, then five of the entry. Both ways are capped before anything is sorted.
    """
    engine = engines.current()
    begins, beginning = engine.begins(start)
    headed, heading = engine.headed(words)
    sql = SUGGESTIONS.format(
        begins=begins, headed=headed, alphabet=engine.ALPHABET, role=ROLE_ORDER
    )
    return _fetch(sql, [*beginning, *heading, f"% {start}%", BEHIND, limit])


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
