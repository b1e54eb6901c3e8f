"""Pictures as numbers for components.html: the enzymes that a drug blocks, and a line of years.

A picture is never alone: it is hidden from screen readers, and a table or list beside it says the same.
All lengths are units of the viewBox, which is 340 wide so that words can be read on a phone.
"""

from datetime import date

from editorial.language import gettext as _

from ..models import LiveTarget

WIDTH = 340
Selectivity = LiveTarget.Selectivity

# Enzymes ------------------------------------------------------------------------------------

JAKS = ("JAK1", "JAK2", "JAK3", "TYK2")
BAR, ROW = 110, 30
SHARE = {Selectivity.PRIMARY: 1, Selectivity.SECONDARY: 0.5}


def enzymes(targets: list[dict]) -> dict | None:
    """A bar for each enzyme: whole when mainly blocked, half when less, dashed without a checked record."""
    if not targets:
        return None
    known = {row["target"]: row for row in targets}
    names = [*JAKS, *(name for name in known if name not in JAKS)]
    bars = [
        {
            "name": name.split()[0],
            "words": known[name]["how"] if name in known else _("no checked record"),
            "length": BAR * SHARE[known[name]["selectivity"]] if name in known else 0,
            "y": ROW * place + 6,
        }
        for place, name in enumerate(names)
    ]
    return {"width": WIDTH, "height": ROW * len(bars), "bar": BAR, "bars": bars}


def unnamed(targets: list[dict]) -> list[str]:
    """The JAK enzymes that no checked source names for this drug."""
    known = {row["target"] for row in targets}
    return [name for name in JAKS if known and name not in known]


# Years --------------------------------------------------------------------------------------

EDGE = 18
RADIUS = 10
STEP = 23
"""From one mark to the one that had no room beside it."""
MIDDLE = {"day": 0, "month": 15, "year": 182}
"""Days to the middle of what is known of a date."""
YEARS = 22
"""Room under the axis for the years."""
TICKS = 7


def line_of_years(events: list[dict]) -> dict | None:
    """Marks over and under an axis of years; each carries its number in the list of events.

    An event has "date", "precision", "until" and "warns" (drawn under the axis); without a date it
    is in the list alone. None when there is nothing to draw.
    """
    dated = [(number, row) for number, row in enumerate(events, start=1) if row["date"]]
    if not dated:
        return None
    days = [_day(row) for _, row in dated]
    ends = [_end(row) for _, row in dated if row["until"]]
    first, last = min(days).year, max([*days, *ends]).year + 1
    axis = _Axis(first, last)
    over = axis.marks([each for each in dated if not each[1]["warns"]])
    under = axis.marks([each for each in dated if each[1]["warns"]])
    line = STEP * _levels(over) + (RADIUS + 2 if over else 4)
    for mark in over:
        mark["y"] = line - STEP * (mark["level"] + 1)
    for mark in under:
        mark["y"] = line + YEARS + STEP * mark["level"] + RADIUS + 2
    return {
        "width": WIDTH,
        "height": line + YEARS + STEP * _levels(under) + 4,
        "line": line,
        "edges": (EDGE, WIDTH - EDGE),
        "ticks": axis.ticks(),
        "over": over,
        "under": under,
    }


def _levels(marks) -> int:
    return max((mark["level"] + 1 for mark in marks), default=0)


class _Axis:
    def __init__(self, first: int, last: int):
        self.first, self.last = first, last

    def place(self, day: date) -> float:
        whole = (date(self.last, 1, 1) - date(self.first, 1, 1)).days
        share = (day - date(self.first, 1, 1)).days / whole
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    def ticks(self) -> list[dict]:
        step = -(-(self.last - self.first) // TICKS)
        years = range(self.first, self.last + 1, step)
        return [{"x": self.place(date(year, 1, 1)), "year": year} for year in years]

    def marks(self, dated) -> list[dict]:
        """One mark an event; a mark goes one level further out until it covers no other."""
        made = []
        for number, row in dated:
            x = self.place(_day(row))
            taken = {mark["level"] for mark in made if abs(mark["x"] - x) < STEP}
            level = next(level for level in range(len(made) + 1) if level not in taken)
            end = self.place(_end(row)) if row["until"] else None
            made.append({"number": number, "x": x, "level": level, "end": end})
        return made


def _day(row) -> date:
    """The day, or the middle of the month or year when no more is known; a span begins where it begins."""
    known = _date(row["date"])
    if row["until"]:
        return known
    return date.fromordinal(known.toordinal() + MIDDLE[row["precision"] or "day"])


def _end(row) -> date:
    return _date(row["until"])


def _date(value) -> date:
    """A document of an edition has its dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
