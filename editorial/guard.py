"""The query guard: while a public page is made, only published tables may be read.

A second barrier behind the import rule: if a view ever reached for a working table, the request fails
instead of leaking a draft.
"""

import re
from contextlib import ExitStack, contextmanager

from django.db import connections

TABLES = re.compile(
    r'\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+"?([A-Za-z_][A-Za-z0-9_]*)"?(?!["\w]*\()', re.IGNORECASE
)
ALLOWED = ("live_", "search_")
NAMED = frozenset({"django_migrations"})
"""Readiness asks whether the migrations have run."""

PRIVATE = ("/admin/",)


class DraftLeak(RuntimeError):
    """Public code touched a table that is not published."""


def refuse_unpublished(execute, sql, params, many, context):
    for table in TABLES.findall(sql):
        if not table.lower().startswith(ALLOWED) and table.lower() not in NAMED:
            raise DraftLeak(f"A public page may not read the table {table}.")
    return execute(sql, params, many, context)


class PublicQueryGuard:
    """Middleware that guards every address except the newsroom."""

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
