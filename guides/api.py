"""/api/v1/guides/."""

from editorial.api import EntryResource

from .models import LiveGuide
from .serializers import GuideSerializer, GuideSummarySerializer


class Guides(EntryResource):
    """Articles in plain words, every paragraph with its sources."""

    live = LiveGuide
    serializer = GuideSerializer
    list_serializer = GuideSummarySerializer
    orderings = {"": ("position", "slug")}
    row_noun = "guide"

    def rows(self, given):
        return LiveGuide.objects.defer("document")
