"""A browser and a site for journeys: real server, real content, a database of its own.

Django's live server is no use here: it empties the database after each test, and the log of
editions refuses to be emptied.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.house import ROOT

HOST = "127.0.0.1"
PREPARE = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_content")
from django.contrib.auth.models import Group
people = get_user_model().objects
people.create_superuser("ada", password="a long enough phrase")
for name, role in (
    ("anton", "author"),
    ("berta", "medical reviewer"),
    ("carla", "publisher"),
    ("doris", "author"),
    ("mona", "comment moderator"),
):
    person = people.create_user(
        name, password="a long enough phrase", first_name=name.capitalize(), is_staff=True
    )
    person.groups.add(Group.objects.get(name=role))
"""


@dataclass(frozen=True)
class Site:
    url: str
    username: str = "ada"
    password: str = "a long enough phrase"
    environment: dict | None = None

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py against the same database."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


def _wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(150):
        with socket.socket() as visitor:
            if visitor.connect_ex((HOST, port)) == 0:
                return
        assert server.poll() is None, "the server stopped"
        time.sleep(0.2)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What `make run` serves, with an administrator called ada."""
    mine = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    environment = mine | {
        "JAKINFO_ENV": "test",
        "JAKINFO_DB": str(tmp_path_factory.mktemp("site") / "site.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "jakinfo.settings",
    }
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True)  # noqa: S603
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
    command += ["--port", str(port), "--blocking-threads", "4", "--no-ws", "--log-level", "error"]
    command += ["jakinfo.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
    try:
        _wait_for(port, server)
        yield Site(f"http://{HOST}:{port}", environment=environment)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """Debian's headless Chromium with its driver: both installed, neither downloaded."""
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or pytest.fail("chromium is not installed")
    driver = shutil.which("chromedriver") or pytest.fail("chromium-driver is not installed")
    for argument in (
        "--headless",
        # CI runs as root, where Chromium has no sandbox.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield browser
    browser.quit()
