"""The server starts with the code loaded once, and says how many workers share the memory."""

import json
import os
import shutil
import subprocess
import sys

from tests.house import ROOT

PROGRAM = """
import json, sys
from granian import cli
from jakinfo import serve
started = []
serve.preload = lambda made=serve.preload: started.append(made())
asked = cli.cli.callback
cli.cli.callback = lambda **given: started.append(given)
try:
    serve.main(sys.argv[1:])
except SystemExit:
    pass
from django.conf import settings
from django.db import connections
given = started[1]
print(json.dumps({
    "answered": started[0], "app": given["app"], "workers": given["workers"],
    "interface": given["interface"].value, "websockets": given["websockets"],
    "kept": settings.KEPT_BYTES, "open": connections["default"].connection is not None,
    "unused driver": bool(sys.modules.get("psycopg")),
}))
"""


def started(path) -> dict:
    environment = os.environ | {
        "JAKINFO_ENV": "test",
        "JAKINFO_DB": str(path),
        "JAKINFO_CACHE_MB": "64",
        "JAKINFO_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "jakinfo.settings",
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", PROGRAM, "--workers", "2", "--port", "9"]
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, timeout=300
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_workers_share_the_memory_and_no_connection(tmp_path, migrated):
    found = started(shutil.copy(migrated, tmp_path))
    assert set(found.pop("answered")) == {200}
    assert found == {
        "app": "jakinfo.wsgi:application",
        "workers": 2,
        "interface": "wsgi",
        "websockets": False,
        "kept": 32 * 2**20,
        "open": False,
        "unused driver": False,
    }


def test_it_starts_before_there_are_tables(tmp_path):
    assert started(tmp_path / "empty.sqlite3")["answered"] == []
