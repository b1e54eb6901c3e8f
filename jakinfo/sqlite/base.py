"""`ENGINE = "jakinfo.sqlite"`: Django's backend, bound to pysqlite3 instead of sqlite3."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pysqlite3
from django.core.exceptions import ImproperlyConfigured
from pysqlite3 import dbapi2

SWAPPED = {"sqlite3": pysqlite3, "sqlite3.dbapi2": dbapi2}


@contextmanager
def pysqlite3_as_sqlite3() -> Iterator[None]:
    """Let `import sqlite3` find pysqlite3 for a moment, and nobody else notice."""
    before = {name: sys.modules.get(name) for name in SWAPPED}
    sys.modules.update(SWAPPED)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


# Django's backend takes its driver by name at import and keeps it, so this is the one moment
# at which it can be given another.
with pysqlite3_as_sqlite3():
    from django.db.backends.sqlite3 import base

if base.Database is not dbapi2:
    raise ImproperlyConfigured(
        "django.db.backends.sqlite3 was imported before jakinfo.sqlite and holds the machine's "
        "own SQLite; nothing may import it first."
    )

DatabaseWrapper = base.DatabaseWrapper
