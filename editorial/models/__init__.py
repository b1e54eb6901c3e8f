from .entry import EntryColumns, LiveEntry, Origin, SlugManager, WorkingEntry
from .feed import LiveChange, LiveRedirect, LiveReference, LiveTombstone
from .log import Change, Edition, Head, HiddenRow
from .proposal import Contributor, Proposal, ProposedEntry, SignOff, Touch

__all__ = [
    "Change",
    "Contributor",
    "Edition",
    "EntryColumns",
    "Head",
    "HiddenRow",
    "LiveChange",
    "LiveEntry",
    "LiveRedirect",
    "LiveReference",
    "LiveTombstone",
    "Origin",
    "Proposal",
    "ProposedEntry",
    "SignOff",
    "SlugManager",
    "Touch",
    "WorkingEntry",
]
