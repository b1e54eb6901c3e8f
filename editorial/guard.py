"""The query guard: while a public page is made, only published tables may be read.

A second barrier behind the import rule: if a view ever reached for a working table, the request fails
instead of leaking a draft.
"""

import re
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache

from django.apps import apps
from django.db import connections

READ = re.compile(
    r'\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+"?([A-Za-z_][A-Za-z0-9_]*)"?(?!["\w]*\()', re.IGNORECASE
)
LETTER = re.compile(r'INSERT INTO "(inbox_[a-z]+)" \(')
"""What readers send is put into these tables; no public page reads them."""
WORD = re.compile(r"\w+")
ALLOWED = ("live_", "search_")
CATALOGUES = ("sqlite_master", "sqlite_schema", "query_to_xml", "table_to_xml", "dblink")
"""The text of triggers and tables, and functions of PostgreSQL that read a table by its name."""

PRIVATE = ("/admin/", "/healthz/")
"""The newsroom, and the state of the server, which tells staff more and shows no text of an entry."""


class DraftLeak(RuntimeError):
    """Public code touched a table that is not published."""


def refuse_unpublished(execute, sql, params, many, context):
    table = _unpublished(str(sql))
    if table:
        raise DraftLeak(f"A public page may not read the table {table}.")
    return execute(sql, params, many, context)


@lru_cache(maxsize=2048)
def _unpublished(sql: str) -> str:
    """The first table named in it that is not published: one of ours wherever and however it is
    written, any other behind the words that read or write a table."""
    words = WORD.findall(sql.lower())
    named = [word for word in words if word in _unpublished_tables() or word.startswith(CATALOGUES)]
    named += [t for t in READ.findall(sql) if not _published(t.lower())]
    letter = LETTER.match(sql)
    return next((table for table in named if not letter or table != letter[1]), "")


@cache
def _unpublished_tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(t for t in (m._meta.db_table.lower() for m in models) if not _published(t))


def _published(table: str) -> bool:
    return table.startswith(ALLOWED)


class PublicQueryGuard:
    """Middleware that guards every address except the private ones."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(PRIVATE):
            return self.get_response(request)
        with guarded():
            return self.get_response(request)


@contextmanager
def guarded():
    """Refuse unpublished tables on every database connection inside the block."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(refuse_unpublished))
        yield
