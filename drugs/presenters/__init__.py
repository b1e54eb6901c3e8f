from .compare import comparison
from .compare import conditions as compared_conditions
from .page import MATRIX_HEADS, breakable, card, matrix, matrix_lines, page
from .status import lower_first, status_sentence, uses

__all__ = [
    "MATRIX_HEADS",
    "breakable",
    "card",
    "compared_conditions",
    "comparison",
    "lower_first",
    "matrix",
    "matrix_lines",
    "page",
    "status_sentence",
    "uses",
]
