from .page import breakable, card, matrix, page
from .status import lower_first, status_sentence, uses

__all__ = ["breakable", "card", "lower_first", "matrix", "page", "status_sentence", "uses"]
