"""Watching commits in the memory that SQLite shares sees each one at once, whoever made it."""

import subprocess
import sys

import pytest
from pysqlite3 import dbapi2

from jakinfo.sqlite.commits import CANNOT, LastCommit, NotWatchable

SQL = "SELECT (SELECT max(n) FROM numbers), (SELECT count(*) FROM numbers)"
OTHER_PROCESS = """
import sys
from pysqlite3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
for number in range(3):
    connection.execute("INSERT INTO numbers VALUES (?)", (100 + number,))
connection.close()
"""


def opened(path, mode="wal"):
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}").fetchall()
    return connection


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "numbers.sqlite3"
    connection = opened(path)
    connection.execute("CREATE TABLE numbers (n INTEGER)")
    connection.close()
    return path


def test_nothing_there_is_zero(path):
    assert LastCommit(path, SQL)() == (0, 0)


def test_each_commit_shows_in_the_very_next_look(path):
    """Also after the log was copied back and begun anew, and emptied."""
    last, writer = LastCommit(path, SQL), opened(path)
    for number in range(1, 200):
        writer.execute("INSERT INTO numbers VALUES (?)", (number,))
        if number % 50 == 0:
            kind = "TRUNCATE" if number % 100 == 0 else "RESTART"
            writer.execute(f"PRAGMA wal_checkpoint({kind})").fetchall()
        assert last() == last() == (number, number)


def test_what_is_not_committed_does_not_show(path):
    last, writer = LastCommit(path, SQL), opened(path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO numbers VALUES (1)")
    assert last() == (0, 0)
    writer.execute("ROLLBACK")
    assert last() == (0, 0)


def test_a_commit_of_another_process_shows_and_its_end_as_the_last_one_changes_nothing(path):
    """The shared memory is deleted when the last connection closes: ours keeps it from that."""
    last = LastCommit(path, SQL)
    assert last() == (0, 0)
    for times in (1, 2):
        command = [sys.executable, "-c", OTHER_PROCESS, str(path)]
        subprocess.run(command, check=True)  # noqa: S603 - our own program
        assert last() == (102, 3 * times)
        opened(path).close()


def test_it_asks_only_after_a_commit(path, monkeypatch):
    last, writer, asked = LastCommit(path, SQL), opened(path), []
    select = last._select
    monkeypatch.setattr(last, "_select", lambda: asked.append(1) or select())
    for number in range(3):
        writer.execute("INSERT INTO numbers VALUES (?)", (number,))
        for _ in range(10):
            last()
    assert len(asked) == 3


def test_what_is_committed_between_header_and_row_is_asked_for_again(path, monkeypatch):
    last, writer = LastCommit(path, SQL), opened(path)
    select = last._select

    def overtaken():
        row = select()
        monkeypatch.undo()
        writer.execute("INSERT INTO numbers VALUES (7)")
        return row

    monkeypatch.setattr(last, "_select", overtaken)
    assert last() == (0, 0)
    assert last() == (7, 1)


def test_another_kind_of_journal_cannot_be_watched(tmp_path):
    path = tmp_path / "old.sqlite3"
    opened(path, "delete").execute("CREATE TABLE numbers (n INTEGER)")
    with pytest.raises(NotWatchable):
        LastCommit(path, SQL)


def test_neither_can_a_database_that_is_not_there_or_has_no_tables(tmp_path):
    with pytest.raises(CANNOT):
        LastCommit(tmp_path / "none.sqlite3", SQL)
    assert not list(tmp_path.iterdir())
    opened(tmp_path / "empty.sqlite3")
    with pytest.raises(CANNOT):
        LastCommit(tmp_path / "empty.sqlite3", SQL)
