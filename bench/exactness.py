"""Is an answer ever older than the last commit before its request? `python bench/exactness.py --seconds 20`

One process publishes a drug again and again and says after each commit how far it is; readers ask for its
page and its API detail, through two workers of the server or, with --inside, in threads through the
application itself. Counted: answers older than the last commit before their request, answers older than
the reader's one before, ETags that are not the hash of their body. It fails unless all three are 0.

It uses a throw-away SQLite database, or the empty PostgreSQL database that DATABASE_URL names.
`--planted` breaks the reading of the generation on purpose: then it has to fail. `--replica URL` lets the
workers read a streaming replica of that PostgreSQL database, as docs/scale.md says.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PATHS = ("/drugs/exact/", "/api/v1/drugs/exact/")
PAUSE = 0.15
"""Seconds between publications: long enough for answers to be kept, short enough for many turns."""

MARK = re.compile(rb"JAK inhibitor (\d+)x")
FAULTS = ("stale", "backwards", "wrong tag", "not answered")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--inside", action="store_true")
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--replica", default="")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jakinfo.settings")
    os.environ["JAKINFO_ENV"] = "test"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("JAKINFO_DB", f"{folder}/exact.sqlite3")
        found = inside(options) if options.inside else through_the_server(options)
    print(json.dumps(found))
    raise SystemExit(any(found[fault] for fault in FAULTS) or not found["publications"])


def prepare():
    """The database with one published drug; returns the working drug."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import DrugFactory, DrugStatementFactory, WarningFactory, publish

    drug = DrugFactory(slug="exact", drug_class="JAK inhibitor")
    DrugStatementFactory(drug=drug, topic="summary", text="JAK inhibitor 0x")
    warning = WarningFactory(slug="exact", text="JAK inhibitor 0x", applies_to=[drug])
    publish(drug, warning)
    return drug, warning


def publisher(drug, warning, committed, over):
    """Publish until it is over; `committed` is never ahead of what everybody can read.

    The page of the drug shows the warning too, which a process keeps decoded (`editorial/shared.py`).
    """
    from tests.factories import publish

    summary = drug.statements.get(topic="summary")
    while not over.is_set():
        number = committed.value + 1
        summary.text = f"JAK inhibitor {number}x"
        summary.save()
        warning.text = summary.text
        warning.save()
        publish(drug, warning)
        committed.value = number
        over.wait(PAUSE)


def reader(ask, committed, over) -> Counter:
    """Ask in turn until it is over; `ask(path)` gives status, headers and body."""
    found, last = Counter(), dict.fromkeys(PATHS, 0)
    while not over.is_set():
        for path in PATHS:
            least = committed.value
            status, headers, body = ask(path)
            number = min(map(int, MARK.findall(body)), default=-1) if status == 200 else -1
            found["requests"] += 1
            found["not answered"] += number < 0
            found["stale"] += number < least
            found["backwards"] += number < last[path]
            found["wrong tag"] += headers.get("ETag") != _tag(body)
            last[path] = number
    return found


def _tag(body):
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def inside(options) -> dict:
    """Publisher and readers as threads of this process, through the real application."""
    drug, warning = prepare()
    from django.db import connections

    from jakinfo.wsgi import application
    from tests.jakinfo.fast import ask

    if options.planted:
        application.generation = lambda: (1, 0, 0)
    over, committed, found = threading.Event(), multiprocessing.Value("q", 0), Counter()

    def asked(path):
        got = ask(application, path, host="localhost")
        return got.status, got.headers, got.body

    for path in PATHS:
        asked(path)

    def read():
        found.update(reader(asked, committed, over))
        connections.close_all()

    def publish():
        publisher(drug, warning, committed, over)
        connections.close_all()

    threads = [threading.Thread(target=publish)]
    threads += [threading.Thread(target=read) for _ in range(options.readers)]
    for thread in threads:
        thread.start()
    time.sleep(options.seconds)
    over.set()
    for thread in threads:
        thread.join()
    return _summary(found, committed, hits=application.kept.report()["hits"])


def through_the_server(options) -> dict:
    """Publisher and readers as processes, through the workers of the server."""
    from bench.servers import Site, keep_alive

    drug, warning = prepare()
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    over, committed, results = context.Event(), context.Value("q", 0), context.Queue()
    elsewhere = {"DATABASE_URL": options.replica} if options.replica else {}
    with Site(workers=options.workers, **elsewhere) as site:

        def read():
            results.put(reader(keep_alive(site.port), committed, over))

        processes = [context.Process(target=publisher, args=(drug, warning, committed, over))]
        processes += [context.Process(target=read) for _ in range(options.readers)]
        for process in processes:
            process.start()
        time.sleep(options.seconds)
        over.set()
        found = Counter()
        for _ in range(options.readers):
            found.update(results.get(timeout=60))
        for process in processes:
            process.join()
    return _summary(found, committed)


def _summary(found, committed, **more) -> dict:
    counted = {name: found[name] for name in ("requests", *FAULTS)}
    return {"publications": committed.value, **counted, **more}


if __name__ == "__main__":
    main()
