from .guide import (
    ComparedDrug,
    Faq,
    Guide,
    LiveComparedDrug,
    LiveFaq,
    LiveGuide,
    LiveParagraph,
    LiveSection,
    Paragraph,
    Section,
)
from .letter import Feedback, Letter, LiveAnswer, Question
from .term import LiveTerm, Term

__all__ = [
    "ComparedDrug",
    "Faq",
    "Feedback",
    "Guide",
    "Letter",
    "LiveAnswer",
    "LiveComparedDrug",
    "LiveFaq",
    "LiveGuide",
    "LiveParagraph",
    "LiveSection",
    "LiveTerm",
    "Paragraph",
    "Question",
    "Section",
    "Term",
]
