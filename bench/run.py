"""Measure the numbers of the design on a made-up catalogue: `python bench/run.py --drugs 12 12000`.

For each size a throw-away SQLite database is made in a temporary folder (or the PostgreSQL database that
DATABASE_URL names is used), filled by tests/factories/catalogue.py unless it is, and then each
address is asked in process, uncached, right answer first. Printed: queries, and milliseconds: the least, the median
and the 95th percentile. `--database FILE` takes a copy of a SQLite catalogue that bench/catalogue.py made.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--drugs", type=int, nargs="+", default=[12])
    arguments.add_argument("--times", type=int, default=60, help="requests an address")
    arguments.add_argument("--database", type=Path, help="a catalogue that is there already")
    arguments.add_argument("--json", type=Path, help="write the figures here too")
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.inside:
        print(json.dumps(measure(options.drugs[0], options.times)))
        return
    results = {
        f"{size} drugs": _in_own_process(size, options.times, options.database)
        for size in options.drugs
    }
    results["machine"] = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    _print(results)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


def _in_own_process(size, times, given):
    with tempfile.TemporaryDirectory() as folder:
        database = {} if "DATABASE_URL" in os.environ else {"JAKINFO_DB": f"{folder}/bench.sqlite3"}
        if given:
            shutil.copy(given, database["JAKINFO_DB"])
        command = [
            sys.executable,
            __file__,
            "--inside",
            "--drugs",
            str(size),
            "--times",
            str(times),
        ]
        done = subprocess.run(  # noqa: S603 - our own file, our own arguments
            command,
            check=True,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | database | {"JAKINFO_ENV": "test"},
        )
        return json.loads(done.stdout.splitlines()[-1])


def measure(size, times):
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jakinfo.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from jakinfo import serve

    call_command("migrate", verbosity=0)
    from drugs.models import LiveDrug
    from tests.factories.catalogue import make_catalogue

    figures, started = {}, time.perf_counter()
    if not LiveDrug.objects.exists():
        make_catalogue(
            drugs=size, progress=lambda done, total: print(f"{done} of {total}", file=sys.stderr)
        )
        figures["publish the catalogue (s)"] = {"median": round(time.perf_counter() - started, 1)}
    # As a worker of the server does: without Django's instruments for tests, and the collector leaves the code alone.
    serve.preload()
    for name, address in _addresses().items():
        figures[name] = _ask(address, times)
    figures["search, worst word (query alone)"] = _worst_word(times)
    figures["publish one entry"] = _publish(min(times, 30))
    return figures


def _addresses():
    from conditions.models import LiveCondition
    from drugs.models import LiveDrug

    drug = LiveDrug.objects.order_by("pk")[6].slug  # one that the warnings concern
    condition = LiveCondition.objects.order_by("pk").first().slug
    return {
        "home": "/",
        "drug page": f"/drugs/{drug}/",
        "drug list": "/drugs/",
        "condition page": f"/conditions/{condition}/",
        "approvals matrix": "/approvals/",
        "safety": "/safety/",
        "search page": f"/search/?q={drug}",
        "API drug": f"/api/v1/drugs/{drug}/",
        "API drugs, 50": "/api/v1/drugs/?page_size=50",
        "API indications, 50": "/api/v1/indications/?page_size=50",
        "API search": f"/api/v1/search/?q={drug}",
    }


def _ask(address, times):
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.jakinfo.fast import ask

    site, host = get_wsgi_application(), settings.ALLOWED_HOSTS[0].lstrip(".")
    ask(site, address, host=host)  # a process's first request also fills caches of Django itself
    with CaptureQueriesContext(connection) as queries:
        response = ask(site, address, host=host)
        counted = len(queries)
    if response.status != 200:
        raise SystemExit(f"{address} answered {response.status}")
    spent = _timed(lambda: ask(site, address, host=host), times)
    return {"queries": counted, "bytes": len(response.body), **spent}


def _worst_word(times):
    from search.query import search

    return _timed(lambda: search("inhibitor"), times)


def _publish(times):
    """Publish a signed proposal that changes one word of one drug: the log, the live rows, the search."""
    from drugs.models import Drug
    from editorial.actions import propose, publish, sign
    from editorial.document import freeze
    from editorial.inspection import inspect
    from tests.factories import UserFactory

    names = ("author", "medical reviewer", "publisher")
    author, medical, editor = (UserFactory(roles=[name]) for name in names)
    drug = Drug.objects.order_by("pk").first()

    def signed():
        drug.drug_class = f"JAK inhibitor {time.perf_counter_ns()}"
        drug.save()
        reasons = {f.check: "The catalogue is made up." for f in inspect(freeze(drug))}
        proposal = propose([drug], by=author, note="For a measurement.", overrides=reasons)
        sign(proposal, by=medical, role="medical")
        sign(proposal, by=editor, role="editorial")
        return proposal

    publish(signed(), by=editor)
    spent = []
    for _ in range(times):
        proposal = signed()
        started = time.perf_counter()
        publish(proposal, by=editor)
        spent.append((time.perf_counter() - started) * 1000)
    return _summary(spent)


def _timed(act, times):
    act()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        spent.append((time.perf_counter() - started) * 1000)
    return _summary(spent)


def _summary(spent):
    return {
        "least": round(min(spent), 2),
        "median": round(statistics.median(spent), 2),
        "p95": round(sorted(spent)[int(len(spent) * 0.95)], 2),
    }


def _print(results):
    print(f"Milliseconds in process, uncached; {results['machine']}")
    for size, figures in results.items():
        if size == "machine":
            continue
        print(f"\n{size}\n{'':34}{'queries':>8}{'bytes':>9}{'least':>9}{'median':>9}{'p95':>9}")
        for name, row in figures.items():
            cells = (
                row.get("queries", ""),
                row.get("bytes", ""),
                row.get("least", ""),
                row["median"],
                row.get("p95", ""),
            )
            print(f"{name:34}{cells[0]:>8}" + "".join(f"{cell:>9}" for cell in cells[1:]))


if __name__ == "__main__":
    main()
