"""What a printed page is made of: dictionaries that page.typ knows how to set, never markup.

A *run* is {"t": text} with "b" (bold), "i" (italic), "m" (code), "u" (web address) where it has them. A
*line* is {"runs", "refs"}: runs and the numbers of its sources. A *piece* has a "kind": heading, para,
list, table, box or legend. Text is plain text all the way: typst gets it as JSON and never reads it as
its own language.
"""

import json
import re
from collections.abc import Iterable

from editorial.language import gettext as _
from editorial.wording import partial_date, status_mark, status_word, units

from .letters import printable, seen

LONGEST_LINK = 2000
"""typst refuses links of more than 8,000 bytes."""
_LINK = re.compile(r"(https?://|mailto:)[\x21-\x7e]+", re.IGNORECASE)

MOST = 200_000
"""Bytes of pieces on one printed page, several times the longest there is; what comes after is left out."""


# Text ---------------------------------------------------------------------------------------


def run(text, url: str = "", **marks) -> dict:
    found = {"t": units(str(text)), **marks}
    return found | {"u": url} if linkable(url) else found


def linkable(url) -> bool:
    return len(url or "") <= LONGEST_LINK and bool(_LINK.fullmatch(url or ""))


def line(*parts, refs: Iterable[int] = ()) -> dict:
    """Of texts and runs; parts without text are left out."""
    runs = [part if isinstance(part, dict) else run(part) for part in parts if part]
    return {"runs": runs, "refs": list(refs)}


def bold(text) -> dict:
    return run(text, b=True)


def said(row: dict) -> dict:
    """A row of a presenter with its text, its sources, and who alone says so."""
    who = _("An article says:") if row.get("said_by") else ""
    return line(f"{who} {row['text']}".lstrip(), refs=row["refs"])


# Pieces -------------------------------------------------------------------------------------


def heading(text, level: int = 1) -> dict:
    return {"kind": "heading", "level": level, "line": line(text)}


def para(*parts, refs=(), note: bool = False) -> dict:
    return {"kind": "para", "note": note, **line(*parts, refs=refs)}


def said_in_para(row: dict | None) -> list[dict]:
    return [{"kind": "para", "note": False, **said(row)}] if row else []


def note(*parts, refs=()) -> dict:
    return para(*parts, refs=refs, note=True)


def listed(lines: Iterable[dict], start: int = 0) -> dict:
    """A list; numbered from `start` if that is not 0. A line may stand deeper ("deep": 1)."""
    return {"kind": "list", "start": start, "lines": list(lines)}


def table(heads: Iterable[str], rows: Iterable[list[dict]], wide: float = 1.3) -> dict:
    """Rows of cells; the first cell of a row is its head and `wide` times as wide as the others."""
    return {"kind": "table", "heads": [line(h) for h in heads], "rows": list(rows), "wide": wide}


def box(look: str, title, pieces: Iterable[dict], level: int = 1) -> dict:
    """`look`: emergency, boxed or quiet."""
    return {
        "kind": "box",
        "look": look,
        "level": level,
        "line": line(title),
        "pieces": list(pieces),
    }


def cell(*parts, refs=(), small: Iterable[str] = ()) -> dict:
    return line(*parts, refs=refs) | {"small": [line(text) for text in small if text]}


def status_cell(row: dict) -> dict:
    """A cell of a table of uses: shape and word, since when, for whom (see `use` of the presenters)."""
    day = partial_date(row["date"], row["precision"])
    since = _("since %(date)s") % {"date": day} if day else ""
    small = "; ".join(filter(None, (since, row.get("details", ""))))
    return cell(refs=row["refs"], small=[small]) | {"status": status(row["status"])}


def status(name: str) -> dict:
    return {"shape": status_mark(name).removeprefix("m-"), "word": status_word(name)}


# The whole ----------------------------------------------------------------------------------


def sound(pieces: list[dict]) -> list[dict]:
    """Without what has nothing in it, and every row of a table as long as its head."""
    return [made for piece in pieces if (made := SOUND[piece["kind"]](piece))]


def says(line: dict) -> bool:
    return any(seen(run["t"]) for run in line["runs"])


def _sound_table(piece):
    width = len(piece["heads"])
    rows = [[*row[:width], *(cell() for _ in range(width - len(row)))] for row in piece["rows"]]
    return piece | {"rows": rows} if width and rows else None


def _sound_box(piece):
    title = piece["line"] if says(piece["line"]) else line(_("Note"))
    return piece | {"line": title, "pieces": sound(piece["pieces"])}


SOUND = {
    "heading": lambda piece: piece if says(piece["line"]) else None,
    "para": lambda piece: piece if piece["runs"] or piece["refs"] else None,
    "list": lambda piece: piece if piece["lines"] else None,
    "table": _sound_table,
    "box": _sound_box,
    "legend": lambda piece: piece,
}
"""What is made of a piece of each kind, or None."""


def fitted(pieces: list[dict]) -> tuple[list[dict], bool]:
    """The pieces up to MOST, and whether that is all of them."""
    left = MOST
    for number, piece in enumerate(pieces):
        left -= len(json.dumps(piece))
        if left < 0:
            return pieces[:number], False
    return pieces, True


def levelled(pieces: list[dict], above: int = 0) -> list[dict]:
    """No heading more than one step below the heading before it: PDF/UA refuses a gap."""
    found = []
    for piece in pieces:
        if "level" in piece:
            above = min(piece["level"], above + 1)
            piece = piece | {"level": above}
        found.append(piece)
    return found


def lettered(value):
    """The same with every text in letters that can be set; keys and addresses of links stay."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [lettered(part) for part in value]
    if isinstance(value, dict):
        return {k: v if k in ASIS else lettered(v) for k, v in value.items()}
    return value


ASIS = frozenset({"u", "kind", "look", "shape", "qr"})
