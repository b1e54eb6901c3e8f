"""While somebody publishes, no reader gets an answer older than the last commit before the request.

On a database of its own, SQLite or PostgreSQL, through the application that the server runs. The long
run with two workers of the server is `python bench/exactness.py`.
"""

import json
import os
import shutil
import subprocess
import sys
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.house import ROOT


@pytest.fixture
def own_database(tmp_path, migrated, django_db_blocker):
    """Variables that lead another process to an empty database of the kind that is tested."""
    if connection.vendor == "sqlite":
        yield {"JAKINFO_DB": str(shutil.copy(migrated, tmp_path))}
        return
    given = connection.settings_dict
    name = f"{given['NAME']}_exact"
    with django_db_blocker.unblock():
        options = connection.get_connection_params()
    login = {
        key: options[key]
        for key in ("dbname", "user", "password", "host", "port")
        if key in options
    }
    with psycopg.connect(**login, autocommit=True) as admin:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        admin.execute(drop)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
        yield {"DATABASE_URL": f"postgres://{who}@{given['HOST']}:{given['PORT'] or 5432}/{name}"}
        admin.execute(drop)


def run(variables, *options) -> tuple[int, dict]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "JAKINFO_DB")}
    command = [sys.executable, "bench/exactness.py", "--inside", "--readers", "4", *options]
    done = subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=ROOT,
        env=environment | variables | {"JAKINFO_LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    return done.returncode, json.loads(done.stdout)


def test_no_answer_is_older_than_the_last_commit_before_its_request(own_database):
    code, found = run(own_database, "--seconds", "3")
    assert found["publications"]
    assert found["hits"], found
    faults = {name: found[name] for name in ("stale", "backwards", "wrong tag", "not answered")}
    assert (code, set(faults.values())) == (0, {0}), found


def test_the_check_notices_when_the_generation_is_not_read(own_database):
    code, found = run(own_database, "--seconds", "2", "--planted")
    assert (code, found["stale"] > 0) == (1, True)
