"""The settings hold what the design promises, and production is refused half-configured."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.checks import run_checks
from django.db import ConnectionHandler

from jakinfo.checks import sqlite_errors
from jakinfo.settings import env

PRODUCTION = {
    "JAKINFO_ENV": "production",
    "JAKINFO_SECRET_KEY": "0123456789" * 6,
    "JAKINFO_ALLOWED_HOSTS": "jakinfo.example",
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Run manage.py in a process that has these variables and none of this machine's."""
    return subprocess.run(  # noqa: S603 - our own program with our own arguments
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_example_lists_every_variable_and_no_other():
    example = (settings.BASE_DIR / ".env.example").read_text()
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) == env.names


def test_production_passes_the_deployment_check():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["JAKINFO_SECRET_KEY", "JAKINFO_ALLOWED_HOSTS"])
def test_production_has_no_default_for(name):
    result = manage("check", **{**PRODUCTION, name: ""})
    assert result.returncode != 0
    assert f"{name} must be set" in result.stderr


def test_strangers_never_see_the_code():
    shown = ("shell", "-v0", "-c", "from django.conf import settings; print(settings.DEBUG)")
    assert manage(*shown, JAKINFO_ENV="development").stdout == "False\n"
    assert manage(*shown, JAKINFO_ENV="development", JAKINFO_DEBUG="yes").stdout == "True\n"
    result = manage("check", **PRODUCTION, JAKINFO_DEBUG="yes")
    assert result.returncode != 0
    assert "not in production" in result.stderr


def test_a_misspelt_variable_stops_the_start():
    result = manage("check", JAKINFO_ENVIRONMENT="production", JAKINFO_ENV="test")
    assert result.returncode != 0
    assert "JAKINFO_ENVIRONMENT is not a setting of jakinfo" in result.stderr


def test_production_makes_no_demonstration_administrator():
    result = manage("demo_admin", **PRODUCTION)
    assert result.returncode != 0
    assert "no demonstration administrator in production" in result.stderr


def test_passwords_are_argon2_outside_tests():
    code = "from django.conf import settings; print(settings.PASSWORD_HASHERS[0])"
    result = manage("shell", "--no-imports", "-c", code, JAKINFO_ENV="development")
    assert "Argon2PasswordHasher" in result.stdout


@pytest.fixture
def sqlite(tmp_path):
    """A connection to a file with the settings that development and production use."""
    handler = ConnectionHandler({"default": {**settings.SQLITE, "NAME": tmp_path / "db"}})
    connection = handler["default"]
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("mmap_size", 0)],
)
def test_sqlite_is_set_up_to_lose_nothing(sqlite, django_db_blocker, pragma, value):
    with django_db_blocker.unblock(), sqlite.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_sqlite_transaction_takes_the_lock_at_its_start(sqlite):
    sqlite.get_connection_params()
    assert sqlite.transaction_mode == "IMMEDIATE"
    assert sqlite.settings_dict["ATOMIC_REQUESTS"] is False


def test_the_sqlite_in_use_is_new_enough_and_an_old_one_is_refused():
    assert sqlite_errors("default", (3, 51, 3)) == []
    (error,) = sqlite_errors("default", (3, 40, 1))
    assert error.id == "jakinfo.E001"
    assert not [message for message in run_checks() if message.id == "jakinfo.E001"]


def test_sqlite3_itself_stays_what_it_is():
    import sqlite3

    import pysqlite3

    assert sqlite3 is not pysqlite3
    assert Path(sqlite3.__file__).parent != Path(pysqlite3.__file__).parent


def test_test_passwords_are_cheap():
    assert make_password("x").startswith("md5$")
