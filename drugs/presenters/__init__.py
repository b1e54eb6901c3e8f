from . import numbers
from .compare import alternatives, comparison
from .compare import conditions as compared_conditions
from .page import MATRIX_HEADS, breakable, card, matrix, matrix_lines, page
from .pictures import line_of_years
from .status import lower_first, status_sentence, uses
from .timetable import timetable

__all__ = [
    "MATRIX_HEADS",
    "alternatives",
    "breakable",
    "card",
    "compared_conditions",
    "comparison",
    "line_of_years",
    "lower_first",
    "matrix",
    "matrix_lines",
    "numbers",
    "page",
    "status_sentence",
    "timetable",
    "uses",
]
