"""From pieces to a PDF: typst with the template beside this file, in letters of its own.

Everything is given: the fonts inside the wheel, no packages, no network, no file but the template. The
same document at the same moment gives the same bytes. Typst lets other threads run meanwhile.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

import typst

from .letters import FONTS

HERE = Path(__file__).parent
TEMPLATE = HERE / "page.typ"
STANDARD = "ua-1"
"""PDF/UA-1: tagged, with a language, a title and a text for every picture, or typst refuses."""

_presses = BoundedSemaphore(1)
"""One at a time: a page takes tens of milliseconds, and memory for more is not worth it."""


def pdf(document: dict, at: datetime) -> bytes:
    """`document` is what page.typ sets (see __init__.py); `at` is the time of its edition."""
    with _presses:
        return typst.compile(
            TEMPLATE,
            root=HERE,
            font_paths=_fonts(),
            sys_inputs={"page": json.dumps(document | {"fonts": FONTS})},
            pdf_standards=[STANDARD],
            timestamp=int(at.timestamp()),
        )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
