from .page import card, matrix, page
from .status import lower_first, status_sentence, uses

__all__ = ["card", "lower_first", "matrix", "page", "status_sentence", "uses"]
