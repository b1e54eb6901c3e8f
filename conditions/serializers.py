"""What partners are told about a condition."""

from rest_framework import serializers

from editorial.serializers import EntrySerializer, FastSerializer, Names, reader
from evidence.models import Jurisdiction
from evidence.serializers import (
    CitingSerializer,
    FactSerializer,
    StatementSerializer,
    contested,
)

from .models import LiveStatement


class ConditionNameSerializer(FastSerializer):
    slug = serializers.SlugField()
    name = serializers.CharField()


class CodeSerializer(FactSerializer):
    system = serializers.CharField()
    value = serializers.CharField()
    label = serializers.CharField(allow_null=True)


class TopicSerializer(StatementSerializer):
    topic = serializers.ChoiceField(choices=LiveStatement.Topic.choices)


class TreatmentSerializer(FastSerializer):
    """The status of one drug for this condition; the whole fact is at /indications/."""

    drug = serializers.SlugField(source="drug.slug")
    inn = serializers.CharField(source="drug.inn")
    jurisdiction = serializers.ChoiceField(choices=Jurisdiction.choices)
    status = serializers.CharField()
    contested = serializers.BooleanField(help_text="A source disagrees with the regulator.")

    @staticmethod
    def read_contested(indication):
        return contested(indication)


class ConditionSummarySerializer(EntrySerializer, ConditionNameSerializer):
    body_system = serializers.CharField()
    synonyms = Names("text")
    codes = CodeSerializer(many=True)


class ConditionSerializer(CitingSerializer, ConditionSummarySerializer):
    FACTS = ("statements", "symptoms", "codes")

    statements = TopicSerializer(many=True)
    symptoms = StatementSerializer(many=True)
    indications = TreatmentSerializer(many=True)

    @staticmethod
    def read_indications(condition):
        rows = condition.live.indications.select_related("drug").defer("drug__document")
        return [reader(TreatmentSerializer)(row) for row in rows.prefetch_related("claims")]
