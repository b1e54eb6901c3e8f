"""The filters of the A-Z list of drugs, as one form that narrows a set of live drugs."""

from django import forms
from django.db.models import Exists, OuterRef

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
