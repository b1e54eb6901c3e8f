"""Public answers from memory, exact: an answer is served only while the head of the log stands where it stood
before and after the answer was made (docs/adr/0008).

A WSGI application around Django's. What it may not keep, or does not know how to keep, goes straight through.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from jakinfo.generation import Generation, Unknown
from jakinfo.validators import CODINGS, KEPT, SMALLEST, coding_for, etag_of, matches

PRIVATE = ("/admin/", "/healthz/", "/static/", "/feedback/")
API = "/api/"
PARAMETERS = frozenset(
    (
        "before",
        "condition",
        "drug",
        "effect",
        "kind",
        "origin",
        "page",
        "q",
        "region",
        "route",
        "state",
    )
    + ("sort", "status", "system", "target", "tier", "year")
)
"""What pages read from a query. The API answers 400 to a name that it does not know, and that is not kept."""
LONGEST = 200
"""Characters of a query that is kept."""
STORED = ("200 ", "301 ", "404 ", "410 ")
PATIENCE = 10
"""Seconds to wait for somebody else who makes the same answer."""
TRIES = 3
OVERHEAD = 2000
"""Bytes that an answer takes besides its bodies: headers, keys, Python."""


@dataclass(frozen=True)
class Variant:
    """The same answer in one coding, ready to be sent."""

    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]
    etag: str
    body: bytes


@dataclass(frozen=True)
class Answer:
    """One public answer in every coding; the key None is the plain one."""

    status: str
    variants: dict[str | None, Variant]

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(variant.body) for variant in self.variants.values())


class FastPath:
    """The application; `counters` says what it did since the process started."""

    def __init__(self, application, generation: Callable[[], Generation], most_bytes: int):
        self.application, self.generation = application, generation
        self.memory = Memory(most_bytes)
        self.making: dict[tuple, threading.Event] = {}
        self.lock = threading.Lock()

    @property
    def counters(self) -> dict[str, int]:
        return dict(self.memory.counters)

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        try:
            now = self.generation()
            answer = self.memory.get(now, key) or self._made(key, environ)
        except Unknown:
            return self.application(environ, start_response)
        return _sent(answer, environ, start_response)

    def _made(self, key, environ) -> Answer:
        """Make it; one thread does, and others who want the same wait for it."""
        with self.lock:
            event = self.making.get(key)
            first = event is None
            if first:
                event = self.making[key] = threading.Event()
        if not first:
            event.wait(PATIENCE)
            answer = self.memory.get(self.generation(), key)
            return answer or self._rendered(key, environ)
        try:
            return self._rendered(key, environ)
        finally:
            with self.lock:
                del self.making[key]
            event.set()

    def _rendered(self, key, environ) -> Answer:
        """Kept only if nothing was published while it was made; else it is made again."""
        for _ in range(TRIES):
            before = self.generation()
            status, headers, body = _asked(self.application, environ)
            answer = _answer(status, headers, body)
            if before == self.generation():
                if _may_be_kept(status, headers):
                    self.memory.put(before, key, answer)
                break
        return answer


class Memory:
    """Answers of one generation, at most so many bytes; the one that was not asked for longest goes first."""

    def __init__(self, most_bytes: int):
        self.most = most_bytes
        self.answers: OrderedDict[tuple, Answer] = OrderedDict()
        self.generation: Generation = (-1, -1)
        self.bytes = 0
        self.lock = threading.Lock()
        self.counters = {"hits": 0, "misses": 0, "kept": 0, "evicted": 0, "bytes": 0, "answers": 0}

    def get(self, generation: Generation, key) -> Answer | None:
        with self.lock:
            found = self.answers.get(key) if generation == self.generation else None
            if found is None:
                self.counters["misses"] += 1
            else:
                self.counters["hits"] += 1
                self.answers.move_to_end(key)
            return found

    def put(self, generation: Generation, key, answer: Answer):
        with self.lock:
            if generation < self.generation or answer.size > self.most:
                return
            if generation != self.generation:
                self.answers.clear()
                self.generation, self.bytes = generation, 0
            self.bytes += answer.size - self._size(self.answers.pop(key, None))
            self.answers[key] = answer
            self.counters["kept"] += 1
            while self.bytes > self.most:
                _, oldest = self.answers.popitem(last=False)
                self.bytes -= oldest.size
                self.counters["evicted"] += 1
            self.counters |= {"bytes": self.bytes, "answers": len(self.answers)}

    @staticmethod
    def _size(answer) -> int:
        return answer.size if answer else 0


# What is asked ----------------------------------------------------------------------------


def key_of(environ) -> tuple | None:
    """What an answer is kept by; None when it may not come from memory."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if environ.get("HTTP_COOKIE") or environ.get("HTTP_AUTHORIZATION"):
        return None
    path = environ.get("PATH_INFO", "")
    if path.startswith(PRIVATE) or path.endswith("/questions/"):
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        query = _normal(query, path)
        if query is None:
            return None
    return environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), path, query


def _normal(query: str, path: str) -> str | None:
    """The parameters in one order; None for one that the page does not read."""
    if len(query) > LONGEST:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    if not path.startswith(API) and not PARAMETERS.issuperset(name for name, _ in pairs):
        return None
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def _asked(application, environ) -> tuple[str, list, bytes]:
    """Django's own answer to a plain GET: whole, in no coding, whatever this client has already."""
    asked = {name: value for name, value in environ.items() if name not in ASKS_FOR_LESS}
    asked["REQUEST_METHOD"] = "GET"
    got = []

    def start_response(status, headers, exc_info=None):
        got[:] = [status, list(headers)]

    parts = application(asked, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *got, body


ASKS_FOR_LESS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
    "HTTP_IF_RANGE",
    "HTTP_ACCEPT_ENCODING",
)


# What is answered -------------------------------------------------------------------------


def _may_be_kept(status: str, headers) -> bool:
    """Only what is the same for everybody: public, or one of the plain answers without a word on caching."""
    told = {name.lower(): value for name, value in headers}
    varies = {name.strip().lower() for name in told.get("vary", "").split(",") if name.strip()}
    control = told.get("cache-control", "")
    return (
        status.startswith(STORED)
        and "set-cookie" not in told
        and varies <= {"accept-encoding"}
        and (control == KEPT or (not control and not status.startswith("200 ")))
    )


def _answer(status, headers, body) -> Answer:
    told = {name.lower() for name, _ in headers}
    codings = [None]
    if "etag" in told and len(body) >= SMALLEST:
        codings += list(CODINGS)
    return Answer(status, {coding: _variant(headers, body, coding) for coding in codings})


def _variant(headers, body, coding) -> Variant:
    own = {"content-length", "etag", "content-encoding"}
    kept = [(name, value) for name, value in headers if name.lower() not in own]
    coded = CODINGS[coding](body) if coding else body
    etag = next((value for name, value in headers if name.lower() == "etag"), "")
    if etag:
        etag = etag_of(body, coding)
        kept.append(("ETag", etag))
    if coding:
        kept.append(("Content-Encoding", coding))
    unchanged = [(name, value) for name, value in kept if name.lower() != "content-type"]
    return Variant([*kept, ("Content-Length", str(len(coded)))], unchanged, etag, coded)


def _sent(answer: Answer, environ, start_response) -> Iterable[bytes]:
    plain = answer.variants[None]
    coding = None
    if len(answer.variants) > 1:
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""), plain.body)
    variant = answer.variants[coding]
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and variant.etag and answer.status.startswith("200 ") and matches(asked, variant.etag):
        start_response("304 Not Modified", variant.unchanged)
        return []
    start_response(answer.status, variant.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]
