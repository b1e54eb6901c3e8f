"""What every public answer depends on: the head of the log, and the day (docs/adr/0007, 0008).

The head is read anew for each request, past the ORM: one SELECT on a connection that each thread keeps.
"""

import threading
import time
from collections.abc import Callable

HEAD = "SELECT MAX(seq) FROM live_change"
DAY = 24 * 3600

Generation = tuple[int, int]
"""The number of the newest edition, and the day as days since 1970 (UTC)."""


class Unknown(Exception):
    """The database does not say; then nothing may be served from memory."""


def reader(database: dict) -> Callable[[], Generation]:
    """A function that reads the generation of this database, as Django's settings describe it."""
    # The driver of the other database is not loaded: it takes 15 MB a process.
    connect, failure = (_postgres if "postgresql" in database["ENGINE"] else _sqlite)(database)
    local = threading.local()

    def generation() -> Generation:
        try:
            if not hasattr(local, "connection"):
                local.connection = connect()
            (head,) = local.connection.execute(HEAD).fetchone()
        except failure as why:
            local.__dict__.pop("connection", None)
            raise Unknown from why
        return head or 0, int(time.time()) // DAY

    return generation


def _sqlite(database):
    """Read only; without a transaction of its own each SELECT sees the last commit."""
    import pysqlite3

    def connect():
        name = f"file:{database['NAME']}?mode=ro"
        return pysqlite3.connect(name, uri=True, isolation_level=None, timeout=5)

    return connect, pysqlite3.Error


def _postgres(database):
    import psycopg

    options = {
        "dbname": database["NAME"],
        "user": database.get("USER"),
        "password": database.get("PASSWORD"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
    }
    known = {name: value for name, value in options.items() if value}

    def connect():
        return psycopg.connect(**known, **database.get("OPTIONS", {}), autocommit=True)

    return connect, psycopg.Error
