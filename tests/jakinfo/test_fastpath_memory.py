"""What the fast path keeps and for how many bytes, and that many who want one answer make it once."""

import gzip
import os
import threading

import brotli
import pytest

from jakinfo.asked import NO_QUERY
from jakinfo.fastpath import FastPath
from jakinfo.versions import AROUND, OVERHEAD, Answer
from tests.jakinfo.fast import PUBLIC, Constant, around, ask, counted


@pytest.mark.parametrize(
    "app",
    [
        Constant(status="500 Internal Server Error"),
        Constant(status="400 Bad Request"),
        Constant(status="403 Forbidden"),
        Constant(status="503 Service Unavailable"),
        Constant(status="302 Found"),
        Constant(status="206 Partial Content"),
        Constant(headers=[*PUBLIC, ("Set-Cookie", "sessionid=1")]),
        Constant(headers=[*PUBLIC, ("Vary", "Cookie")]),
        Constant(headers=[*PUBLIC, ("Vary", "Accept-Encoding, Cookie")]),
        Constant(headers=[("Cache-Control", "private")]),
        Constant(headers=[("Cache-Control", "no-store")]),
        Constant(headers=[("Cache-Control", "max-age=60")]),
        Constant(headers=[]),
    ],
    ids=lambda app: f"{app.status} {app.headers}",
)
def test_what_is_not_for_everybody_is_not_kept(app):
    fast = around(app)
    for _ in range(2):
        got = ask(fast, "/")
        assert (f"{got.status} ", got.body) == (app.status[:4], app.body)
    assert fast.kept.report()["answers"] == 0


@pytest.mark.parametrize("status", ["200 OK", "301 Moved", "404 Not Found", "410 Gone"])
def test_what_is_for_everybody_is_made_once(status):
    app = Constant(status=status)
    fast = around(app)
    assert [ask(fast, "/").status for _ in range(3)] == [int(status[:3])] * 3
    assert app.calls == 1


def test_a_body_in_the_request_is_for_django():
    app = Constant()
    fast = around(app)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "CONTENT_LENGTH": "3"}
    for _ in range(2):
        list(fast(environ, lambda *args: None))
    assert (app.calls, counted(fast)) == (2, (0, 0, 2))


@pytest.mark.parametrize("query", ["x" * 1001, "p=\xff"])
def test_a_strange_query_is_for_django(query):
    fast = around(Constant())
    ask(fast, f"/?{query}")
    assert counted(fast) == (0, 0, 1)


def test_the_memory_is_bounded_by_bytes():
    fast = around(Constant(body=b"x" * 5000), limit=100_000)
    for number in range(100):
        ask(fast, f"/{number}/")
        assert fast.kept.report()["bytes"] <= 100_000
    report = fast.kept.report()
    assert report["answers"] <= 100_000 // (5000 + OVERHEAD)
    assert report["answers"] + report["evictions"] == 100
    ask(fast, "/99/")
    assert counted(fast)[0] == 1


def test_compressed_versions_count():
    app = Constant(headers=[*PUBLIC, ("ETag", '"tag"'), ("Vary", "Accept-Encoding")])
    fast = around(app)
    ask(fast, "/")
    plain = fast.kept.report()["bytes"]
    for _ in range(3):
        packed = ask(fast, "/", accept_encoding="gzip")
    assert packed.headers["ETag"] == '"tag-gzip"'
    assert fast.kept.report()["bytes"] > plain + len(packed.body)
    with_gzip = fast.kept.report()["bytes"]
    ask(fast, "/", accept_encoding="gzip")
    assert fast.kept.report()["bytes"] == with_gzip


TAGGED = [*PUBLIC, ("ETag", '"tag"'), ("Vary", "Accept-Encoding")]


def test_the_bound_holds_for_all_versions_together():
    fast = around(Constant(body=os.urandom(2500), headers=TAGGED), limit=100_000)
    for number in range(40):
        for accepted in ("", "br", "gzip", "br, gzip"):
            ask(fast, f"/{number}/", accept_encoding=accepted)
            held = list(fast.kept._answers.values())
            real = sum(len(v.chunks[0]) + AROUND for a in held for v in a.versions.values())
            report = fast.kept.report()
            assert real + OVERHEAD * len(held) == report["bytes"] <= 100_000
    assert report["evictions"]


def test_what_nobody_asked_for_whole_is_not_kept_whole():
    app = Constant(headers=TAGGED)
    fast = around(app)
    assert brotli.decompress(ask(fast, "/", accept_encoding="br").body) == app.body
    assert fast.kept.report()["bytes"] < len(app.body) + OVERHEAD
    assert gzip.decompress(ask(fast, "/", accept_encoding="gzip").body) == app.body
    whole = ask(fast, "/")
    assert (whole.body, whole.headers["ETag"]) == (app.body, '"tag"')
    assert "Content-Encoding" not in whole.headers
    assert whole.headers["Content-Length"] == str(len(app.body))
    assert app.calls == 1


