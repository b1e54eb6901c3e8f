"""The base of every resource of the public API: lists in pages, one entry whole, honest refusals.

A resource names its live model, its serializers and its parameters; refusals are raised here and
worded by the project's exception handler.
"""

from collections.abc import Mapping

from django.http import Http404, HttpRequest
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from . import past
from .bare import bare
from .models import LiveRedirect, LiveTombstone
from .parameters import PAGING, Choice, Parameters, read
from .serializers import FastSerializer, reader


class Gone(Exception):
    """The entry was live and was withdrawn."""

    def __init__(self, tombstone: LiveTombstone):
        self.tombstone = tombstone
        super().__init__(tombstone.title)


class Moved(Exception):
    """The entry answers under another address."""

    def __init__(self, to: str):
        self.to = to
        super().__init__(to)


class Resource(ViewSet):
    """What all resources share: parameters that are checked, and no other method than reading."""

    http_method_names = ["get", "head", "options"]
    parameters: Parameters = {}
    """Of the list, besides those of paging."""
    detail_parameters: Parameters = {}
    serializer: type[FastSerializer]
    """One entry or row, whole."""
    list_serializer: type[FastSerializer] | None = None
    """What a list shows of each, when that is less."""
    row_noun = "row"

    @classmethod
    def list_parameters(cls) -> Parameters:
        return {**cls.parameters, **PAGING}

    def options(self, request, *args, **kwargs):
        return Response(status=204)


class ListedResource(Resource):
    """Rows in a fixed order, narrowed by the parameters."""

    orderings: Mapping[str, tuple[str, ...]] = {"": ("pk",)}
    """Names a reader may choose, the first is the usual one; each ends with something unique."""

    def list(self, request: HttpRequest) -> Response:
        given = read(request.query_params, self.list_parameters())
        chosen = given.get("ordering", next(iter(self.orderings)))
        page = self.pages().page(request, self.rows(given), chosen, self.orderings[chosen], given)
        show = self.list_reading(given)
        return page.response([show(row) for row in self.complete(page.rows, given)])

    def pages(self):
        return self.settings.DEFAULT_PAGINATION_CLASS()

    def rows(self, given: dict):
        """The narrowed queryset; of an earlier moment a list of rows."""
        raise NotImplementedError

    def complete(self, rows: list, given: dict) -> list:
        """Fetch what the serializer needs beyond the rows themselves."""
        return rows

    def list_reading(self, given):
        return reader(self.list_serializer or self.serializer)


class LooksBack(ListedResource):
    """A list that can be read as of a day: `as_of`."""

    def list(self, request):
        day = _day(request.query_params.get(past.AS_OF))
        if day is None:
            return super().list(request)
        with past.looking(past.end_of(day)):
            return super().list(request)


class EntryResource(ListedResource):
    """Entries of one kind: a list, and each one by its slug."""

    live: type
    lookup_field = "slug"
    lookup_value_regex = "[A-Za-z0-9][A-Za-z0-9:._-]{0,119}"

    def retrieve(self, request: HttpRequest, slug: str) -> Response:
        given = read(request.query_params, self.detail_parameters)
        entry = self.find(slug)
        if entry is None:
            raise self.missing(request, slug)
        return Response(self.detail_reading(given)(*bare([entry])))

    def find(self, slug: str):
        return self.live.objects.filter(slug=slug).first()

    def detail_reading(self, given):
        return reader(self.serializer)

    def missing(self, request, slug: str) -> Exception:
        """Why there is nothing to see: withdrawn, moved, or never there."""
        kind = self.live.kind
        moved = LiveRedirect.objects.filter(kind=kind, slug=slug).first()
        if moved:
            now = self.live.objects.values_list("slug", flat=True).get(pk=moved.entry_id)
            return Moved(f"{request.path.rstrip('/').rpartition('/')[0]}/{now}/")
        tombstone = LiveTombstone.objects.filter(kind=kind, slug=slug).order_by("-seq").first()
        if tombstone:
            return Gone(tombstone)
        return Http404(f"There is no published {kind.replace('-', ' ')} with this slug.")


def _day(raw: str | None):
    """The day to look at; for what is none the parameter itself is refused, with its words."""
    try:
        return past.day_of(raw) if raw else None
    except ValueError:
        return None


def choice(about: str, choices) -> Choice:
    """A parameter that takes the values of a model's choices."""
    return Choice(about=about, values=tuple(choices.values))
