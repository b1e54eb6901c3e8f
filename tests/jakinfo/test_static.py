"""Files in production: named by their content, kept for ever, compressed beforehand, and few."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

NOT_OURS = ("admin", "import_export", "rest_framework", "drf_spectacular_sidecar")
"""Folders of files that no public page uses; compressing them takes half a minute."""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """Variables of a production with collected files and an empty database."""
    folder = tmp_path_factory.mktemp("production")
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.BASE_DIR),
        "JAKINFO_ENV": "production",
        "JAKINFO_SECRET_KEY": "0123456789" * 6,
        "JAKINFO_ALLOWED_HOSTS": "jakinfo.example",
        "JAKINFO_DB": str(folder / "site.sqlite3"),
        "JAKINFO_STATIC_ROOT": str(folder / "static"),
        "JAKINFO_TRUSTED_PROXIES": "127.0.0.1",
    }
    for command in (
        ["migrate", "--verbosity", "0"],
        ["collectstatic", "--noinput", "--verbosity", "0", *(f"-i{name}" for name in NOT_OURS)],
    ):
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=variables,
            check=True,
            timeout=120,
        )
    return variables


def asked(production, *requests) -> list[dict]:
    """The answers to these paths, each with the coding that is accepted, in one process."""
    program = f"""
import json
from jakinfo.wsgi import application
from tests.jakinfo.fast import ask
headers = dict(host="jakinfo.example", x_forwarded_for="1.1.1.1", x_forwarded_proto="https")
found = []
for path, coding in {requests!r}:
    got = ask(application, path, accept_encoding=coding, **headers)
    body = "" if coding else got.body.decode()
    found.append(dict(status=got.status, headers=got.headers, body=body))
print(json.dumps(found))
"""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=production,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def page(production) -> str:
    [answer] = asked(production, ("/about/", ""))
    assert answer["status"] == 200
    return answer["body"]


def test_a_page_needs_at_most_two_files_and_each_is_kept_for_ever(production, page):
    files = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    assert 1 <= len(files) <= 2
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.(css|svg|js)$", file), file
    for answer in asked(production, *((file, "") for file in files)):
        assert answer["status"] == 200
        assert "immutable" in answer["headers"]["Cache-Control"]


def test_the_style_sheet_is_compressed_beforehand(production, page):
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    file = f"{production['JAKINFO_STATIC_ROOT']}/{style.removeprefix('/static/')}"
    assert os.path.exists(f"{file}.gz")
    codings = ("gzip", "br")
    for coding, answer in zip(
        codings, asked(production, *((style, coding) for coding in codings)), strict=True
    ):
        assert (answer["status"], answer["headers"]["Content-Encoding"]) == (200, coding)
        assert "immutable" in answer["headers"]["Cache-Control"]


def test_no_page_loads_more_than_two_files(client, db):
    """The newsroom aside; a page that needs a third file is a decision to be taken here."""
    for path in (
        "/",
        "/drugs/",
        "/conditions/",
        "/safety/",
        "/approvals/",
        "/research/",
        "/search/",
    ):
        page = client.get(path).content.decode()
        assert len(set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))) <= 2
