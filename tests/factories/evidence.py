"""Sources, and the base of every factory that makes a fact."""

import datetime

import factory
from factory.django import DjangoModelFactory

from evidence.models import Author, Basis, Checked, JournalPage, Source, Stance


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"paper-{n}")
    key = factory.SelfAttribute("slug")
    title = factory.LazyAttribute(lambda source: f"Title of {source.slug}")
    source_kind = Source.Kind.JOURNAL_ARTICLE
    origin_label = Source.Origin.PEER_REVIEWED
    tier = Source.Tier.B
    publisher = "Example Press"
    url = factory.LazyAttribute(lambda source: f"https://example.org/{source.slug}")
    tldr = "Fewer signs after twelve weeks than with a dummy tablet."
    year = 2021
    date = datetime.date(2021, 3, 1)
    date_precision = "month"
    language = "en"

    class Params:
        label = factory.Trait(
            source_kind=Source.Kind.REGULATOR_LABEL,
            origin_label=Source.Origin.REGULATOR,
            tier=Source.Tier.A,
        )
        seed = factory.Trait(
            key=factory.Sequence(lambda n: f"seed:{n:03}_0f1e2d3c4b5a6978"),
            slug=factory.LazyAttribute(
                lambda source: source.key.replace(":", "-").replace("_", "-")
            ),
            source_kind=Source.Kind.WEB_ARTICLE,
            origin_label=Source.Origin.SEARCH_TRAFFIC,
            tier=Source.Tier.E,
        )
        promotion = factory.Trait(
            source_kind=Source.Kind.PROMOTIONAL_PAGE,
            origin_label=Source.Origin.PROMOTIONAL,
            tier=Source.Tier.F,
        )

    @factory.post_generation
    def lists(self, create, extracted, **kwargs):
        if create and extracted:
            self.lists.set(extracted)


class FactFactory(DjangoModelFactory):
    """A checked fact with one source; `sources=[...]` names others, `recalled=True` gives it none."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    checked = Checked.SEEN
    basis = Basis.REGULATOR

    class Params:
        recalled = factory.Trait(checked=Checked.RECALLED, basis="")

    @factory.post_generation
    def sources(self, create, extracted, **kwargs):
        if not create:
            return
        if extracted is None and self.checked != Checked.RECALLED:
            extracted = [SourceFactory(slug="the-label", label=True)]
        self.sources.set(extracted or [])


class ClaimFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    source = factory.SubFactory(SourceFactory, seed=True)
    says = "It is approved for this."
    stance = Stance.DISAGREES
    checked = Checked.SEEN
    basis = Basis.SEED
    position = factory.Sequence(int)

    class Params:
        recalled = factory.Trait(checked=Checked.RECALLED, basis="")


class AuthorFactory(DjangoModelFactory):
    class Meta:
        model = Author

    source = factory.SubFactory(SourceFactory)
    name = factory.Sequence(lambda n: f"Author {n}")
    position = factory.Sequence(int)


class JournalPageFactory(DjangoModelFactory):
    class Meta:
        model = JournalPage

    source = factory.SubFactory(SourceFactory)
    affiliations = "Department of Dermatology, Example University"
    correspondence = "A. Author, Department of Dermatology, Example City"
    funding = "None declared."
    competing_interests = "None declared."
    patient_consent = "Obtained."
    rights = "Ask the publisher."
    access = "Open."
