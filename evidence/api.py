"""/api/v1/sources/: papers, labels, notices and pages, by key or by slug."""

from django.db.models import Q

from editorial.api import EntryResource
from editorial.models import LiveReference
from editorial.parameters import Choice, Entry, Number, Parameters

from .models import LiveSource
from .serializers import SourceSerializer, SourceSummarySerializer

PARAMETERS: Parameters = {
    "kind": Choice(about="Kind of source.", values=tuple(LiveSource.Kind.values)),
    "tier": Choice(about="How much weight it bears.", values=tuple(LiveSource.Tier.values)),
    "origin": Choice(about="Who is speaking.", values=tuple(LiveSource.Origin.values)),
    "drug": Entry(about="Named by the facts of this drug (slug).", kind="drug"),
    "year": Number(about="Year of publication.", least=1800, most=2200),
}
COLUMNS = {"kind": "source_kind", "tier": "tier", "origin": "origin_label", "year": "year"}


class Sources(EntryResource):
    """Where facts were read."""

    live = LiveSource
    serializer = SourceSerializer
    list_serializer = SourceSummarySerializer
    parameters = PARAMETERS
    orderings = {"": ("key",)}
    row_noun = "source"

    def rows(self, given):
        columns = {COLUMNS[name]: value for name, value in given.items() if name in COLUMNS}
        sources = LiveSource.objects.defer("document").filter(**columns)
        return sources.filter(pk__in=_named_by(given["drug"])) if "drug" in given else sources

    def find(self, slug):
        named = LiveSource.objects.filter(Q(key=slug) | Q(slug=slug))
        return next(iter(sorted(named, key=lambda source: source.key != slug)), None)

    def missing(self, request, slug):
        """Old addresses are kept by slug, in which a key's colon is a hyphen."""
        return super().missing(request, slug.replace(":", "-"))


def _named_by(drug_id):
    return LiveReference.objects.filter(
        kind="drug", entry_id=drug_id, target_kind=LiveSource.kind
    ).values("target_id")
