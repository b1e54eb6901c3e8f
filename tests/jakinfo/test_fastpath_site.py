"""The fast path around the site itself: the same answers, and exact while somebody publishes."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.test import Client

from drugs import filters as of_drugs
from evidence import filters as of_sources
from jakinfo.fastpath import PARAMETERS
from jakinfo.generation import HEAD, Unknown, reader
from tests.factories import DrugFactory, UserFactory, publish
from tests.house import ROOT


def test_every_parameter_of_the_pages_may_be_kept():
    forms = [
        form
        for module in (of_drugs, of_sources)
        for form in vars(module).values()
        if hasattr(form, "base_fields")
    ]
    assert forms
    assert {name for form in forms for name in form.base_fields} <= PARAMETERS


@pytest.mark.django_db
def test_the_head_is_the_newest_line_of_the_change_feed():
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        assert cursor.fetchone() == (None,)
        live = publish(DrugFactory())
        cursor.execute(HEAD)
        assert cursor.fetchone() == (live.seq,)


def test_a_database_that_is_not_there_is_unknown(tmp_path):
    head = reader({"ENGINE": "jakinfo.sqlite", "NAME": tmp_path / "none.sqlite3"})
    for _ in range(2):
        with pytest.raises(Unknown):
            head()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/drugs/", "/drugs/x/", "/safety/", "/robots.txt", "/updates/feed/"]
)
def test_a_page_can_be_asked_for_again(client, path):
    publish(DrugFactory(slug="x"))
    response = client.get(path)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    coded = client.get(path, headers={"Accept-Encoding": "br"})
    assert (
        coded["ETag"]
        == response["ETag"][:-1] + ("-br" if "Content-Encoding" in coded else "") + '"'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/admin/login/", "/healthz/ready", "/healthz/live", "/feedback/", "/none/"]
)
def test_what_is_not_for_everybody_or_not_there_has_no_validators(client, path):
    response = client.get(path)
    assert "ETag" not in response
    assert "public" not in response.get("Cache-Control", "")


@pytest.mark.django_db
def test_colleagues_see_the_counters_and_others_do_not(client):
    assert set(client.get("/healthz/ready").json()) == {"database", "head"}
    client.force_login(UserFactory())
    assert set(client.get("/healthz/ready").json()) == {"database", "head"}
    client.force_login(UserFactory(staff=True))
    assert "memory" in client.get("/healthz/ready").json()


@pytest.mark.django_db
def test_a_session_that_is_none_is_a_visitor():
    client = Client()
    client.cookies["sessionid"] = "nonsense"
    assert set(client.get("/healthz/ready").json()) == {"database", "head"}


@pytest.fixture
def own_database(tmp_path):
    """An empty database of the kind that the suite runs on, as an environment."""
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    plain |= {"JAKINFO_ENV": "test", "DJANGO_SETTINGS_MODULE": "jakinfo.settings"}
    if connection.vendor == "sqlite":
        yield plain | {"JAKINFO_DB": str(tmp_path / "site.sqlite3")}
        return
    url, name = os.environ["DATABASE_URL"], f"jakinfo_exact_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield plain | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_no_answer_is_older_than_the_last_commit_before_it(own_database):
    command = [sys.executable, "-m", "tests.jakinfo.exactness", "2", "4"]
    done = subprocess.run(  # noqa: S603 - our own file
        command, cwd=ROOT, env=own_database, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert {n: found[n] for n in ("old", "backwards", "wrong etag", "failed")} == {
        "old": 0,
        "backwards": 0,
        "wrong etag": 0,
        "failed": 0,
    }
    assert "Traceback" not in done.stderr
    assert found["published"] > 3
    assert found["hits"] > 10
