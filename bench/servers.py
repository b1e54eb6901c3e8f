"""Servers on loopback for a measurement: the site, a hello-world of the same bytes, nginx; each ends with its block."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


class Server:
    """A process group that listens on `port`; `started` are the seconds until its first answer."""

    def __init__(self, command, environment, port):
        self.command, self.environment, self.port = command, environment, port

    def __enter__(self):
        began = time.perf_counter()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=ROOT,
            env=os.environ | self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            self._wait(began)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self, began):
        while True:
            try:
                fetch(self.port, "/")
                break
            except OSError:
                if self.process.poll() is not None or time.perf_counter() - began > PATIENCE:
                    raise SystemExit(f"{self.command[0]} does not answer.") from None
                time.sleep(0.02)
        self.started = time.perf_counter() - began

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def memory(self) -> float:
        """Megabytes of the process and all below it, each shared page counted in parts (PSS)."""
        return sum(map(_memory, _tree(self.process.pid))) / 1024

    def spent(self) -> float:
        """Seconds of processor time that the process and all below it took until now."""
        return sum(map(_spent, _tree(self.process.pid)))


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in _tree(int(child)))]


def _spent(pid) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = map(int, after_name[11:13])
    return (user + system) / os.sysconf("SC_CLK_TCK")


def _memory(pid) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


THREADS = "1"
"""Of each worker, as in deploy/jakinfo-public.service."""
SETTINGS: list[str] = []
"""Further options of granian, for the site and the hello-world alike."""


def _granian(program, environment, workers, application=()):
    port = free_port()
    command = [sys.executable, "-m", *program, "--host", HOST, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", THREADS, "--log-level", "warning"]
    return Server([*command, *SETTINGS, *application], environment, port)


def Site(workers=2, **environment):
    """The site as deploy/ runs it, on the database that the environment names."""
    return _granian(["jakinfo.serve"], environment, workers)


def hello(folder, workers=2):
    """An application that sends the files of a folder, read once: what a server can do at best."""
    program = ["granian", "--interface", "wsgi", "--no-ws"]
    own = {"BENCH_FOLDER": str(folder)}
    return _granian(program, own, workers, ["bench.hello:application"])


def nginx(folder, workers=2):
    """nginx with the same files, or None where it is not installed."""
    binary = shutil.which("nginx")
    if binary is None:
        return None
    port, own = free_port(), tempfile.mkdtemp(prefix="jakinfo-nginx-")
    text = NGINX.format(workers=workers, own=own, port=port, folder=folder)
    Path(own, "nginx.conf").write_text(text)
    return Server([binary, "-p", own, "-c", f"{own}/nginx.conf"], {}, port)


NGINX = """
daemon off; worker_processes {workers}; pid {own}/pid; error_log stderr crit; user root;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/html; keepalive_requests 100000000;
  client_body_temp_path {own}/body; proxy_temp_path {own}/proxy; fastcgi_temp_path {own}/fastcgi;
  uwsgi_temp_path {own}/uwsgi; scgi_temp_path {own}/scgi; open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ try_files /$arg_file /page =404; }} }}
}}
"""


def fetch(port, path, **headers) -> tuple[int, dict, bytes]:
    """One answer on a connection of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = connection.getresponse()
        body = response.read()
        return response.status, _titled(response), body
    finally:
        connection.close()


def keep_alive(port):
    """A function that asks for a path, always on the same connection."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def ask(path):
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, _titled(response), response.read()

    return ask


def _titled(response) -> dict:
    """Headers by their usual spelling, whatever the server makes of it."""
    names = {"etag": "ETag"}
    return {names.get(n.lower(), n.title()): v for n, v in response.getheaders()}
