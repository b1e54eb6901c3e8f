"""What partners are told about a condition."""

from rest_framework import serializers

from editorial.bare import Bare
from editorial.serializers import EntrySerializer, FastSerializer, Names, reader
from evidence.models import Jurisdiction, Stance
from evidence.serializers import (
    CitingSerializer,
    FactSerializer,
    StatementSerializer,
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

    drug = serializers.SlugField(source="drug__slug")
    inn = serializers.CharField(source="drug__inn")
    jurisdiction = serializers.ChoiceField(choices=Jurisdiction.choices)
    status = serializers.CharField()
    contested = serializers.BooleanField(help_text="A source disagrees with the regulator.")


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
        """Two queries however many drugs there are; a drug's own document is not read."""
        rows = condition.live.indications.order_by("drug__inn", "drug__slug", "position", "id")
        differing = rows.filter(claims__stance=Stance.DISAGREES).values_list("id", flat=True)
        contested = set(differing)
        columns = ("id", "jurisdiction", "status", "drug__slug", "drug__inn")
        return [
            reader(TreatmentSerializer)(Bare({**row, "contested": row["id"] in contested}))
            for row in rows.values(*columns)
        ]
