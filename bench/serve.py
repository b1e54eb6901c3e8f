"""Measure the site through its server, on loopback: `make bench`.

Each answer is checked before it is timed. The ratios are of one run, the targets taken in turn: the site from memory,
a hello-world of the same bytes on the same server, nginx with the same bytes as a file, and the site without
memory. Needs wrk; nginx is measured when it is installed. Writes docs/performance.md and its picture.
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
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import report
import serving
from serving import HOST, ROOT

PATHS = {
    "page": "/drugs/tofacitinib/",
    "API detail": "/api/v1/drugs/tofacitinib/",
    "list": "/drugs/",
    "search": "/search/?q=tofacitinib",
}
PUBLISHER = """
import sys, time, django
django.setup()
from drugs.models import Drug
from editorial.actions import publish_import
drug = Drug.objects.get(slug="tofacitinib")
words = drug.drug_class
for number in range(int(sys.argv[1])):
    drug.drug_class = f"{words} ({number})" if number % 2 == 0 else words
    drug.save()
    publish_import([drug], note="measured")
    time.sleep(1.2)
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=3, help="for each target and round")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--json", type=Path, default=ROOT / "bench" / "serving.json")
    options = arguments.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("Install wrk first: it asks faster than a client in Python could.")
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.seconds, options.rounds)
    options.json.write_text(json.dumps(figures, indent=2) + "\n")
    print(report.write(figures))


def measure(folder, seconds, rounds) -> dict:
    plain = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    environment = plain | {
        "JAKINFO_ENV": "test",
        "JAKINFO_DB": str(folder / "site.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "jakinfo.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
    }
    figures = _machine() | {"publish the content (s)": _prepared(environment)}
    site, cold, hello, static = (serving.free_port() for _ in range(4))
    uncached = environment | {"JAKINFO_CACHE_MB": "0"}
    with (
        serving.granian("jakinfo.wsgi:application", site, environment) as (process, first),
        serving.granian("jakinfo.wsgi:application", cold, uncached),
    ):
        figures["start to first answer (s)"] = round(first, 2)
        targets = _targets(folder, site, cold, hello, static)
        answers = environment | {"BENCH_ANSWERS": str(folder / "answers.json")}
        with serving.granian("hello:application", hello, answers, "/page"):
            if shutil.which("nginx"):
                with serving.nginx(folder, static):
                    figures["answers"] = _in_turn(targets, seconds, rounds)
            else:
                print("nginx is not installed, so it is not measured.", file=sys.stderr)
                told = {name: row for name, row in targets.items() if "nginx" not in name}
                figures["answers"] = _in_turn(told, seconds, rounds)
        figures["memory of two workers (MB)"] = serving.memory_of(process)
        figures["while 50 are published a minute"] = _published_meanwhile(environment, site)
    began = time.perf_counter()
    _manage(environment, "rebuild_live")
    figures["rebuild what is live (s)"] = round(time.perf_counter() - began, 1)
    return figures


def _machine():
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load before": round(os.getloadavg()[0], 2),
    }


def _manage(environment, *command):
    subprocess.run(  # noqa: S603 - our own file
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _prepared(environment) -> float:
    _manage(environment, "migrate", "--verbosity", "0")
    began = time.perf_counter()
    _manage(environment, "load_content")
    return round(time.perf_counter() - began, 1)


def _targets(folder, site, cold, hello, static) -> dict:
    """Name -> (address, headers), each looked at once."""
    br, targets, kept = [("Accept-Encoding", "br")], {}, {}
    (folder / "files").mkdir()
    for name, path in PATHS.items():
        url = f"http://{HOST}:{site}{path}"
        status, headers, body = serving.fetch(url, **dict(br))
        again = serving.fetch(url, **dict(br))
        if status != 200 or body != again[2] or "etag" not in headers:
            raise SystemExit(f"{path} does not answer as it should: {status}")
        targets[f"{name}, from memory"] = (url, br)
        targets[f"{name}, made anew"] = (f"http://{HOST}:{cold}{path}", br)
        if serving.fetch(targets[f"{name}, made anew"][0], **dict(br))[2] != body:
            raise SystemExit(f"{path} differs without the memory")
        short = f"/{name.replace(' ', '-')}"
        kept[short] = ["200 OK", _own(headers), body.decode("latin-1")]
        (folder / "files" / short.strip("/")).write_bytes(body)
        targets[f"{name}, hello-world"] = (f"http://{HOST}:{hello}{short}", br)
        targets[f"{name}, nginx"] = (f"http://{HOST}:{static}{short}", br)
    url = f"http://{HOST}:{site}{PATHS['page']}"
    etag = serving.fetch(url, **dict(br))[1]["etag"]
    known = [*br, ("If-None-Match", etag)]
    status, headers, body = serving.fetch(url, **dict(known))
    if (status, body) != (304, b""):
        raise SystemExit(f"A client that has the page is answered {status}")
    kept["/304"] = ["304 Not Modified", _own(headers), ""]
    targets["304, from memory"] = (url, known)
    targets["304, hello-world"] = (f"http://{HOST}:{hello}/304", known)
    (folder / "answers.json").write_text(json.dumps(kept))
    return targets


def _own(headers) -> list:
    """The headers of the answer, without those that the server adds to every one."""
    added = ("connection", "date", "keep-alive", "server", "transfer-encoding")
    return [row for row in headers.items() if row[0] not in added]


def _in_turn(targets, seconds, rounds) -> dict:
    found = {name: [] for name in targets}
    for number in range(rounds):
        for name, (url, headers) in targets.items():
            print(f"round {number + 1}: {name}", file=sys.stderr)
            found[name].append(serving.asked_per_second(url, seconds, headers=headers))
    return {
        name: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        for name, rows in found.items()
    }


def _published_meanwhile(environment, site) -> dict:
    publisher = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PUBLISHER, "12"], cwd=ROOT, env=environment
    )
    url = f"http://{HOST}:{site}{PATHS['page']}"
    found = serving.asked_per_second(url, 14, headers=[("Accept-Encoding", "br")], connections=8)
    if publisher.wait(timeout=60):
        raise SystemExit("The publisher failed.")
    return found


if __name__ == "__main__":
    main()
