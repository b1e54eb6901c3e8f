"""What `bench/serve.py` starts and asks: servers on loopback, and wrk."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORKERS = 2


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


def fetch(url, **headers):
    """Status, headers and body, whatever the status is."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, _lower(answer.headers), answer.read()


def _lower(headers) -> dict:
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def started(command, port, environment, path="/"):
    """A server that answers; yields its process and the seconds to its first answer."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
    try:
        while True:
            try:
                fetch(f"http://{HOST}:{port}{path}")
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > 60:
                    raise SystemExit(f"{command[0]} does not answer") from None
                time.sleep(0.01)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(timeout=20)


def granian(application, port, environment, path="/"):
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "2"]
    command += ["--no-ws", "--log-level", "error", application]
    return started(command, port, environment, path)


def nginx(folder: Path, port):
    """Serves the files of `folder`, with as many workers as the site has."""
    config = folder / "nginx.conf"
    # Started by root its workers would be somebody else, who may not look into the folder.
    who = "user root;" if os.geteuid() == 0 else ""
    config.write_text(
        f"{who} worker_processes {WORKERS}; daemon off; pid {folder}/nginx.pid; error_log stderr;\n"
        "events { worker_connections 512; }\n"
        f"http {{ access_log off; keepalive_requests 1000000; sendfile on; open_file_cache max=100;\n"
        f"server {{ listen {HOST}:{port} reuseport; root {folder}/files; }} }}\n"
    )
    return started(["nginx", "-c", str(config)], port, dict(os.environ), "/page")


def asked_per_second(url, seconds, *, headers=(), connections=32) -> dict[str, float]:
    """What wrk measures: answers a second, and the latencies in milliseconds."""
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in headers:
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run([*command, url], capture_output=True, text=True, check=True)  # noqa: S603
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{url} did not answer well:\n{done.stdout}")
    found = {"per second": float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])}
    for part in ("50%", "99%"):
        found[f"{part} ms"] = _milliseconds(re.search(rf"{part}\s+([\d.]+)(us|ms|s)", done.stdout))
    return found


def _milliseconds(found) -> float:
    return round(float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]], 3)


def memory_of(process) -> float:
    """Megabytes of the process and its children, shared pages counted once (PSS)."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    total = 0
    for pid in (process.pid, *map(int, children)):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1])
    return round(total / 1000, 1)
