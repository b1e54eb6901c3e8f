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

__all__ = [
    "ComparedDrug",
    "Faq",
    "Guide",
    "LiveComparedDrug",
    "LiveFaq",
    "LiveGuide",
    "LiveParagraph",
    "LiveSection",
    "Paragraph",
    "Section",
]
