"""How facts name their sources, and what partners are told about a source."""

from rest_framework import serializers

from editorial.bare import Bare
from editorial.serializers import (
    EntrySerializer,
    FastSerializer,
    Names,
    PartialDate,
    Word,
    each,
    reader,
)

from .models import Basis, DatePrecision, LiveSource, Stance

DIFFERENT = {Stance.DISAGREES}


class FactSerializer(FastSerializer):
    """Ends every fact: the keys of its sources, and what kind of source carries it."""

    sources = Names("key", help_text="Keys of the sources it was read in; see /sources/.")
    basis = serializers.ChoiceField(choices=Basis.choices, allow_null=True)

    def get_fields(self):
        fields = super().get_fields()
        last = {name: fields.pop(name) for name in ("sources", "basis")}
        return {**fields, **last}


def bare_facts(rows: list) -> list[Bare]:
    """Facts of one table for a list: own columns, fetched relations, and sources as keys only.

    One query for all of them, and no model instance for a source.
    """
    sources = _source_keys(rows)
    return [
        Bare({**vars(row), **row._state.fields_cache, "sources": sources[row.pk]}) for row in rows
    ]


def _source_keys(rows) -> dict:
    found = {row.pk: [] for row in rows}
    if not rows:
        return found
    field = type(rows[0])._meta.get_field("sources")
    near, far = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through.objects.filter(**{f"{near}__in": list(found)})
    for pk, key in links.order_by(f"{far}__tier", f"{far}__key").values_list(near, f"{far}__key"):
        found[pk].append(Bare({"key": key}))
    return found


class StatementSerializer(FactSerializer):
    text = serializers.CharField()


class ClaimSerializer(FastSerializer):
    """What one source says about a fact, and whether the regulator agrees."""

    source = Word("source.key", help_text="Key of the source.")
    says = serializers.CharField()
    stance = serializers.ChoiceField(choices=Stance.choices)


def contested(fact) -> bool:
    """Does one of the claims about it differ from the regulator?"""
    return any(claim.stance in DIFFERENT for claim in each(fact.claims))


class CitedSourceSerializer(FastSerializer):
    """A source as an entry names it; its whole description is at /sources/{key}/."""

    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(source="source_kind", choices=LiveSource.Kind.choices)
    tier = serializers.ChoiceField(choices=LiveSource.Tier.choices)
    origin = serializers.ChoiceField(source="origin_label", choices=LiveSource.Origin.choices)
    url = serializers.CharField(allow_null=True)


class CitingSerializer(EntrySerializer):
    """Ends an entry with the sources that its facts name, each once, the weightiest first."""

    FACTS: tuple[str, ...] = ()
    """Names of the related sets whose rows are facts."""

    sources = CitedSourceSerializer(many=True)

    @classmethod
    def read_sources(cls, entry):
        found = {source.id: source for source in cls.named(entry)}
        read = reader(CitedSourceSerializer)
        ordered = sorted(found.values(), key=lambda source: (source.tier, source.key))
        return [read(source) for source in ordered]

    @classmethod
    def named(cls, entry):
        """Every source that the answer names by its key."""
        for name in cls.FACTS:
            for fact in each(getattr(entry, name)):
                yield from each(fact.sources)


class JournalPageSerializer(FastSerializer):
    """The footnotes of a journal page."""

    affiliations = serializers.CharField(allow_null=True)
    correspondence = serializers.CharField(allow_null=True)
    handling_editor = serializers.CharField(allow_null=True)
    funding = serializers.CharField(allow_null=True)
    competing_interests = serializers.CharField(allow_null=True)
    patient_consent = serializers.CharField(allow_null=True)
    ethics_body = serializers.CharField(allow_null=True)
    ethics_number = serializers.CharField(allow_null=True)
    provenance = serializers.CharField(allow_null=True)
    rights = serializers.CharField(allow_null=True)
    access = serializers.CharField(allow_null=True)


class SourceSummarySerializer(EntrySerializer, CitedSourceSerializer):
    slug = serializers.SlugField()
    publisher = serializers.CharField(allow_null=True)
    tldr = serializers.CharField(allow_null=True, help_text="In our own words.")
    date = PartialDate("date_precision")
    date_precision = serializers.ChoiceField(choices=DatePrecision.choices, allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    journal = serializers.CharField(allow_null=True)
    doi = serializers.CharField(allow_null=True)
    pmid = serializers.CharField(allow_null=True)
    pmcid = serializers.CharField(allow_null=True)
    citation_count = serializers.IntegerField(
        allow_null=True, help_text="Null when nobody has counted: unknown is not 0."
    )
    citation_count_date = serializers.DateField(allow_null=True)


class SourceSerializer(SourceSummarySerializer):
    volume = serializers.CharField(allow_null=True)
    issue = serializers.CharField(allow_null=True)
    pages = serializers.CharField(allow_null=True)
    article_type = serializers.CharField(allow_null=True)
    authors = Names("name")
    citation_count_from = Word("citation_count_from.key", allow_null=True)
    work = Word("work.key", allow_null=True, help_text="Key of the paper this page is about.")
    documents = Names(
        "key", source="live.documents", help_text="Keys of pages that are about this paper."
    )
    lists = Names("key", help_text="Keys of the papers this page lists.")
    journal_page = JournalPageSerializer(allow_null=True)

    @staticmethod
    def read_journal_page(source):
        page = next(iter(each(source.journal_pages)), None)
        return page and reader(JournalPageSerializer)(page)
