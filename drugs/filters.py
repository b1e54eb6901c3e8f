"""The filters of the A-Z list of drugs, as one form that narrows a set of live drugs."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.text import capfirst

from conditions.models import LiveCondition
from evidence.models import REGIONS
from evidence.presenters import REGION_CHOICES
from search.text import clean

from .models import LiveDrug, LiveIndication, LiveTarget, Status

ANY = [("", "Any")]
UNKNOWN = {"invalid_choice": "This choice is not known here, so it was left out."}


def choice(label, choices=()):
    return forms.ChoiceField(
        label=label, choices=[*ANY, *choices], required=False, error_messages=UNKNOWN
    )


class MatrixFilter(forms.Form):
    """Chooses conditions of the approvals matrix; each one chosen keeps its whole row.

    A hidden cell would look like a use without a checked record, so no cell is ever left out.
    """

    status = choice("With a drug that is", Status.choices)
    system = choice("Body system")

    def __init__(self, data, rows, **kwargs):
        data = {name: clean(value) for name, value in data.items()}
        super().__init__(data, auto_id="filter-%s", **kwargs)
        systems = sorted({row.condition.body_system for row in rows})
        self.fields["system"].choices = [*ANY, *((name, capfirst(name)) for name in systems)]

    @property
    def chosen(self) -> dict:
        """The valid values that were given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def keep(self, rows) -> list:
        status, system = self.chosen.get("status"), self.chosen.get("system")
        wanted = {
            row.condition_id
            for row in rows
            if status in (None, row.status) and system in (None, row.condition.body_system)
        }
        return [row for row in rows if row.condition_id in wanted]


class DrugFilter(forms.Form):
    """Condition, region and status have to hold for one and the same use; what is not valid does not narrow."""

    target = choice("Blocks", LiveTarget.Enzyme.choices)
    route = choice("Taken", LiveDrug.Route.choices)
    condition = choice("Condition")
    region = choice("Region", REGION_CHOICES)
    status = choice("Status", Status.choices)

    def __init__(self, data, **kwargs):
        data = {name: clean(value) for name, value in data.items()}
        super().__init__(data, auto_id="filter-%s", **kwargs)
        names = LiveCondition.objects.values_list("slug", "name").order_by("name")
        self.fields["condition"].choices = [*ANY, *names]

    @property
    def chosen(self) -> dict:
        """The valid values that were given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, drugs):
        given = self.chosen
        if "target" in given:
            drugs = drugs.filter(
                Exists(LiveTarget.objects.filter(drug=OuterRef("pk"), target=given["target"]))
            )
        if "route" in given:
            drugs = drugs.filter(route=given["route"])
        use = self._use(given)
        if use:
            drugs = drugs.filter(Exists(LiveIndication.objects.filter(drug=OuterRef("pk"), **use)))
        return drugs

    def _use(self, given) -> dict:
        columns = {"condition": "condition__slug", "status": "status"}
        use = {column: given[name] for name, column in columns.items() if name in given}
        if "region" in given:
            use["jurisdiction"] = REGIONS[given["region"]]
        return use