def test_headers_that_answers_share_are_kept_once():
    fast = around(Constant(headers=[(name[:], value[:]) for name, value in TAGGED]))
    for path in ("/1/", "/2/"):
        ask(fast, path)
    one, other = (answer.versions[None].headers for answer in fast.kept._answers.values())
    assert [a is b for a, b in zip(one, other, strict=True)].count(True) == len(PUBLIC) + 1


def test_who_gets_an_answer_cannot_change_it_for_the_next():
    fast, lists = around(Constant(headers=TAGGED)), []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "HTTP_HOST": "a",
        "wsgi.url_scheme": "http",
    }
    for tag in ("", '"tag"', "", '"tag"'):
        fast(environ | {"HTTP_IF_NONE_MATCH": tag}, lambda status, headers: lists.append(headers))
        lists[-1] += [("Date", "now")]
    assert [len(given) for given in lists] == [len(TAGGED) + 2, len(TAGGED)] * 2


def test_of_proven_answers_goes_what_nobody_asked_for_since():
    fast = around(Constant(body=b"x" * 5000), limit=200_000)
    for number in range(4):
        ask(fast, f"/{number}/")
        ask(fast, f"/{number}/")
    for number in range(4, 100):
        ask(fast, "/0/")
        for _ in range(2):
            ask(fast, f"/{number}/")
    kept = {key[1][3] for key in fast.kept._answers}
    assert ("/0/" in kept, "/1/" in kept) == (True, False)


def test_readers_that_mark_everything_cannot_keep_room_from_being_made(monkeypatch):
    fast = around(Constant(body=b"x" * 5000), limit=50_000)
    monkeypatch.setattr(Answer, "touched", property(lambda self: True, lambda self, value: None))
    for number in range(30):
        ask(fast, f"/{number}/")
        assert fast.kept.report()["bytes"] <= 50_000


def test_an_answer_that_is_too_large_is_not_kept():
    fast = around(Constant(body=b"x" * 50_000), limit=100_000)
    ask(fast, "/")
    assert fast.kept.report()["answers"] == 0


def test_a_crawler_does_not_push_out_what_is_read():
    app = Constant(body=b"x" * 5000)
    fast = around(app, limit=100_000)
    for _ in range(2):
        ask(fast, "/read/")
    for number in range(200):
        ask(fast, f"/made-up/{number}/")
    calls = app.calls
    ask(fast, "/read/")
    assert app.calls == calls


def test_a_new_generation_ends_the_old_one_and_frees_its_bytes():
    moment = [1]
    fast = around(Constant(), moment=lambda: (moment[0], 0, 0))
    for number in range(10):
        ask(fast, f"/{number}/")
    one = fast.kept.report()["bytes"] // 10
    moment[0] = 2
    ask(fast, "/0/")
    report = fast.kept.report()
    assert (report["answers"], report["bytes"] <= one + 1) == (1, True)


def test_what_moves_at_each_try_is_sent_and_never_kept():
    moment = iter(range(100))
    fast = around(Constant(), moment=lambda: (next(moment), 0, 0))
    assert ask(fast, "/").status == 200
    assert fast.kept.report()["answers"] == 0


@pytest.mark.parametrize("status", ["200 OK", "500 Internal Server Error"])
def test_many_at_once_make_it_once(status):
    """An answer that nobody may keep is made by each for himself, and nobody waits for ever."""
    many, arrived = 16, threading.Barrier(16)
    app = Constant(status=status)

    def slow(environ, start_response):
        # Answers only when all have come.
        everybody.wait(20)
        return app(environ, start_response)

    everybody = threading.Event()
    fast = FastPath(slow, limit=2**20, generation=lambda: (1, 0, 0))
    got = []

    def reader():
        if arrived.wait() == 0:
            everybody.set()
        got.append(ask(fast, "/").body)

    threads = [threading.Thread(target=reader) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert got == [app.body] * many
    assert app.calls == (1 if status == "200 OK" else many)


def test_a_fault_inside_frees_those_who_wait():
    def broken(environ, start_response):
        raise ZeroDivisionError

    fast = around(broken)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(fast, "/")
    assert not fast._flights


def test_each_coding_is_made_once_by_many():
    app = Constant(headers=[*PUBLIC, ("ETag", '"tag"'), ("Vary", "Accept-Encoding")])
    fast = around(app)
    chunks = []

    def reader():
        answer = fast._find((1, 0, 0), ("http", "testserver", "", "/"), NO_QUERY)
        chunks.append(answer.packed("br", fast.kept.grown).chunks[0])

    ask(fast, "/")
    threads = [threading.Thread(target=reader) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(chunks), len(set(map(id, chunks)))) == (8, 1)
