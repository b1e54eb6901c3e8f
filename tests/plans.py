"""What the database does for a query: which large tables it reads from end to end.

On SQLite this is in the plan (`SCAN`). PostgreSQL likes to scan what fits in a few pages, so there the
statement is run without such choices, and what counts is how many rows each node of the plan has read.
"""

import json
import re
from contextlib import contextmanager

from django.db import connection, transaction

LARGE = 1000
CHEAP_WHEN_SMALL = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
"""What PostgreSQL prefers while a table fits in a few pages: reading it, or both sides of a join, whole."""

SCANNED = re.compile(r"^SCAN (\S+)(?! VIRTUAL TABLE)")
ALIASED = re.compile(r'"(live_\w+|search_\w+)"(?: (?:AS )?"?(\w+)"?)?')


@contextmanager
def noted():
    """A list that fills with every (statement, parameters) that Django executes."""
    found = []

    def note(execute, sql, params, many, context):
        found.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def large_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        sizes = {}
        for name in connection.introspection.table_names(cursor):
            if name.startswith(("live_", "search_")):
                cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
                sizes[name] = cursor.fetchone()[0]
    return {name: size for name, size in sizes.items() if size > LARGE}


def full_scans(sql, params, large) -> set[str]:
    """The large tables that this statement reads whole."""
    if connection.vendor == "sqlite":
        return _scanned_by_sqlite(sql, params) & large.keys()
    return _read_by_postgres(sql, params) & large.keys()


def _scanned_by_sqlite(sql, params) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [row[3] for row in cursor.fetchall()]
    # In the order of an index a LIMIT stops the scan; sorting needs every row first.
    stops = "LIMIT" in sql and not any(step.startswith("USE TEMP B-TREE") for step in steps)
    names = {alias or table: table for table, alias in ALIASED.findall(sql)}
    names |= {table: table for table, _ in ALIASED.findall(sql)}
    found = {match.group(1) for match in map(SCANNED.match, steps) if match}
    return set() if stops else {names.get(name, name) for name in found}


def _read_by_postgres(sql, params) -> set[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        for choice in CHEAP_WHEN_SMALL:
            cursor.execute(f"SET LOCAL {choice} = off")
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF, FORMAT JSON) {sql}", params)
        [(plan,)] = cursor.fetchall()
        for choice in CHEAP_WHEN_SMALL:
            cursor.execute(f"SET LOCAL {choice} = on")
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return {name for name, read in _nodes(plan[0]["Plan"]) if read > LARGE}


def _nodes(node):
    if "Relation Name" in node:
        removed = sum(node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
        yield node["Relation Name"], (node["Actual Rows"] + removed) * node["Actual Loops"]
    for below in node.get("Plans", ()):
        yield from _nodes(below)
