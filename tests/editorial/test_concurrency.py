"""Several processes at once on one real database: each due proposal goes out once, seq has no gap."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.house import ROOT

SET_UP = """
import datetime, django
django.setup()
from django.utils import timezone
from editorial import actions
from tests.factories import DrugFactory, ColleagueFactory
brief = datetime.timedelta(milliseconds=50)
for number in range(6):
    proposal = actions.propose([DrugFactory()], by=ColleagueFactory(), note="x")
    for role in ("medical", "editorial"):
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    actions.schedule(proposal, at=timezone.now() + brief, by=ColleagueFactory())
"""
COUNT = """
import django
django.setup()
from editorial.models import Edition
from editorial.replay import verify
assert verify() == [], verify()
assert list(Edition.objects.values_list("seq", "number")) == [(n, 1) for n in range(1, 7)]
"""


@pytest.fixture
def own_database(tmp_path, migrated):
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return environment | {
        "JAKINFO_ENV": "test",
        "JAKINFO_DB": str(shutil.copy(migrated, tmp_path)),
        "DJANGO_SETTINGS_MODULE": "jakinfo.settings",
        "PYTHONPATH": str(ROOT),
    }


def run_at_once(environment, *commands):
    started = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, *command], env=environment, cwd=ROOT, stderr=subprocess.PIPE
        )
        for command in commands
    ]
    errors = [process.communicate(timeout=120)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * len(started), errors


def test_four_publishers_at_once_publish_each_proposal_once(own_database):
    run_at_once(own_database, ["-c", SET_UP])
    run_at_once(own_database, *[["manage.py", "publish_due"]] * 4)
    run_at_once(own_database, ["-c", COUNT])
