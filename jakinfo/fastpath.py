"""The fast path: a public answer is made once per generation and then sent from memory (docs/adr/0008).

A WSGI application around Django's. Each request learns the generation from the database, so an answer
is never older than the last commit before its request: there is no time to live. Whatever could depend
on who asks (a cookie, Authorization) or changes something goes to Django, and so does the newsroom.
"""

import threading

from django.db import Error

from jakinfo.answers import NOTED, matches
from jakinfo.asked import address_of, plain, query_of
from jakinfo.generation import generation
from jakinfo.kept import KEPT, Kept
from jakinfo.versions import Answer

TRIES = 3
"""How often an answer is made again because something was published meanwhile."""


class FastPath:
    def __init__(self, app, *, limit: int, generation=generation):
        self.app = app
        self.generation = generation
        self.kept = Kept(limit)
        self.counters = self.kept.counters
        # Parameters that any page has looked up: others are tried without first.
        self.known: set[str] = set()
        self._flights: dict = {}
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        address = address_of(environ)
        query = address and query_of(environ)
        if query is None:
            self.counters.passed += 1
            environ[KEPT] = self.kept
            return self.app(environ, start_response)
        now = self._now()
        if now is None:
            # Django says in its own way that the database is away.
            return self.app(environ, start_response)
        answer = self._find(now, address, query)
        if answer is not None:
            self.counters.hits += 1
        else:
            self.counters.misses += 1
            answer = self._make(now, address, query, environ)
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

    def _rendered(self, environ, query) -> Answer:
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
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        return Answer(*began, body, inner.get(NOTED), accepted)

    def _send(self, answer, environ, start_response):
        coding = answer.coding(environ.get("HTTP_ACCEPT_ENCODING"))
        version = answer.versions.get(coding) or answer.packed(coding, self.kept.grown)
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags and answer.tag and matches(tags, version.etag):
            start_response("304 Not Modified", version.unchanged.copy())
            return []
        start_response(answer.status, version.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else version.chunks


class Flight:
    """One making of an answer; `moved` when something was published meanwhile."""

    def __init__(self):
        self.landed = threading.Event()
        self.moved = False
