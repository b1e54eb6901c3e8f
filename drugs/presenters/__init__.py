from .compare import comparison
from .compare import conditions as compared_conditions
from .page import breakable, card, matrix, page
from .status import lower_first, status_sentence, uses

__all__ = [
    "breakable",
    "card",
    "compared_conditions",
    "comparison",
    "lower_first",
    "matrix",
    "page",
    "status_sentence",
    "uses",
]
