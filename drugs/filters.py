"""The filters of the A-Z list of drugs, as one form that narrows a set of live drugs."""

from django.utils.text import capfirst

from conditions.models import LiveCondition
from editorial import earlier, past
from editorial.language import N_
from evidence.filters import Filter, Offered, choice
from evidence.models import REGIONS

from .models import LiveDrug, LiveIndication, LiveTarget, Status


class MatrixFilter(Filter):
    """Chooses conditions of the approvals matrix; each one chosen keeps its whole row.

    A hidden cell would look like a use without a checked record, so no cell is ever left out.
    """

    status = choice(N_("With a drug that is"), Status.choices)
    system = choice(N_("Body system"))

    def __init__(self, data, rows, **kwargs):
        super().__init__(data, **kwargs)
        systems = sorted({row.condition.body_system for row in rows})
        self.fields["system"].choices = Offered((name, capfirst(name)) for name in systems)

    def keep(self, rows) -> list:
        status, system = self.chosen.get("status"), self.chosen.get("system")
        wanted = {
            row.condition_id
            for row in rows
            if status in (None, row.status) and system in (None, row.condition.body_system)
        }
        return [row for row in rows if row.condition_id in wanted]


def _fits(row, columns: dict) -> bool:
    return all(getattr(row, column) == value for column, value in columns.items())


def _conditions():
    if past.moment():
        return [(condition.slug, condition.name) for condition in earlier.entries(LiveCondition)]
    return LiveCondition.objects.values_list("slug", "name").order_by("name")


class DrugFilter(Filter):
    """Condition, region and status have to hold for one and the same use."""

    target = choice(N_("Blocks"), LiveTarget.Enzyme.choices)
    route = choice(N_("Taken"), LiveDrug.Route.choices)
    condition = choice(N_("Condition"))
    region = choice(N_("Region"), [(code, place.label) for code, place in REGIONS.items()])
    status = choice(N_("Status"), Status.choices)

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["condition"].choices = Offered(_conditions())

    def narrow(self, drugs):
        given = self.chosen
        if "target" in given:
            blocking = LiveTarget.objects.filter(target=given["target"])
            drugs = drugs.filter(pk__in=blocking.order_by().values("drug"))
        if "route" in given:
            drugs = drugs.filter(route=given["route"])
        use = self._use(given)
        if use:
            used = LiveIndication.objects.filter(**use)
            drugs = drugs.filter(pk__in=used.order_by().values("drug"))
        return drugs

    def narrow_then(self, drugs) -> list:
        """The same of the drugs of an earlier moment."""
        given = self.chosen
        use = self._use(given)
        slug = use.pop("condition__slug", None)
        if slug:
            use["condition_id"] = earlier.found(LiveCondition, slug).id
        return [
            drug
            for drug in drugs
            if given.get("route") in (None, drug.route)
            and ("target" not in given or any(t.target == given["target"] for t in drug.targets))
            and (not use or any(_fits(row, use) for row in drug.indications))
        ]

    def _use(self, given) -> dict:
        columns = {"condition": "condition__slug", "status": "status"}
        use = {column: given[name] for name, column in columns.items() if name in given}
        if "region" in given:
            use["jurisdiction"] = REGIONS[given["region"]]
        return use
