"""Asking addresses of the web: what counts as there, and that nobody leads us into our own network."""

import ipaddress
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command

from evidence.checks.links import Answer, ask
from evidence.models import LinkCheck
from tests.factories import SourceFactory


class Pages(BaseHTTPRequestHandler):
    """/<status> answers that; /to?<place> leads there; /get answers only GET."""

    def do_HEAD(self):
        path, _, place = self.path.lstrip("/").partition("?")
        if path == "round":
            path, place = "to", "/round"
        status = {"to": 302, "get": 405 if self.command == "HEAD" else 200}.get(path) or int(path)
        self.send_response(status)
        if path == "to":
            self.send_header("Location", place)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def server():
    made = HTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def here(ip):
    """For these tests alone: this machine is allowed, and nothing else."""
    return ip == ipaddress.ip_address("127.0.0.1")


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", Answer(200, "")),
        ("/404", Answer(404, "answered 404")),
        ("/500", Answer(500, "answered 500")),
        ("/get", Answer(200, "")),
        ("/to?/200", Answer(200, "")),
        ("/to?/404", Answer(404, "answered 404")),
        ("/to?/to?/to", Answer(302, "")),
    ],
)
def test_what_is_there(server, path, answer):
    assert ask(server + path, allowed=here) == answer


def test_redirects_end(server):
    assert ask(f"{server}/round", allowed=here).problem == "redirects without end"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://2130706433/",
    ],
)
def test_our_own_network_is_not_asked(url):
    assert ask(url) == Answer(None, "leads into a private network")


@pytest.mark.parametrize("place", ["http://10.0.0.1/", "http://127.0.0.2/", "//192.168.0.1/x"])
def test_nor_by_a_redirect(server, place):
    assert ask(f"{server}/to?{place}", allowed=here).problem == "leads into a private network"


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "javascript:1", "http://", "http://a:b@c/", ""],
)
def test_what_is_no_address_of_the_web(url):
    assert ask(url).problem == "not an address of the web"


def test_no_answer_is_a_problem_and_no_error():
    assert ask("http://127.0.0.1:9/", allowed=here).problem.startswith("no answer")
    assert ask("http://no-such-host.invalid/").problem.startswith("no answer")


@pytest.mark.django_db
def test_the_command_asks_those_first_that_were_asked_longest_ago(capsys):
    old, new = (SourceFactory(url=f"http://10.0.0.{n}/").url for n in (1, 2))
    LinkCheck.objects.create(url=old, checked_at="2026-01-01T00:00Z")
    call_command("check_links", most=1)
    assert LinkCheck.objects.get(url=new).problem == "leads into a private network"
    assert LinkCheck.objects.get(url=old).problem == ""
    call_command("check_links")
    assert LinkCheck.objects.get(url=old).problem
    assert "2 broken." in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_stops_in_time(capsys):
    SourceFactory(url="http://10.0.0.1/")
    call_command("check_links", seconds=-1)
    assert "the next run goes on" in capsys.readouterr().out
    assert not LinkCheck.objects.exists()
