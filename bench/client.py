"""Load on one address: with wrk where it is installed, else with sockets of our own. Keep-alive, no pipelining."""

import re
import selectors
import shutil
import socket
import subprocess
import time

HOST = "127.0.0.1"
UNITS = {"us": 0.001, "ms": 1, "s": 1000}


def tool() -> str:
    return "wrk" if shutil.which("wrk") else "own client"


def load(port, path, *, seconds, connections=16, headers=None) -> dict:
    """Requests a second and latencies in milliseconds (median, 99th percentile)."""
    make = _wrk if shutil.which("wrk") else _own
    return make(port, path, seconds, connections, headers or {})


def _wrk(port, path, seconds, connections, headers):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += [f"-H{name}: {value}" for name, value in headers.items()]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, f"http://{HOST}:{port}{path}"], check=True, stdout=subprocess.PIPE, text=True
    )
    found = done.stdout
    if "Non-2xx" in found or "Socket errors" in found:
        raise SystemExit(f"{path} was not answered well:\n{found}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", found).group(1)
    return {"rate": float(rate), "p50": _latency(found, "50%"), "p99": _latency(found, "99%")}


def _latency(found, share):
    value, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", found).groups()
    return round(float(value) * UNITS[unit], 3)


def _own(port, path, seconds, connections, headers):
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    length = _length(port, request)
    waiting, spent = selectors.DefaultSelector(), []
    for _ in range(connections):
        opened = socket.create_connection((HOST, port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.sendall(request)
        waiting.register(opened, selectors.EVENT_READ, [time.perf_counter(), length])
    began = time.perf_counter()
    while (now := time.perf_counter()) < began + seconds:
        for key, _ in waiting.select(1):
            _receive(key, request, length, spent)
    for key in list(waiting.get_map().values()):
        key.fileobj.close()
    spent.sort()
    at = lambda share: round(spent[int(len(spent) * share)] * 1000, 3)  # noqa: E731
    return {"rate": len(spent) / (now - began), "p50": at(0.5), "p99": at(0.99)}


def _receive(key, request, length, spent):
    """Answers of one address are equally long, so the end of one is found by counting."""
    received = len(key.fileobj.recv(262_144))
    if not received:
        raise SystemExit("The server closed a connection.")
    key.data[1] -= received
    if key.data[1] <= 0:
        now = time.perf_counter()
        spent.append(now - key.data[0])
        key.data[:] = now, length
        key.fileobj.sendall(request)


def _length(port, request) -> int:
    """Bytes of one whole answer, its head included."""
    with socket.create_connection((HOST, port)) as opened:
        opened.settimeout(5)
        opened.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += opened.recv(262_144)
    head = received.split(b"\r\n\r\n")[0]
    body = re.search(rb"(?i)^content-length: *(\d+)", head, re.MULTILINE)
    return len(head) + 4 + (int(body.group(1)) if body else 0)
