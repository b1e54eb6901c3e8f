"""Asking the fast path as a server does, and small applications to put inside it."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from jakinfo.fastpath import FastPath
from jakinfo.generation import generation

PUBLIC = [("Content-Type", "text/plain"), ("Cache-Control", "public, max-age=0, must-revalidate")]


@dataclass
class Got:
    status: int
    headers: dict
    body: bytes


def ask(app, path, method="GET", **headers) -> Got:
    """One request; headers are named as in `if_none_match`."""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    began = []
    chunks = app(environ, lambda status, sent, exc_info=None: began.extend((status, sent)))
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    return Got(int(began[0][:3]), dict(began[1]), body)


@dataclass
class Constant:
    """An application that always says the same, and counts how often it had to."""

    body: bytes = b"words " * 400
    status: str = "200 OK"
    headers: list = field(default_factory=lambda: list(PUBLIC))
    calls: int = 0

    def __call__(self, environ, start_response):
        self.calls += 1
        query = type("Query", (), {"asked": {"page"}, "whole": False})
        environ["jakinfo.query"] = query
        start_response(self.status, [*self.headers, ("Content-Length", str(len(self.body)))])
        return [self.body]


def around(app, limit=2**20, moment=lambda: (1, 0, 0)) -> FastPath:
    return FastPath(app, limit=limit, generation=moment)


def around_the_site(limit=2**24, moment=generation) -> FastPath:
    return FastPath(get_wsgi_application(), limit=limit, generation=moment)


@contextmanager
def within_the_test():
    """A server lets go of old connections around each request; the test's has to stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def counted(fast) -> tuple[int, int, int]:
    report = fast.kept.report()
    return report["hits"], report["misses"], report["passed"]
