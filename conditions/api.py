"""/api/v1/conditions/."""

from editorial.api import EntryResource
from editorial.bare import Bare
from editorial.parameters import Code, Entry, Known, Parameters
from evidence.serializers import bare_facts

from .models import LiveCode, LiveCondition, LiveConditionSynonym
from .serializers import ConditionSerializer, ConditionSummarySerializer

PARAMETERS: Parameters = {
    "drug": Entry(about="Named in an indication of this drug (slug).", kind="drug"),
    "body_system": Known(
        about="As in the answers, for example: skin and hair.",
        values=lambda: LiveCondition.objects.order_by().values_list("body_system", flat=True),
    ),
    "code": Code(about="A code with its system, as in ICD-10-CM|L63."),
}


class Conditions(EntryResource):
    """What the drugs are used or studied for."""

    live = LiveCondition
    serializer = ConditionSerializer
    list_serializer = ConditionSummarySerializer
    parameters = PARAMETERS
    orderings = {"": ("name", "slug")}
    row_noun = "condition"

    def rows(self, given):
        return _narrowed(LiveCondition.objects.defer("document"), given)

    def complete(self, rows, given):
        shown = {row.pk: Bare({**vars(row), "synonyms": [], "codes": []}) for row in rows}
        for synonym in LiveConditionSynonym.objects.filter(condition__in=shown):
            shown[synonym.condition_id].synonyms.append(synonym)
        for code in bare_facts(list(LiveCode.objects.filter(condition__in=shown))):
            shown[code.condition_id].codes.append(code)
        return list(shown.values())


def _narrowed(conditions, given: dict):
    """Conditions that fit every value given, each once."""
    if "drug" in given:
        used = LiveCondition.objects.filter(indications__drug=given["drug"])
        conditions = conditions.filter(pk__in=used.order_by().values("pk"))
    if "body_system" in given:
        conditions = conditions.filter(body_system=given["body_system"])
    if "code" in given:
        system, value = given["code"]
        conditions = conditions.filter(codes__system=system, codes__value=value)
    return conditions
