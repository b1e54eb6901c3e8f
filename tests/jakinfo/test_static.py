"""Files in production: named by their content, kept for ever, compressed beforehand, and few."""

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


def asked(production, path, coding="") -> tuple[list, str]:
    program = f"""
import sys
from jakinfo.wsgi import application
from tests.jakinfo.fast import ask
headers = dict(host="jakinfo.example", x_forwarded_for="1.1.1.1", x_forwarded_proto="https")
got = ask(application, {path!r}, accept_encoding={coding!r}, **headers)
named = got.headers
print(got.status, named.get("Content-Encoding"), named.get("Cache-Control"), sep="|")
sys.stdout.write("" if {coding!r} else got.body.decode())
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
    first, _, body = done.stdout.partition("\n")
    return first.split("|"), body


def test_a_page_needs_at_most_two_files_and_each_is_kept_for_ever(production):
    (status, _, _), page = asked(production, "/about/")
    assert status == "200"
    files = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    assert 1 <= len(files) <= 2
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.(css|svg|js)$", file), file
        (status, _, kept), _ = asked(production, file)
        assert (status, "immutable" in kept) == ("200", True)


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_the_style_sheet_is_compressed_beforehand(production, coding):
    _, page = asked(production, "/about/")
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert os.path.exists(
        f"{production['JAKINFO_STATIC_ROOT']}/{style.removeprefix('/static/')}.gz"
    )
    (status, sent, kept), _ = asked(production, style, coding)
    assert (status, sent, "immutable" in kept) == ("200", coding, True)


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
