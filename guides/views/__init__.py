"""Public pages of the guides, and of what readers send in."""

from .glossary import glossary
from .letters import feedback, questions
from .pages import guide_detail, guide_list

__all__ = ["feedback", "glossary", "guide_detail", "guide_list", "questions"]
