"""The memory of the fast path: answers under keys, bounded by bytes, the least used go first.

A new answer stands among the new ones until it is asked for a second time; only then does it join the
proven ones. So a crawler, or somebody who asks for a thousand made-up addresses, pushes out other new
answers and never the pages that people read.
"""

import os
import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass

KEPT = "jakinfo.kept"
"""Where a request that the fast path passes on carries its memory, for those who may see the counters."""

PROVEN_SHARE = 0.75
LARGEST_SHARE = 0.125
"""An answer above this share of the memory is not kept: it would push out too many others."""


@dataclass
class Counters:
    hits: int = 0
    misses: int = 0
    passed: int = 0
    """Requests that are not for the fast path: with a cookie, to the newsroom, not reading."""
    bytes: int = 0
    evictions: int = 0


class Kept:
    def __init__(self, limit: int):
        self.limit = limit
        self.counters = Counters()
        self._lock = threading.Lock()
        self._generation = (0, 0, 0)
        self._new: OrderedDict = OrderedDict()
        self._proven: OrderedDict = OrderedDict()
        self._proven_bytes = 0

    def find(self, key):
        """The answer under a key, which by this becomes the last one to go."""
        with self._lock:
            answer = self._proven.get(key)
            if answer is not None:
                self._proven.move_to_end(key)
                return answer
            answer = self._new.pop(key, None)
            if answer is not None:
                self._prove(key, answer)
            return answer

    def _prove(self, key, answer):
        self._proven[key] = answer
        self._proven_bytes += answer.size
        while self._proven_bytes > self.limit * PROVEN_SHARE and len(self._proven) > 1:
            oldest, demoted = self._proven.popitem(last=False)
            self._proven_bytes -= demoted.size
            self._new[oldest] = demoted

    def put(self, generation, key, answer) -> None:
        """Keep an answer of this generation; the first of a new one ends all others."""
        if answer.size > self.limit * LARGEST_SHARE:
            return
        with self._lock:
            if generation > self._generation:
                self._generation = generation
                self._forget_all()
            if generation == self._generation and key not in self._new and key not in self._proven:
                self._new[key] = answer
                answer.key = key
                self.counters.bytes += answer.size
                self._make_room()

    def grown(self, answer, more: int) -> None:
        """A kept answer got another coding."""
        with self._lock:
            answer.size += more
            proven = self._proven.get(answer.key) is answer
            if proven:
                self._proven_bytes += more
            if proven or self._new.get(answer.key) is answer:
                self.counters.bytes += more
                self._make_room()

    def _make_room(self):
        while self.counters.bytes > self.limit:
            if self._new:
                _, gone = self._new.popitem(last=False)
            else:
                _, gone = self._proven.popitem(last=False)
                self._proven_bytes -= gone.size
            self.counters.bytes -= gone.size
            self.counters.evictions += 1

    def _forget_all(self):
        self._new.clear()
        self._proven.clear()
        self._proven_bytes = self.counters.bytes = 0

    def count(self, name: str) -> None:
        with self._lock:
            setattr(self.counters, name, getattr(self.counters, name) + 1)

    def report(self) -> dict:
        with self._lock:
            kept = len(self._new) + len(self._proven)
            own = {"answers": kept, "limit": self.limit, "process": os.getpid()}
            return {**asdict(self.counters), **own}
