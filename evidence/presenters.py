"""How sources are numbered on a page, and how claims that contradict each other are laid out."""

from collections.abc import Iterable

from .models.jurisdiction import REGIONS

REGION_CHOICES = [(code, jurisdiction.label) for code, jurisdiction in REGIONS.items()]
"""For the region switch: `("us", "United States")` and so on."""


class References:
    """The source numbers of one page, given out in the order in which facts cite them.

    A presenter makes one for the page, passes each fact's sources to `cite` in reading order,
    and prints `listed()` at the end.
    """

    def __init__(self):
        self._numbers = {}
        self._sources = []

    def number(self, source) -> int:
        if source.key not in self._numbers:
            self._sources.append(source)
            self._numbers[source.key] = len(self._sources)
        return self._numbers[source.key]

    def cite(self, sources: Iterable) -> list[tuple[int, str]]:
        """Numbers and keys of these sources, each once, lowest number first."""
        return sorted({(self.number(source), source.key) for source in sources})

    def listed(self) -> list:
        """Every cited source; the first has number 1."""
        return list(self._sources)


def sides(claims: Iterable, references: References) -> list[dict]:
    """What each source says about one fact, in the shape components/disagree.html prints."""
    return [
        {
            "who": claim.source.publisher or claim.source.title,
            "label": claim.source.get_origin_label_display(),
            "says": claim.says,
            "stance": claim.stance,
            "stance_word": claim.get_stance_display(),
            "refs": references.cite([claim.source]),
        }
        for claim in claims
    ]
