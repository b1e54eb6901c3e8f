"""What partners are told about a guide."""

from rest_framework import serializers

from conditions.serializers import ConditionNameSerializer
from drugs.serializers import DrugNameSerializer
from editorial.serializers import EntrySerializer, FastSerializer, Names
from evidence.serializers import CitingSerializer, FactSerializer


class ParagraphSerializer(FactSerializer):
    key_point = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    caution = serializers.CharField(allow_null=True)


class SectionSerializer(FastSerializer):
    heading = serializers.CharField()
    anchor = serializers.SlugField()
    paragraphs = ParagraphSerializer(many=True)


class FaqSerializer(FactSerializer):
    question = serializers.CharField()
    answer = serializers.CharField(help_text="Markdown.")


class ComparedDrugSerializer(FactSerializer):
    """What the article says of a drug; its data are at /drugs/{slug}/."""

    drug = DrugNameSerializer()
    side_effects_said = serializers.ListField(child=serializers.CharField())
    benefits_said = serializers.ListField(child=serializers.CharField())
    status_remark = serializers.CharField(allow_null=True)


class GuideSummarySerializer(EntrySerializer):
    slug = serializers.SlugField()
    title = serializers.CharField()
    summary = serializers.CharField()
    audience = serializers.CharField()


class GuideSerializer(CitingSerializer, GuideSummarySerializer):
    FACTS = ("faqs", "compared_drugs")

    sections = SectionSerializer(many=True)
    faqs = FaqSerializer(many=True)
    compared_for = ConditionNameSerializer(allow_null=True)
    compared_drugs = ComparedDrugSerializer(many=True)
    drugs = DrugNameSerializer(many=True)
    conditions = ConditionNameSerializer(many=True)
    based_on = Names("key", help_text="Keys of the articles whose questions it answers.")

    @classmethod
    def named(cls, guide):
        yield from super().named(guide)
        yield from guide.based_on
        for section in guide.sections:
            for paragraph in section.paragraphs:
                yield from paragraph.sources
