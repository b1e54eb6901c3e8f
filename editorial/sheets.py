"""Lists as CSV and XLSX files that a spreadsheet program opens without running anything in them."""

from collections.abc import Iterable

import tablib

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
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
