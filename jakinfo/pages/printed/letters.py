"""The letters that the fonts of the PDF have; any other is shown as a box.

The fonts are those inside the `typst` wheel, so they are the same on every machine. PDF/UA refuses a
letter without a shape, so none may reach it. Marks that stand on a letter are not in the list: accents
are one with their letter after normalisation, and others need a font that has both.
tests/jakinfo/test_printed.py sets every letter, and fails when a release of typst drops one.
"""

import re
import unicodedata

FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
NO_SHAPE = "\u25a1"
KNOWN = """
0020-007E 00A0-02FF 0370-0377 037A-037F 0384-038A 038C 038E-03A1 03A3-0482 048A-04FF 0510-0513
051A-051D 0531-0556 0559-058A 058D-058F 05BE 05C0 05C3 05C6 05D0-05EA 05EF-05F4 0606-060C 061B
061F 0621-063A 0640-064A 0660-066D 0674 0679-067B 067E-0680 0683-0684 0686-0687 0691 0698 06A4
06A9 06AF 06BE 06CC 06F0-06F9 10D0-10FF 13A0-13F5 13F8-13FD 1D00-1DBF 1E00-1F15 1F18-1F1D
1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB
1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2000-200B 2010-2027 202F-2040 2042 2044-2052 2054-205F 2070-2071
2074-208E 2090-209C 20A0-20C0 2100-211E 2120 2122 2124 2126-2151 2153-2184 2189 2190-23FF
2422-2423 2460-262F 2638-268B 2690-269C 26A0-26A7 26AA-26B2 2701-2704 2706-2709 270C-2727
2729-274B 274D 274F-2752 2756 2758-275E 2761-277F 2794 2798-27AF 27B1-2ADB 2ADD-2B73 2B76-2B95
2B97-2BFF 2C60-2CEE 2CF2-2CF3 2CF9-2CFF 2E02-2E05 2E08-2E0A 2E17-2E18 2E1F 2E22-2E25 2E2E
A46A-A46B A640-A641 A648-A649 A656-A657 A708-A716 A71B-A727 A72D A730 A735 A765 A789-A78E
A790-A791 A793 A7AA A7F8-A7F9 AB52 AB66 AB70-ABBF FB00-FB06 FB13-FB17 FB20-FB29 FB4F FB52-FB81
FB8A-FB95 FB9E-FB9F FBAA-FBAD FBE8-FBE9 FBFC-FBFF FE66 FE70-FE74 FE76-FEFC FFFD
"""
"""Ranges of code points, in hexadecimal."""


def ranges() -> list[tuple[int, int]]:
    ends = (part.partition("-") for part in KNOWN.split())
    return [(int(first, 16), int(last or first, 16)) for first, _, last in ends]


_KNOWN = "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges())
_UNKNOWN = re.compile(f"[^{_KNOWN}]")
# Controls, and marks that turn text around or join: what is read must be what was written.
_UNSEEN = re.compile("[\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u061c]")
_SPACE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Lines may end behind these marks anyway; so addresses stay as they are, to be copied.
_LONG_WORD = re.compile(r"[^\s/?-]{32}(?=[^\s/?-]{8})")


def printable(text: str) -> str:
    """The text in letters that have a shape; a very long word may be broken."""
    told = _SPACE.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return _LONG_WORD.sub(lambda word: f"{word[0]}\u200b", _UNKNOWN.sub(NO_SHAPE, told))


def seen(text: str) -> bool:
    """Whether a reader sees anything of it; PDF/UA refuses titles and headings without."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)
