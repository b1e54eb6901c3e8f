"""Tables as CSV and XLSX files, which a spreadsheet program opens without running anything in them."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import tablib
from tablib.exceptions import InvalidDimensions

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_UNPACKED = 20_000_000
"""Bytes. An XLSX file is a packed folder, and a small one may hold very much."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(value):
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def sheet(title: str, heads: list[str], rows: Iterable, wanted: str) -> bytes:
    """The file's bytes; `wanted` is one of TYPES."""
    table = tablib.Dataset(headers=heads, title=title[:31])
    for row in rows:
        table.append([neutral(value) for value in row])
    made = table.export(wanted)
    return made.encode() if isinstance(made, str) else made


class Unreadable(Exception):
    """The file cannot be read as a table, in an editor's words."""


def read_sheet(name: str, content: bytes) -> tuple[list[str], list[list[str]]]:
    """The heading and the lines of a CSV or XLSX file, every cell as text; empty lines are left out."""
    wanted = name.rpartition(".")[2].lower()
    if wanted not in TYPES:
        raise Unreadable("Choose a file that ends in .csv or .xlsx.")
    table = _read_csv(content) if wanted == "csv" else _read_xlsx(content)
    heads = [as_text(head) for head in table.headers or ()]
    lines = [[as_text(cell) for cell in row] for row in table]
    if not heads or not lines:
        raise Unreadable("The file has a heading at most: there is nothing in it to read.")
    return heads, [line for line in lines if any(line)]


def _read_csv(content: bytes) -> tablib.Dataset:
    try:
        return tablib.Dataset().load(content.decode("utf-8-sig"), format="csv")
    except UnicodeDecodeError:
        raise Unreadable("Save the file as CSV in UTF-8: it holds other bytes.") from None
    except (InvalidDimensions, csv.Error):
        raise Unreadable("Some line has not as many cells as the heading.") from None


def _read_xlsx(content: bytes) -> tablib.Dataset:
    # Only here: it takes 13 MB in every process that loads it.
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        unpacked = sum(part.file_size for part in ZipFile(BytesIO(content)).infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable("The file is much larger than it looks, so it is not opened.")
        return tablib.Dataset().load(content, format="xlsx")
    except (BadZipFile, InvalidFileException, InvalidDimensions, KeyError, ValueError):
        raise Unreadable("This is not an XLSX file that can be read.") from None


def as_text(cell) -> str:
    """A cell as an editor would type it; the apostrophe of `neutral` is taken off again."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
