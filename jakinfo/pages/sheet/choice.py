"""What a reader can tick, and for which ticks a row of the sheet is there.

`tied` makes the attributes that sheet.js reads: a row shows when something is ticked of each kind that
it names. A kind that it does not name does not matter to it.
"""

from editorial.language import gettext as _
from evidence.presenters import region_choices


class Offered:
    """The drugs, conditions and risk groups of the page: `drugs` are whole, the others need not be."""

    def __init__(self, drugs, conditions, risk_groups):
        self.drugs = drugs
        self.drug_slugs = {drug.id: drug.slug for drug in drugs}
        self.condition_slugs = {condition.id: condition.slug for condition in conditions}
        concerned = [group for group in risk_groups if self.concerns(group.applies_to)]
        self.fields = [
            ("drugs", _("Medicines"), _choices(drugs)),
            ("conditions", _("Conditions"), _choices(conditions)),
            ("risks", _("What applies to me"), _choices(concerned)),
            ("regions", _("Where I live"), region_choices()),
        ]

    def concerns(self, drug_ids) -> bool:
        """Whether a statement about these drugs, or about none in particular, belongs on the page."""
        return not drug_ids or any(pk in self.drug_slugs for pk in drug_ids)

    def by_drugs(self, drug_ids) -> dict[str, str]:
        """No drug at all means that the sources speak of the class."""
        return tied(drugs=[self.drug_slugs[pk] for pk in drug_ids if pk in self.drug_slugs])


def _choices(entries) -> list[tuple[str, str]]:
    return [(entry.slug, entry.title) for entry in entries]


def tied(**slugs) -> dict[str, str]:
    """Attributes of a row, by kind: `{"drugs": "a b"}`; a kind without slugs is left out."""
    return {kind: " ".join(sorted(names)) for kind, names in slugs.items() if names}
