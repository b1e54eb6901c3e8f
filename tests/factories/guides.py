"""Guides with sections, questions and the rows of a comparison."""

import factory
from factory.django import DjangoModelFactory

from guides.models import ComparedDrug, Faq, Guide, Paragraph, Section, Term

from .drugs import DrugFactory
from .evidence import FactFactory


class GuideFactory(DjangoModelFactory):
    class Meta:
        model = Guide
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"guide-{n}")
    title = factory.LazyAttribute(lambda guide: guide.slug.replace("-", " ").capitalize())
    summary = "What to ask before the first tablet."
    position = factory.Sequence(int)

    @factory.post_generation
    def based_on(self, create, extracted, **kwargs):
        if create and extracted:
            self.based_on.set(extracted)

    @factory.post_generation
    def drugs(self, create, extracted, **kwargs):
        if create and extracted:
            self.drugs.set(extracted)

    @factory.post_generation
    def conditions(self, create, extracted, **kwargs):
        if create and extracted:
            self.conditions.set(extracted)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    guide = factory.SubFactory(GuideFactory)
    heading = factory.Sequence(lambda n: f"Section {n}")
    anchor = factory.Sequence(lambda n: f"section-{n}")
    position = factory.Sequence(int)


class ParagraphFactory(FactFactory):
    class Meta:
        model = Paragraph

    section = factory.SubFactory(SectionFactory)
    key_point = "blood is tested before the first dose"
    text = "A blood test comes **first**."
    position = factory.Sequence(int)


class FaqFactory(FactFactory):
    class Meta:
        model = Faq

    guide = factory.SubFactory(GuideFactory)
    question = factory.Sequence(lambda n: f"May I drink wine, question {n}?")
    answer = "Ask your doctor first."
    position = factory.Sequence(int)


class ComparedDrugFactory(FactFactory):
    class Meta:
        model = ComparedDrug

    guide = factory.SubFactory(GuideFactory)
    drug = factory.SubFactory(DrugFactory)
    side_effects_said = factory.LazyFunction(lambda: ["headache"])
    benefits_said = factory.LazyFunction(lambda: ["acts quickly"])
    position = factory.Sequence(int)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"term-{n}")
    name = factory.LazyAttribute(lambda term: term.slug.replace("-", " "))
    definition = "A word that is explained."
