"""The speed of the site against the speed of its server: `make bench`, or `python bench/speed.py --drugs 1200`.

Starts on loopback the site with two workers, the same site without its memory, a hello-world application
that sends the same bytes on the same server, and nginx with the same files where it is installed. Every
answer is checked before it is timed; then all are loaded in turn, round after round, so that what else the
machine does hits all alike. Ratios are medians of the rounds. Addresses are asked as a browser does, with
brotli. `--write` puts the figures into docs/, next to those of other catalogues. Five minutes with 12 drugs.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import brotli  # noqa: E402

from bench import report, servers  # noqa: E402
from bench.client import load, tool  # noqa: E402
from bench.servers import Site, fetch, hello, nginx  # noqa: E402

BROWSER = {"Accept-Encoding": "br"}
GZIP = {"Accept-Encoding": "gzip"}
FILLING = 60
"""Seconds at most to fill the memory of the workers."""
NO_MEMORY = {"JAKINFO_CACHE_MB": "0"}
PUBLICATIONS_A_MINUTE = 50


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drugs", type=int, default=12, help="size of the made-up catalogue")
    parser.add_argument("--editions", type=int, default=0, help="lengthen the log to so many")
    parser.add_argument("--database", help="a catalogue that is there already (SQLite)")
    parser.add_argument("--seconds", type=int, default=2, help="of load, each time")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", default=servers.THREADS, help="of each worker")
    parser.add_argument("--granian", default="", help="further options of the server, one string")
    parser.add_argument("--quick", action="store_true", help="the hot addresses only")
    parser.add_argument("--write", action="store_true", help="into docs/performance.*")
    options = parser.parse_args()
    servers.THREADS = options.threads
    servers.SETTINGS = options.granian.split()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JAKINFO_ENV"] = "test"
        os.environ["JAKINFO_LOG_LEVEL"] = "ERROR"
        if "DATABASE_URL" not in os.environ:
            os.environ["JAKINFO_DB"] = f"{folder}/bench.sqlite3"
            if options.database:
                shutil.copy(options.database, os.environ["JAKINFO_DB"])
        about = json.loads(_tool("catalogue", str(options.drugs), str(options.editions)))
        figures = (
            _machine()
            | {"threads": options.threads, "catalogue": about}
            | measure(about, folder, options)
        )
    print("\n".join(report.lines(figures)))
    if options.write and not options.quick:
        report.write(figures)


def measure(about, folder, options) -> dict:
    served = Path(folder, "served")
    served.mkdir()
    with ExitStack() as stack:
        site, cold = stack.enter_context(Site()), stack.enter_context(Site(**NO_MEMORY))
        starts = [site.started, cold.started]
        fresh = site.memory()
        _keep_answers(about["paths"], site, cold, served)
        others = {"hello-world": stack.enter_context(hello(served))}
        if (files := nginx(served)) is not None:
            others["nginx"] = stack.enter_context(files)
        _check_all(about["paths"], others, served)
        rounds = [_round(about["paths"], site, others, options) for _ in range(options.rounds)]
        figures = {"ratios": _ratios(rounds)}
        if options.quick:
            return figures
        figures |= {
            "without memory": _cold(about["paths"], cold, options),
            "under publications": _tail(site, about, options),
            "megabytes": {
                "started": fresh,
                "all addresses asked": site.memory(),
                "memory full": _fill(site, about),
            },
            "seconds to the first answer": starts,
        }
    return figures | json.loads(_tool("publishing"))


def _machine() -> dict:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "database": "PostgreSQL" if "DATABASE_URL" in os.environ else "SQLite",
        "client": tool(),
        "load before": os.getloadavg()[0],
    }


def _tool(*arguments) -> str:
    """What needs Django runs in a process of its own, so that no connection is shared with servers."""
    command = [sys.executable, str(ROOT / "bench/catalogue.py"), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
    return done.stdout.splitlines()[-1]


def _keep_answers(paths, site, cold, folder):
    """Store what the site sends for the other servers, after comparing it with what Django makes."""
    headers = {}
    for name, path in paths.items():
        # Links to the next page name the host.
        made = fetch(cold.port, path, Host=f"127.0.0.1:{site.port}")
        for _ in range(8):
            sent = fetch(site.port, path, **BROWSER)
            body = brotli.decompress(sent[2])
            if (sent[0], body) != (200, made[2]) or sent[1]["ETag"] != _tag(body, "-br"):
                raise SystemExit(f"{path} is not what it should be.")
        name = _file(name)
        Path(folder, name).write_bytes(sent[2])
        headers[name] = {"status": "200 OK", "headers": _own(sent[1])}
        unchanged = fetch(site.port, path, **BROWSER, **{"If-None-Match": sent[1]["ETag"]})
        if (unchanged[0], unchanged[2]) != (304, b""):
            raise SystemExit(f"{path} does not answer 304.")
        Path(folder, f"{name}-304").write_bytes(b"")
        headers[f"{name}-304"] = {"status": "304 Not Modified", "headers": _own(unchanged[1])}
    Path(folder, "headers.json").write_text(json.dumps(headers))


def _file(name) -> str:
    return name.replace(" ", "-")


def _own(headers) -> list:
    return [[name, value] for name, value in headers.items() if name not in ("Date", "Server")]


def _tag(body, coding="") -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}{coding}"'


def _check_all(paths, others, folder):
    for server, running in others.items():
        for name in map(_file, paths):
            status, _, body = fetch(running.port, f"/?file={name}")
            if (status, body) != (200, Path(folder, name).read_bytes()):
                raise SystemExit(f"{server} does not send the bytes of {name}.")


def _round(paths, site, others, options) -> dict:
    """Everything once, the site and what it is compared with next to each other."""
    rates = {}
    for name, path in paths.items():
        rates[name] = {"site": _loaded(site, path, options, BROWSER)}
        for server, running in others.items():
            rates[name][server] = _loaded(running, f"/?file={_file(name)}", options)
    tag = fetch(site.port, paths["page"], **BROWSER)[1]["ETag"]
    known = {**BROWSER, "If-None-Match": tag}
    rates["page, 304"] = {
        "site": _loaded(site, paths["page"], options, known),
        "hello-world": _loaded(others["hello-world"], "/?file=page-304", options),
    }
    return rates


def _loaded(server, path, options, headers=None) -> dict:
    """What a load brought, and the processor time of the server for each request in microseconds.

    That is less shaken than the rate by what else the machine does.
    """
    before = server.spent()
    found = load(server.port, path, seconds=options.seconds, headers=headers)
    spent = (server.spent() - before) / (found["rate"] * options.seconds)
    return found | {"cpu": spent * 1e6}


def _ratios(rounds) -> dict:
    """For each address: the rates (medians), and the site's in parts of each other server's."""
    found = {}
    for name in rounds[0]:
        rates = {server: [r[name][server]["rate"] for r in rounds] for server in rounds[0][name]}
        row = {f"{server}, requests/s": statistics.median(rates[server]) for server in rates}
        for server in rates:
            row[f"{server}, CPU"] = statistics.median(r[name][server]["cpu"] for r in rounds)
            if server != "site":
                parts = [a / b for a, b in zip(rates["site"], rates[server], strict=True)]
                row[f"of {server}"] = statistics.median(parts)
                row[f"of {server}, worst and best round"] = [min(parts), max(parts)]
        row["p99, ms"] = statistics.median(r[name]["site"]["p99"] for r in rounds)
        found[name] = row
    return found


def _cold(paths, cold, options) -> dict:
    """Every request made by Django: under load, and one at a time."""
    return {
        name: {
            "requests/s": load(cold.port, path, seconds=options.seconds, connections=8)["rate"],
            "one at a time, ms": load(cold.port, path, seconds=options.seconds, connections=1)[
                "p50"
            ],
        }
        for name, path in paths.items()
    }


def _tail(site, about, options) -> dict:
    """The same page while another process publishes."""
    seconds = max(12, options.seconds * 5)
    quiet = load(site.port, about["paths"]["page"], seconds=seconds, headers=BROWSER)
    command = [sys.executable, str(ROOT / "bench/catalogue.py"), "publish", str(seconds + 2)]
    publisher = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
    publisher.stdout.readline()
    busy = load(site.port, about["paths"]["page"], seconds=seconds, headers=BROWSER)
    published = int(publisher.communicate(timeout=60)[0].split()[-1])
    return {"quiet": quiet, "busy": busy, "publications": published, "seconds": seconds + 2}


def _fill(site, about) -> float:
    """Megabytes once page after page was asked for, whole and packed, for as long as it takes to fill it."""
    until = time.monotonic() + FILLING
    ask = partial(_ask_many, site.port, about["many"], until)
    with ThreadPoolExecutor(4) as clients:
        list(clients.map(ask, range(4)))
    return site.memory()


def _ask_many(port, paths, until, place):
    for path in islice(cycle(paths[place::4]), 2 * len(paths) // 4):
        for headers in ({}, BROWSER, GZIP):
            fetch(port, path, **headers)
        if time.monotonic() > until:
            return


if __name__ == "__main__":
    main()
