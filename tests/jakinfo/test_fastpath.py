"""Answers from memory: what is never kept, what is sent, how much is kept, and that it is never old."""

import gzip
import threading

import brotli
import pytest

from jakinfo.fastpath import OVERHEAD, FastPath, key_of
from jakinfo.generation import Unknown
from jakinfo.validators import KEPT, etag_of

PAGE = b"<p>" + b"What is known about it. " * 100 + b"</p>"


class Site:
    """An application that counts how often it is asked, and answers as it is told to."""

    def __init__(self, body=PAGE, status="200 OK", **headers):
        self.asked, self.seen, self.body, self.status = 0, [], body, status
        plain = {"Content-Type": "text/html", "Cache-Control": KEPT, "ETag": '"x"'}
        self.headers = plain | {name.replace("_", "-"): value for name, value in headers.items()}
        self.meanwhile = lambda: None

    def __call__(self, environ, start_response):
        self.asked += 1
        self.seen.append(environ)
        self.meanwhile()
        headers = [(name, value) for name, value in self.headers.items() if value is not None]
        start_response(self.status, headers)
        return [self.body]


class Head:
    """Where the log stands."""

    def __init__(self):
        self.seq, self.day, self.away = 1, 20_000, False

    def __call__(self):
        if self.away:
            raise Unknown
        return self.seq, self.day


def made(site=None, most_bytes=1_000_000):
    site, head = site or Site(), Head()
    return site, head, FastPath(site, head, most_bytes)


def ask(fast, path="/drugs/x/", query="", method="GET", **headers):
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "jakinfo.example",
        "wsgi.url_scheme": "https",
    } | headers
    got = []
    body = b"".join(fast(environ, lambda status, headers, exc=None: got.append((status, headers))))
    status, headers = got[-1]
    return status, dict(headers), body


# What is never kept ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_COOKIE": "anything=1"},
        {"HTTP_AUTHORIZATION": "Bearer 1"},
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"path": "/admin/"},
        {"path": "/admin/preview/token/page/"},
        {"path": "/healthz/ready"},
        {"path": "/feedback/"},
        {"path": "/guides/x/questions/"},
        {"query": "utm_source=x"},
        {"query": "region=eu&utm_source=x"},
        {"query": "q=" + "x" * 300},
    ],
    ids=str,
)
def test_it_goes_straight_through(asked):
    site, _, fast = made()
    ask(fast, **asked)
    ask(fast, **asked)
    assert site.asked == 2
    assert fast.counters["kept"] == 0


@pytest.mark.parametrize(
    "told",
    [
        {"Set_Cookie": "csrftoken=1"},
        {"Cache_Control": "no-store"},
        {"Cache_Control": "private"},
        {"Cache_Control": None},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Encoding, Cookie"},
        {"Vary": "*"},
        {"status": "500 Internal Server Error"},
        {"status": "400 Bad Request"},
        {"status": "302 Found"},
        {"status": "403 Forbidden"},
        {"status": "503 Service Unavailable"},
        {"status": "206 Partial Content"},
    ],
    ids=str,
)
def test_it_is_answered_and_not_kept(told):
    site, _, fast = made(Site(**told))
    for _ in range(2):
        status, _, body = ask(fast)
        assert (status, body) == (site.status, PAGE)
    assert site.asked == 2


@pytest.mark.parametrize("status", ["200 OK", "301 Moved Permanently", "404 Not Found", "410 Gone"])
def test_what_is_the_same_for_everybody_is_kept(status):
    control = {} if status.startswith("200") else {"Cache_Control": None, "ETag": None}
    site, _, fast = made(Site(status=status, **control))
    answers = [ask(fast) for _ in range(3)]
    assert site.asked == 1
    assert answers[0] == answers[1] == answers[2]


def test_a_query_is_kept_in_any_order_and_each_address_by_itself():
    site, _, fast = made()
    ask(fast, query="region=eu&page=2"), ask(fast, query="page=2&region=eu")
    assert site.asked == 1
    ask(fast, query="region=us&page=2"), ask(fast), ask(fast, "/drugs/y/")
    ask(fast, HTTP_HOST="other.example")
    assert site.asked == 5
    assert key_of({"REQUEST_METHOD": "GET", "PATH_INFO": "/api/v1/drugs/", "QUERY_STRING": "b=1&a=2",
                   "wsgi.url_scheme": "https"})[-1] == "a=2&b=1"  # fmt: skip


def test_the_application_is_asked_for_the_whole_whatever_the_client_wants():
    site, _, fast = made()
    wants = {"HTTP_RANGE": "bytes=0-9", "HTTP_IF_NONE_MATCH": '"y"', "HTTP_ACCEPT_ENCODING": "br"}
    status, headers, body = ask(fast, method="HEAD", **wants)
    assert (status, body) == ("200 OK", b"")
    (seen,) = site.seen
    assert seen["REQUEST_METHOD"] == "GET"
    assert not wants.keys() & seen.keys()
    assert ask(fast, HTTP_RANGE="bytes=0-9")[2] == PAGE


