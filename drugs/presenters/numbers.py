"""How often something happens, in people out of a number of people, only as far as the source counts people."""

import re
from fractions import Fraction

from editorial.language import N_
from editorial.language import gettext as _
from editorial.wording import number

NOT_KNOWN = N_("not known")
_SHARE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) ?%")
_RATE = re.compile(r"per ([\d, ]*\d) ?(?:patient|person)[- ]years", re.IGNORECASE)
_OTHERS = re.compile(rf"ratio|{_RATE.pattern}|% of (?!people|patients)", re.IGNORECASE)
HAZARD = N_(
    "A hazard ratio compares how fast something happens in two groups: 1 means no difference. "
    "The numbers in brackets are the range that fits what was seen."
)
RATE = N_(
    "A rate per %(size)s patient-years adds up the years that all people were treated. "
    "It is not a count of people."
)


def frequency(text: str) -> str:
    """How often a side effect was seen: with its number, or it is not known.

    A bare word such as "uncommon" is quoted, because sources do not mean the same by it.
    """
    if not text:
        return _(NOT_KNOWN)
    if not re.search(r"\d", text):
        return _("not known; the source says only “%(text)s”") % {"text": text}
    people = of_people(text)
    return f"{people} ({text})" if people else text


def of_people(text: str) -> str:
    """Percentages of people as whole people: "12.4% v 9% placebo" -> "124 in 1,000 people against 90 in 1,000".

    Exact, never rounded: the size of the group is the smallest of 100, 1,000 ... that needs no part
    of a person. A text with a rate or a ratio is no count of people and gives nothing.
    """
    shares = [Fraction(share) for share in _SHARE.findall(text)]
    if _OTHERS.search(text) or not 0 < len(shares) <= 2 or max(shares) > 100:
        return ""
    size = 100
    while any((share * size / 100).denominator != 1 for share in shares):
        size *= 10
    first, *others = (number(int(share * size / 100)) for share in shares)
    words = {"first": first, "size": number(size)}
    if not others:
        return _("%(first)s in %(size)s people") % words
    words["second"] = others[0]
    return _("%(first)s in %(size)s people against %(second)s in %(size)s") % words


def figure(text: str) -> dict:
    """A figure of a warning: as the source gives it, in people where it counts people, and how to read it."""
    counted = re.search(rf"{_SHARE.pattern}(?: v {_SHARE.pattern})? of people", text)
    rate = _RATE.search(text)
    reading = [
        _(HAZARD) if "hazard ratio" in text.lower() else "",
        _(RATE) % {"size": rate[1]} if rate else "",
    ]
    return {
        "text": text[:1].upper() + text[1:],
        "people": of_people(counted[0]) if counted else "",
        "reading": " ".join(filter(None, reading)),
    }
