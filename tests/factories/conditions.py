"""Conditions and what is known about them."""

import factory
from factory.django import DjangoModelFactory

from conditions.models import Code, Condition, ConditionSynonym, Statement, Symptom

from .evidence import FactFactory


class ConditionFactory(DjangoModelFactory):
    class Meta:
        model = Condition
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"condition-{n}")
    name = factory.LazyAttribute(lambda condition: condition.slug.replace("-", " ").capitalize())
    body_system = "skin and hair"


class ConditionSynonymFactory(DjangoModelFactory):
    class Meta:
        model = ConditionSynonym

    condition = factory.SubFactory(ConditionFactory)
    text = factory.Sequence(lambda n: f"other name {n}")
    position = factory.Sequence(int)


class SymptomFactory(FactFactory):
    class Meta:
        model = Symptom

    condition = factory.SubFactory(ConditionFactory)
    text = factory.Sequence(lambda n: f"sign {n} on the skin")


class CodeFactory(FactFactory):
    class Meta:
        model = Code

    condition = factory.SubFactory(ConditionFactory)
    system = "ICD-10-CM"
    value = factory.Sequence(lambda n: f"L{n}.0")


class StatementFactory(FactFactory):
    class Meta:
        model = Statement

    condition = factory.SubFactory(ConditionFactory)
    topic = Statement.Topic.SUMMARY
    text = "The immune system attacks the skin. It comes and goes."
    position = factory.Sequence(int)
