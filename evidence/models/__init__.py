from .claim import ClaimColumns, Stance
from .fact import (
    Basis,
    Checked,
    FactColumns,
    LiveFact,
    LiveFactEntry,
    WorkingFact,
    WorkingFactEntry,
)
from .jurisdiction import REGIONS, DatePrecision, Jurisdiction
from .link import LinkCheck
from .natural import NaturalManager, natural_key
from .notes import WorkingNotes
from .source import Author, JournalPage, LiveAuthor, LiveJournalPage, LiveSource, Source

__all__ = [
    "REGIONS",
    "Author",
    "Basis",
    "Checked",
    "ClaimColumns",
    "DatePrecision",
    "FactColumns",
    "JournalPage",
    "Jurisdiction",
    "LinkCheck",
    "LiveAuthor",
    "LiveFact",
    "LiveFactEntry",
    "LiveJournalPage",
    "LiveSource",
    "NaturalManager",
    "Source",
    "Stance",
    "WorkingFact",
    "WorkingFactEntry",
    "WorkingNotes",
    "natural_key",
]
