"""Whether anything was committed since the last look: read from memory that SQLite shares (docs/adr/0008).

In WAL mode all connections to a database, of all processes, map the file `-shm`. It begins with a header of
48 bytes, kept twice, with a counter of transactions (sqlite.org/walformat.html, section 2.1). A commit is
over when both copies are written, and a reader of SQLite itself decides by these bytes whether what it has
in memory is still true. Comparing them is no guess and no waiting: no lock, no call of the system, and
Python's lock is not let go of, as it is three times in the shortest SELECT.
"""

import mmap
import os
import threading
from pathlib import Path

from pysqlite3 import dbapi2

COPY = slice(0, 48)
BOTH = slice(0, 96)
FORMAT = (3_007_000).to_bytes(4, "little"), (3_007_000).to_bytes(4, "big")
"""What the header begins with, in the order of bytes of the machine; the same since WAL exists."""


class NotWatchable(Exception):
    """The database is not in WAL mode, or its shared memory is not what is expected."""


CANNOT = (NotWatchable, dbapi2.Error, OSError)
"""What keeps commits from being watched: then somebody has to ask with a SELECT each time."""


class LastCommit:
    """One row of numbers by `sql`, read again after each commit of anybody and not otherwise."""

    errors = dbapi2.Error

    def __init__(self, path: Path, sql: str):
        self._sql = sql
        self._lock = threading.Lock()
        # Open for as long as this process: while any connection is, the shared memory is not replaced.
        self._connection = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode=rw",
            uri=True,
            timeout=20,
            isolation_level=None,
            check_same_thread=False,
        )
        self._connection.execute("PRAGMA query_only = 1")
        [(mode,)] = self._connection.execute("PRAGMA journal_mode").fetchall()
        self._select()
        self._shared = _mapped(path) if mode == "wal" else b""
        if self._shared[:4] not in FORMAT or self._shared[12] != 1:
            raise NotWatchable(path)
        self._known = b"", ()

    def __call__(self) -> tuple:
        header, row = self._known
        return row if self._shared[COPY] == header else self._read()

    def _read(self) -> tuple:
        with self._lock:
            before = self._shared[BOTH]
            row = self._select()
            # Only if nothing was committed meanwhile is this header the one that the row belongs to.
            if before[48:] == before[COPY] == self._shared[COPY]:
                self._known = before[COPY], row
            return row

    def _select(self) -> tuple:
        # All rows, so that the statement is over and no read transaction stays open.
        [row] = self._connection.execute(self._sql).fetchall()
        return tuple(number or 0 for number in row)


def _mapped(path: Path) -> mmap.mmap:
    """Never closed: closing any descriptor of the file would take SQLite's locks on it away (POSIX)."""
    descriptor = os.open(f"{path}-shm", os.O_RDONLY)
    return mmap.mmap(descriptor, BOTH.stop, prot=mmap.PROT_READ)
