"""What partners are told about a drug and about its uses."""

from rest_framework import serializers

from conditions.serializers import ConditionNameSerializer
from editorial.serializers import EntrySerializer, FastSerializer, PartialDate, each, reader
from evidence.models import DatePrecision, Jurisdiction
from evidence.serializers import (
    CitingSerializer,
    ClaimSerializer,
    FactSerializer,
    StatementSerializer,
    contested,
)

from .models import LiveAdverseEffect, LiveDrug, LiveDrugStatement, LiveTarget, Status

Topic = LiveDrugStatement.Topic


class BrandSerializer(FactSerializer):
    name = serializers.CharField()
    company = serializers.CharField(allow_null=True)
    regions = serializers.ListField(child=serializers.CharField())


class TargetSerializer(FactSerializer):
    target = serializers.ChoiceField(choices=LiveTarget.Enzyme.choices)
    selectivity = serializers.ChoiceField(choices=LiveTarget.Selectivity.choices)


class IdentifierSerializer(FactSerializer):
    system = serializers.CharField()
    value = serializers.CharField()


class FormSerializer(FactSerializer):
    form = serializers.CharField()
    strength = serializers.CharField()


class RegimenSerializer(FactSerializer):
    """How it is taken for one condition. Without a jurisdiction it is off-label everywhere."""

    condition = serializers.SlugField(source="condition.slug")
    population = serializers.CharField(allow_null=True)
    regimen = serializers.CharField()
    jurisdiction = serializers.ChoiceField(choices=Jurisdiction.choices, allow_null=True)
    on_label = serializers.BooleanField()


class IndicationSerializer(FactSerializer):
    """The regulatory status for one condition in one jurisdiction, and who says otherwise."""

    condition = ConditionNameSerializer()
    jurisdiction = serializers.ChoiceField(choices=Jurisdiction.choices)
    status = serializers.ChoiceField(choices=Status.choices)
    approval_date = PartialDate("date_precision")
    date_precision = serializers.ChoiceField(choices=DatePrecision.choices, allow_null=True)
    population = serializers.CharField(allow_null=True)
    line_of_therapy = serializers.CharField(allow_null=True)
    contested = serializers.BooleanField(help_text="A source differs from the regulator.")
    claims = ClaimSerializer(many=True)

    @staticmethod
    def read_contested(indication):
        return contested(indication)


class DrugNameSerializer(FastSerializer):
    slug = serializers.SlugField()
    inn = serializers.CharField()


class FlatIndicationSerializer(IndicationSerializer):
    drug = DrugNameSerializer()

    def get_fields(self):
        fields = super().get_fields()
        return {"drug": fields.pop("drug"), **fields}


class AdverseEffectSerializer(FactSerializer):
    effect = serializers.CharField()
    seriousness = serializers.ChoiceField(choices=LiveAdverseEffect.Seriousness.choices)
    frequency = serializers.CharField(allow_null=True)


class BenefitSerializer(StatementSerializer):
    """What a source claims; never a promise."""

    claim_about = serializers.CharField(allow_null=True, help_text="The use it is claimed for.")


class BoxedWarningSerializer(FactSerializer):
    """Whether the label carries a boxed warning; `present` is null when nobody could read it."""

    jurisdiction = serializers.ChoiceField(choices=Jurisdiction.choices)
    present = serializers.BooleanField(allow_null=True)
    since = PartialDate("since_precision")
    changed = PartialDate("changed_precision")
    remark = serializers.CharField(allow_null=True)


class TitleSerializer(FastSerializer):
    slug = serializers.SlugField()
    title = serializers.CharField()


class DrugSummarySerializer(EntrySerializer, DrugNameSerializer):
    """A drug as lists show it; ask for more with `fields`, or for all of it by its slug."""

    title = serializers.CharField()
    summary = StatementSerializer(allow_null=True)
    drug_class = serializers.CharField()
    route = serializers.ChoiceField(choices=LiveDrug.Route.choices)
    first_approval = PartialDate("first_approval_precision")

    @staticmethod
    def read_summary(drug):
        return statement(drug, Topic.SUMMARY)


class DrugSerializer(CitingSerializer, DrugSummarySerializer):
    """A drug, whole."""

    FACTS = (
        "statements",
        "brands",
        "targets",
        "identifiers",
        "forms",
        "regimens",
        "indications",
        "adverse_effects",
        "benefits",
        "monitoring",
        "boxed_warnings",
    )

    mechanism = StatementSerializer(allow_null=True)
    brands = BrandSerializer(many=True)
    targets = TargetSerializer(many=True)
    identifiers = IdentifierSerializer(many=True)
    forms = FormSerializer(many=True)
    regimens = RegimenSerializer(many=True)
    indications = IndicationSerializer(many=True)
    adverse_effects = AdverseEffectSerializer(many=True)
    benefits = BenefitSerializer(many=True)
    monitoring = StatementSerializer(many=True)
    boxed_warning = BoxedWarningSerializer(allow_null=True)
    warnings = TitleSerializer(many=True, source="live.warnings")

    @classmethod
    def named(cls, drug):
        yield from super().named(drug)
        for indication in each(drug.indications):
            yield from (claim.source for claim in each(indication.claims))

    @staticmethod
    def read_mechanism(drug):
        return statement(drug, Topic.MECHANISM)

    @staticmethod
    def read_boxed_warning(drug):
        """The United States' first: boxed warnings are theirs."""
        found = sorted(each(drug.boxed_warnings), key=lambda row: row.jurisdiction != "US-FDA")
        return reader(BoxedWarningSerializer)(found[0]) if found else None


def statement(drug, topic) -> dict | None:
    """What is said about a topic; several statements become one text with all their sources."""
    read = reader(StatementSerializer)
    found = [read(row) for row in each(drug.statements) if row.topic == topic]
    if len(found) < 2:
        return found[0] if found else None
    sources = dict.fromkeys(key for row in found for key in row["sources"])
    return {**found[0], "text": " ".join(row["text"] for row in found), "sources": list(sources)}
