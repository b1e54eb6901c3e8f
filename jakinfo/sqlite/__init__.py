"""Django's SQLite backend on the SQLite of the pysqlite3 wheel.

Debian's own SQLite (3.40) can corrupt a database in WAL mode; the wheel brings a current one
with FTS5, whatever the machine has.
"""
