"""Bases for every floor's admin, and the newsroom's own screens: the log to read, and the people."""

from . import log, people, proposal
from .entry import STANDING, EntryAdmin
from .rows import RowAdmin, RowStack, RowTable

__all__ = [
    "STANDING",
    "EntryAdmin",
    "RowAdmin",
    "RowStack",
    "RowTable",
    "log",
    "people",
    "proposal",
]
