"""The rules of a fact, told to the editor in the form: a checked fact names where it was read."""

from editorial.forms import EntryForm, RowForm

from .models import Checked, Source

PARTIAL_DATES = (
    ("date", "date_precision"),
    ("approval_date", "date_precision"),
    ("since", "since_precision"),
    ("changed", "changed_precision"),
    ("first_approval", "first_approval_precision"),
)


class PartialDates:
    """A date says how exactly it is known, or neither is there."""

    def clean(self):
        data = super().clean()
        for date, precision in PARTIAL_DATES:
            if date in data and precision in data:
                self._both_or_neither(date, precision)
        return data

    def _both_or_neither(self, date, precision):
        if self.cleaned_data[date] and not self.cleaned_data[precision]:
            self.add_error(precision, "Say how exactly the date is known: year, month or day.")
        elif self.cleaned_data[precision] and not self.cleaned_data[date]:
            self.add_error(date, "Give the date too, or leave its precision empty.")


class FactRules(PartialDates):
    """What is marked as seen names a source, and not only a promotional one."""

    def clean(self):
        data = super().clean()
        if "sources" in data and data.get("checked") in (Checked.SEEN, Checked.DOUBLE):
            self._rests_on_something(list(data["sources"]))
        return data

    def _rests_on_something(self, sources):
        word = Checked(self.cleaned_data["checked"]).label
        if not sources:
            self.add_error("sources", f"A fact that is “{word}” names at least one source.")
        elif self._is_promotion(sources):
            message = (
                "Promotion (tier F) alone cannot carry a fact; name another source, or withhold it."
            )
            self.add_error("sources", message)
        elif self.cleaned_data["checked"] == Checked.DOUBLE and len(sources) < 2:
            self.add_error("sources", "“Seen in two separate sources” needs two of them.")

    def _is_promotion(self, sources):
        withheld = self.cleaned_data.get("withheld", self.instance.withheld)
        return not withheld and all(source.tier == Source.Tier.F for source in sources)


class FactForm(FactRules, RowForm):
    """A fact that an entry owns."""


class FactEntryForm(FactRules, EntryForm):
    """An entry that is itself one fact, such as a safety warning."""


class DatedEntryForm(PartialDates, EntryForm):
    """An entry with a date, but not a fact."""
