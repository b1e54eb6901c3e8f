"""The fast path: a public answer is made once per generation and then sent from memory (docs/adr/0008).

A WSGI application around Django's. Each request reads the generation with one raw SELECT, so an answer
is never older than the last commit before its request: there is no time to live. Whatever could depend
on who asks (a cookie, Authorization) or changes something goes to Django, and so does the newsroom.
"""

import threading

from django.db import Error

from jakinfo.answers import (
    ABOUT_THE_BODY,
    CODINGS,
    KEEPABLE,
    NOTED,
    coding_for,
    etag_of,
    is_public,
    matches,
)
from jakinfo.asked import address_of, plain, query_of
from jakinfo.generation import generation
from jakinfo.kept import KEPT, Kept

TRIES = 3
"""How often an answer is made again because something was published meanwhile."""

OVERHEAD = 1500
"""Bytes that Python needs around an answer: its dictionaries, lists and key."""


class FastPath:
    def __init__(self, app, *, limit: int, generation=generation):
        self.app = app
        self.generation = generation
        self.kept = Kept(limit)
        # Parameters that any page has looked up: others are tried without first.
        self.known: set[str] = set()
        self._flights: dict = {}
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        address = address_of(environ)
        query = address and query_of(environ)
        if query is None:
            self.kept.count("passed")
            environ[KEPT] = self.kept
            return self.app(environ, start_response)
        now = self._now()
        if now is None:
            # Django says in its own way that the database is away.
            return self.app(environ, start_response)
        answer = self._find(now, address, query)
        self.kept.count("hits" if answer else "misses")
        answer = answer or self._make(now, address, query, environ)
        return self._send(answer, environ, start_response)

    def _find(self, now, address, query):
        """The kept answer to this query, or to one that differs in nothing that was looked at."""
        answer = self.kept.find((now, address, query.text))
        if answer is not None or not query.names:
            return answer
        for text, names in ((query.only(self.known), query.names & self.known), ("", frozenset())):
            answer = self.kept.find((now, address, text))
            if answer is not None and answer.depends_on_none(query.names - names):
                return answer
        return None

    def _make(self, now, address, query, environ):
        """Made by one thread; the others that want the same wait for it."""
        for _ in range(TRIES):
            key = (now, address, query.text)
            flight, first = self._board(key)
            if not first:
                flight.landed.wait()
                if not flight.moved:
                    break
                now = self._now()
                continue
            try:
                answer = self._rendered(environ, query)
                after = self._now()
                flight.moved = answer.keepable and after != now
                if not flight.moved:
                    self._keep(now, address, query, answer)
                    return answer
                now = after
            finally:
                self._land(key, flight)
        return self._find(now, address, query) or self._rendered(environ, query)

    def _now(self):
        """The generation; None when the database does not say, under which nothing is ever kept."""
        try:
            return self.generation()
        except Error:
            return None

    def _keep(self, now, address, query, answer):
        if not answer.keepable or now is None:
            return
        self.known |= answer.asked
        if not answer.whole or answer.asked >= query.names:
            self.kept.put(now, (now, address, query.only(answer.asked)), answer)

    def _board(self, key):
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            flight = self._flights[key] = Flight()
            return flight, True

    def _land(self, key, flight):
        with self._lock:
            del self._flights[key]
        flight.landed.set()

    def _rendered(self, environ, query) -> "Answer":
        inner = plain(environ, query)
        began = []

        def start_response(status, headers, exc_info=None):
            began[:] = status, headers

        chunks = self.app(inner, start_response)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return Answer(*began, body, inner.get(NOTED))

    def _send(self, answer, environ, start_response):
        coding = answer.tag and coding_for(
            environ.get("HTTP_ACCEPT_ENCODING", ""), len(answer.body)
        )
        version = answer.versions.get(coding) or self._packed(answer, coding)
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags and answer.tag and matches(tags, version.etag):
            start_response("304 Not Modified", list(version.unchanged))
            return []
        start_response(answer.status, list(version.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else version.chunks

    def _packed(self, answer, coding) -> "Version":
        """Compressed once, also when several want it at the same moment."""
        with answer.lock:
            if coding not in answer.versions:
                version = Version(answer, coding)
                answer.versions[coding] = version
                self.kept.grown(answer, version.size)
            return answer.versions[coding]


class Flight:
    """One making of an answer; `moved` when something was published meanwhile."""

    def __init__(self):
        self.landed = threading.Event()
        self.moved = False


class Answer:
    """One answer, plain, with its versions: as it is and compressed."""

    key = None

    def __init__(self, status, headers, body, query):
        self.status, self.headers, self.body = status, headers, body
        named = {name.lower(): value for name, value in headers}
        self.tag = named.get("etag", "").strip('"')
        self.keepable = (
            int(status[:3]) in KEEPABLE
            and is_public(named.get("cache-control", ""))
            and "set-cookie" not in named
            and named.get("vary", "Accept-Encoding") == "Accept-Encoding"
            and query is not None
        )
        self.asked = frozenset(query.asked) if query is not None else frozenset()
        # A redirect carries its whole query on.
        self.whole = query is None or query.whole or status.startswith("301")
        self.lock = threading.Lock()
        self.versions = {None: Version(self, None)} if not self.tag else {}
        self.size = len(body) + sum(len(n) + len(v) for n, v in headers) + OVERHEAD

    def depends_on_none(self, names) -> bool:
        return not self.whole and self.asked.isdisjoint(names)


class Version:
    """An answer in one coding: what is sent, and what is sent to those who have it already."""

    def __init__(self, answer, coding):
        body = CODINGS[coding](answer.body) if coding else answer.body
        self.etag = etag_of(answer.tag, coding) if answer.tag else ""
        self.headers = answer.headers
        if answer.tag:
            changed = {"etag": self.etag, "content-length": str(len(body))}
            self.headers = [(name, changed.get(name.lower(), v)) for name, v in answer.headers]
            self.headers += [("Content-Encoding", coding)] if coding else []
        about = {name.lower() for name in ABOUT_THE_BODY}
        self.unchanged = [pair for pair in self.headers if pair[0].lower() not in about]
        self.chunks = [body]
        self.size = (len(body) if coding else 0) + 30 * len(self.headers) + OVERHEAD
