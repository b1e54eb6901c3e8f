"""One answer in memory, in the versions that were asked for: as it is, or packed with gzip or brotli.

Text packs to a sixth of its length. What nobody asked for whole is not kept whole: another version is
made of one that is there.
"""

import gzip
import threading
from functools import lru_cache

import brotli

from jakinfo.answers import ABOUT_THE_BODY, CODINGS, KEEPABLE, coding_for, etag_of, is_public

UNPACK = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}

OVERHEAD = 1500
"""Bytes that Python needs around an answer: its objects, sets, lock and key (measured: 1,200)."""
AROUND = 1000
"""Bytes around a version: its two lists and the headers that are its own (measured: 800)."""

PACKED = "Content-Encoding"
OWN = frozenset({"etag", "content-length", "location", "last-modified"})
"""Headers whose value is seldom that of another answer; all others are kept once for many answers."""


class Answer:
    """One answer with its versions: as it is and compressed."""

    key = None
    touched = False
    """Whether it was asked for again since it came, or since its last turn to go."""
    proven = False

    def __init__(self, status, headers, body, query, accepted=""):
        self.status = status
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
        self.length = len(body)
        self.lock = threading.Lock()
        first = self.coding(accepted)
        self.versions = {first: Version(self, first, headers, body)}
        self.size = self.versions[first].size + OVERHEAD

    def depends_on_none(self, names) -> bool:
        return not self.whole and self.asked.isdisjoint(names)

    def coding(self, accepted) -> str | None:
        """An answer without a tag is not compressed: its versions could not be told apart."""
        return coding_for(accepted, self.length) if accepted and self.tag else None

    def packed(self, coding, grown) -> "Version":
        """The version in a coding, made once, also when several want it at the same moment.

        `grown(answer, bytes)` is told how much more memory a new one takes.
        """
        with self.lock:
            if coding not in self.versions:
                known, version = next(iter(self.versions.items()))
                body = UNPACK[known](version.chunks[0])
                self.versions[coding] = made = Version(self, coding, version.headers, body)
                grown(self, made.size)
            return self.versions[coding]


class Version:
    """An answer in one coding: what is sent, and what is sent to those who have it already."""

    __slots__ = ("chunks", "etag", "headers", "size", "unchanged")

    def __init__(self, answer, coding, headers, body):
        body = CODINGS[coding](body) if coding else body
        self.etag = etag_of(answer.tag, coding) if answer.tag else ""
        if answer.tag:
            changed = {"etag": self.etag, "content-length": str(len(body))}
            headers = [(n, changed.get(n.lower(), v)) for n, v in headers if n != PACKED]
            headers += [(PACKED, coding)] if coding else []
        self.headers = [pair if pair[0].lower() in OWN else _shared(*pair) for pair in headers]
        self.unchanged = [pair for pair in self.headers if pair[0].lower() not in ABOUT]
        self.chunks = [body]
        self.size = len(body) + AROUND


ABOUT = frozenset(name.lower() for name in ABOUT_THE_BODY)


@lru_cache(maxsize=256)
def _shared(name, value):
    return name, value
