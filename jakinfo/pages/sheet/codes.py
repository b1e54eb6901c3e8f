"""QR codes as one SVG path, drawn by the template: no style, no script, no file of its own."""

from functools import lru_cache
from itertools import groupby

import segno

QUIET = 4
"""Empty modules on each side, as ISO/IEC 18004 asks for."""


@lru_cache(maxsize=512)
def code(address: str) -> dict:
    """`size` of the square in modules, quiet zone included, and the `path` that fills the dark ones.

    Kept, because drawing one takes longer than making the rest of a page; an exact edition never changes.
    """
    # Level M still reads when 15 % of a creased print is lost.
    matrix = segno.make(address, error="m", micro=False).matrix
    runs = (_runs(row, y + QUIET) for y, row in enumerate(matrix))
    return {"size": len(matrix) + 2 * QUIET, "path": "".join("".join(row) for row in runs)}


def _runs(row, y):
    """A rectangle for each run of dark modules."""
    x = QUIET
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield f"M{x} {y}h{length}v1h-{length}z"
        x += length
