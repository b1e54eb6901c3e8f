"""Public pages of the guides, and of what readers send in."""

from .letters import feedback, questions
from .pages import guide_detail, guide_list

__all__ = ["feedback", "guide_detail", "guide_list", "questions"]