# What is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "coding", "unpack"),
    [
        ("", None, bytes),
        ("gzip, br", "br", brotli.decompress),
        ("gzip;q=1.0", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("deflate", None, bytes),
    ],
)
def test_the_coding_that_is_asked_for_with_an_etag_of_its_own(asked, coding, unpack):
    _, _, fast = made()
    status, headers, body = ask(fast, HTTP_ACCEPT_ENCODING=asked)
    assert status == "200 OK"
    assert headers.get("Content-Encoding") == coding
    assert headers["ETag"] == etag_of(PAGE, coding)
    assert headers["Content-Length"] == str(len(body))
    assert unpack(body) == PAGE


def test_a_client_that_has_it_is_told_so():
    _, _, fast = made()
    _, headers, _ = ask(fast, HTTP_ACCEPT_ENCODING="br")
    for known in (headers["ETag"], f'"other", {headers["ETag"]}', f"W/{headers['ETag']}", "*"):
        status, told, body = ask(fast, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
        assert (status, body, told["ETag"]) == ("304 Not Modified", b"", headers["ETag"])
    status, _, _ = ask(fast, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert status == "200 OK"


def test_a_head_has_the_headers_and_no_body():
    _, _, fast = made()
    whole, head = ask(fast), ask(fast, method="HEAD")
    assert (head[0], head[1], head[2]) == (whole[0], whole[1], b"")


def test_a_short_answer_is_not_coded():
    _, _, fast = made(Site(body=b"short"))
    _, headers, body = ask(fast, HTTP_ACCEPT_ENCODING="br")
    assert (body, "Content-Encoding" in headers) == (b"short", False)


# How much -------------------------------------------------------------------------------


def test_memory_is_bounded_in_bytes_and_what_is_asked_for_stays():
    site, _, fast = made(most_bytes=5 * (OVERHEAD + len(PAGE) + 500))
    for number in range(40):
        ask(fast, "/hot/")
        ask(fast, f"/drugs/{number}/")
        assert fast.memory.bytes <= fast.memory.most
        assert fast.memory.bytes == sum(answer.size for answer in fast.memory.answers.values())
    assert fast.counters["evicted"] > 30
    assert [seen["PATH_INFO"] for seen in site.seen].count("/hot/") == 1


def test_an_answer_larger_than_the_memory_is_sent_and_not_kept():
    site, _, fast = made(most_bytes=1000)
    assert ask(fast)[2] == PAGE
    assert fast.memory.bytes == 0


# Never old ------------------------------------------------------------------------------


@pytest.mark.parametrize("moved", ["seq", "day"])
def test_when_the_generation_moves_everything_is_made_anew(moved):
    site, head, fast = made()
    ask(fast), ask(fast, "/drugs/y/")
    setattr(head, moved, getattr(head, moved) + 1)
    site.body = PAGE.replace(b"known", b"new")
    assert b"new" in ask(fast)[2]
    assert len(fast.memory.answers) == 1


def test_what_was_published_while_the_answer_was_made_is_in_it():
    site, head, fast = made()
    bodies = iter([PAGE, PAGE.replace(b"known", b"new")])

    def publish_once():
        if head.seq == 1:
            head.seq = 2
        site.body = next(bodies)

    site.meanwhile = publish_once
    assert b"new" in ask(fast)[2]
    site.meanwhile = lambda: None
    assert b"new" in ask(fast)[2]
    assert site.asked == 2


def test_an_answer_that_never_stood_still_is_not_kept():
    site, head, fast = made()
    site.meanwhile = lambda: setattr(head, "seq", head.seq + 1)
    ask(fast)
    assert fast.counters["kept"] == 0


def test_somebody_who_read_the_head_earlier_does_not_turn_it_back():
    site, head, fast = made()
    ask(fast)
    key = next(iter(fast.memory.answers))
    newer = fast.memory.answers[key]
    fast.memory.put((0, 20_000), key, newer)
    assert fast.memory.generation == (1, 20_000)
    assert fast.memory.get((0, 20_000), key) is None


def test_without_a_word_from_the_database_nothing_comes_from_memory():
    site, head, fast = made()
    ask(fast)
    head.away = True
    ask(fast)
    assert site.asked == 2


def test_forty_who_want_the_same_wait_for_one():
    site, _, fast = made()
    waits = threading.Event()
    site.meanwhile = lambda: waits.wait(5)
    found = []
    threads = [threading.Thread(target=lambda: found.append(ask(fast))) for _ in range(40)]
    for thread in threads:
        thread.start()
    waits.set()
    for thread in threads:
        thread.join(10)
    assert site.asked == 1
    assert len(found) == 40
    assert all(answer == found[0] for answer in found)


def test_an_application_that_fails_holds_nobody_up():
    site, _, fast = made()

    def fail():
        raise RuntimeError("on purpose")

    site.meanwhile = fail
    for _ in range(2):
        with pytest.raises(RuntimeError, match="on purpose"):
            ask(fast)
    site.meanwhile = lambda: None
    assert ask(fast)[2] == PAGE
    assert fast.making == {}
