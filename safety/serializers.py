"""What partners are told about warnings, signs, risk groups, checks and regulator actions."""

from rest_framework import serializers

from conditions.serializers import ConditionNameSerializer
from drugs.serializers import DrugNameSerializer, TitleSerializer
from editorial.serializers import EntrySerializer, Names, PartialDate
from evidence.models import DatePrecision
from evidence.serializers import ClaimSerializer, FactSerializer, StatementSerializer

from .models import Authority, LiveRiskGroup, LiveWarning, LiveWarningSign


class SafetySerializer(EntrySerializer, FactSerializer):
    """Each safety entry is one fact: a title, a plain text, the drugs it applies to."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    text = serializers.CharField(allow_null=True)
    drugs = DrugNameSerializer(source="applies_to", many=True)


class WarningSerializer(SafetySerializer):
    severity = serializers.ChoiceField(choices=LiveWarning.Severity.choices)
    explanation = serializers.CharField(allow_null=True)
    comparator = serializers.CharField(
        allow_null=True, help_text="Compared with which other treatment the risk was seen."
    )
    advice = serializers.CharField(allow_null=True)
    sites = serializers.ListField(child=serializers.CharField())
    date = PartialDate("date_precision")
    date_precision = serializers.ChoiceField(choices=DatePrecision.choices, allow_null=True)
    authorities = Names("authority", child=serializers.ChoiceField(choices=Authority.choices))
    figures = StatementSerializer(many=True)


class WarningSignSerializer(SafetySerializer):
    """What somebody may notice and how fast to act; `claims` are sources that advise otherwise."""

    urgency = serializers.ChoiceField(choices=LiveWarningSign.Urgency.choices)
    points_to = serializers.CharField(allow_null=True)
    claims = ClaimSerializer(many=True)


class RiskGroupSerializer(SafetySerializer):
    rule = serializers.ChoiceField(choices=LiveRiskGroup.Rule.choices)
    warnings = TitleSerializer(many=True)


class DoseRuleSerializer(SafetySerializer):
    pass


class MonitoringSerializer(SafetySerializer):
    when = serializers.CharField(allow_null=True)


class RegulatorActionSerializer(SafetySerializer):
    authority = serializers.ChoiceField(choices=Authority.choices)
    date = PartialDate("date_precision")
    date_precision = serializers.ChoiceField(choices=DatePrecision.choices, allow_null=True)
    until = serializers.DateField(allow_null=True)
    drugs = DrugNameSerializer(many=True)
    conditions = ConditionNameSerializer(many=True)
    not_included = serializers.ListField(child=serializers.CharField())
    basis_trial = serializers.CharField(allow_null=True)
    comparator = serializers.CharField(allow_null=True)
    risk_factors_found = serializers.ListField(child=serializers.CharField())
    caution = serializers.CharField(allow_null=True)
