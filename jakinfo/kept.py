"""The memory of the fast path: answers under keys, bounded by bytes, the least used go first.

A new answer that was asked for again by the time its place is needed joins the proven ones; of those
goes first what nobody asked for since its last turn (a "second chance"). So a crawler, or somebody who
asks for a thousand made-up addresses, pushes out other new answers and never the pages that people read.
"""

import os
import threading
from collections import deque
from dataclasses import asdict, dataclass

KEPT = "jakinfo.kept"
"""Where a request that the fast path passes on carries its memory, for those who may see the counters."""

PROVEN_SHARE = 0.75
LARGEST_SHARE = 0.125
"""An answer above this share of the memory is not kept: it would push out too many others."""


@dataclass
class Counters:
    """`hits`, `misses` and `passed` are counted without a lock: a switch of threads may lose one."""

    hits: int = 0
    misses: int = 0
    passed: int = 0
    """Requests that are not for the fast path: with a cookie, to the newsroom, not reading."""
    bytes: int = 0
    evictions: int = 0


class Kept:
    """Looking an answer up takes no lock: it only marks it, and whoever needs room reads the marks."""

    def __init__(self, limit: int):
        self.limit = limit
        self.counters = Counters()
        self._lock = threading.Lock()
        self._generation = (0, 0, 0)
        self._answers: dict = {}
        self._new: deque = deque()
        self._proven: deque = deque()
        self._proven_bytes = 0

    def find(self, key):
        """The answer under a key, which by this gets a longer stay."""
        answer = self._answers.get(key)
        if answer is not None:
            answer.touched = True
        return answer

    def put(self, generation, key, answer) -> None:
        """Keep an answer of this generation; the first of a new one ends all others."""
        if answer.size > self.limit * LARGEST_SHARE:
            return
        with self._lock:
            if generation > self._generation:
                self._generation = generation
                self._forget_all()
            if generation == self._generation and key not in self._answers:
                answer.key = key
                self._answers[key] = answer
                self._new.append(answer)
                self.counters.bytes += answer.size
                self._make_room()

    def grown(self, answer, more: int) -> None:
        """A kept answer got another coding."""
        with self._lock:
            answer.size += more
            if self._answers.get(answer.key) is answer:
                self._proven_bytes += more if answer.proven else 0
                self.counters.bytes += more
                self._make_room()

    def _make_room(self):
        # Readers may mark answers as fast as this takes marks away: each gets so many more turns only.
        turns = 2 * len(self._answers)
        while self.counters.bytes > self.limit:
            turns -= 1
            if not self._new or self._proven_bytes > self.limit * PROVEN_SHARE:
                self._oldest_proven(spare=turns > 0)
            else:
                self._oldest_new(spare=turns > 0)

    def _oldest_new(self, spare):
        answer = self._new.popleft()
        if answer.touched and spare:
            answer.touched, answer.proven = False, True
            self._proven.append(answer)
            self._proven_bytes += answer.size
        else:
            self._forget(answer)

    def _oldest_proven(self, spare):
        answer = self._proven.popleft()
        if answer.touched and spare:
            answer.touched = False
            self._proven.append(answer)
        else:
            self._proven_bytes -= answer.size
            self._forget(answer)

    def _forget(self, answer):
        del self._answers[answer.key]
        self.counters.bytes -= answer.size
        self.counters.evictions += 1

    def _forget_all(self):
        self._answers.clear()
        self._new.clear()
        self._proven.clear()
        self._proven_bytes = self.counters.bytes = 0

    def report(self) -> dict:
        with self._lock:
            own = {"answers": len(self._answers), "limit": self.limit, "process": os.getpid()}
            return {**asdict(self.counters), **own}
