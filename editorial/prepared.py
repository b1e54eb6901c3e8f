"""Queries worded once a process: wording one takes Django longer than the database needs to answer.

`ask(make, fixed, given)` gives the rows of `make(*fixed, *given)`, a queryset of `values(...)`.
The first time `make` gets stand-ins for the given values, and the statement is kept; then only the
values are put in. So `make` may use them as parameters of the query and for nothing else.
"""

from functools import lru_cache

import orjson
from django.db import connection
from django.db.models import JSONField

STAND_INS = {int: lambda place: -7_000_000_000_000 - place, str: "stand-in {}".format}


def ask(make, fixed: tuple, given: tuple) -> list[dict]:
    sql, parameters, names, converters = _worded(
        connection.vendor, make, fixed, tuple(map(type, given))
    )
    values = [given[place] if known is None else known for known, place in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    if converters:
        rows = [_converted(list(row), converters) for row in rows]
    return [dict(zip(names, row, strict=True)) for row in rows]


@lru_cache(maxsize=1024)
def _worded(vendor, make, fixed, types):
    """The statement, its parameters (a known value, or the place of a given one), names, converters."""
    stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(types)]
    query = make(*fixed, *stand_ins).query
    compiler = query.get_compiler(connection=connection)
    sql, found = compiler.as_sql()
    parameters = [(None, stand_ins.index(p)) if p in stand_ins else (p, None) for p in found]
    columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
    converters = [
        (place, ([_faster(step) for step in steps], column))
        for place, (steps, column) in compiler.get_converters(columns).items()
    ]
    return sql, parameters, list(query.selected), converters


def _faster(step):
    """Django decodes JSON with Python's own module, which takes three times as long."""
    return _decoded if getattr(step, "__func__", None) is JSONField.from_db_value else step


def _decoded(value, expression, connection):
    return orjson.loads(value)


def _converted(row, converters):
    for place, (steps, column) in converters:
        # No converter makes something of nothing.
        if row[place] is not None:
            for step in steps:
                row[place] = step(row[place], column, connection)
    return row


def padded(ids) -> tuple[int, ...]:
    """Ids for an IN, some of them twice, so that a few statements serve lists of every length."""
    ids = tuple(ids)
    size = 1 << (len(ids) - 1).bit_length()
    return ids + ids[:1] * (size - len(ids))
