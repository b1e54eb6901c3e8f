from .edition import LiveEdition, LiveSignature
from .entry import EntryColumns, LiveEntry, Origin, SlugManager, WorkingEntry
from .feed import LiveChange, LiveRebuild, LiveRedirect, LiveReference, LiveTombstone
from .log import Change, Edition, Head, HiddenRow
from .newsroom import (
    Assignment,
    AuditRow,
    Comment,
    Digest,
    PreviewLink,
    PreviewOpening,
    ProposalFinding,
)
from .proposal import Contributor, Proposal, ProposedEntry, SignOff, Touch
from .purge import Purge

__all__ = [
    "Assignment",
    "AuditRow",
    "Change",
    "Comment",
    "Contributor",
    "Digest",
    "Edition",
    "EntryColumns",
    "Head",
    "HiddenRow",
    "LiveChange",
    "LiveEdition",
    "LiveEntry",
    "LiveRebuild",
    "LiveRedirect",
    "LiveReference",
    "LiveSignature",
    "LiveTombstone",
    "Origin",
    "PreviewLink",
    "PreviewOpening",
    "Proposal",
    "ProposalFinding",
    "ProposedEntry",
    "Purge",
    "SignOff",
    "SlugManager",
    "Touch",
    "WorkingEntry",
]
