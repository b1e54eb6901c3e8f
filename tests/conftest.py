"""Fixtures for every floor; those of one floor are in its own tests/<app>/conftest.py."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered

from editorial import earlier, shared
from tests.house import ROOT


@pytest.fixture(autouse=True)
def _only_on_its_database(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet() -> None:
    """What is kept of earlier moments, or of the newest one, is known by its number in the log, and every
    test has its own log."""
    earlier.forget()
    shared.forget()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-matrix", action="store_true", help="write docs/roles.csv from what is answered now"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is about the whole site begins: one of its long tests at the end leaves a worker alone with it."""
    items.sort(key=lambda item: item.path.parent != ROOT / "tests")


def pytest_collection_finish() -> None:
    """Modules and four thousand collected tests stay to the end: nobody looks through them for garbage.

    And what is left is looked through less often; both together were a tenth of the time of the suite.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="module")
def for_the_module(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For rows that a fixture makes once a module: they go when its last test is over."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def migrated(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A SQLite file with every table and no entry: processes with a database of their own get a copy of it.

    It is taken outside of every transaction, so nothing that a test has made is in it.
    """
    path = tmp_path_factory.mktemp("migrated") / "site.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return path
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"JAKINFO_ENV": "test", "JAKINFO_DB": str(path)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own program
    return path


@pytest.fixture(autouse=True)
def _context_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """`response.context`, which Django's test client keeps for its own templates only."""
    render = Template.render

    def noticed(self, context=None, request=None):
        text = render(self, context, request)
        template_rendered.send(self, template=self, context=context or {})
        return text

    monkeypatch.setattr(Template, "render", noticed)
