"""/api/v1/search/: every kind of entry by name, code or word."""

from rest_framework import serializers
from rest_framework.utils.urls import remove_query_param, replace_query_param

from editorial.api import Resource
from editorial.parameters import PAGE_SIZE, PAGING, BadParameters, Choice, Parameters, Text, read
from editorial.registry import kinds
from editorial.serializers import FastSerializer, reader
from jakinfo.api.pagination import FOREIGN, Cursor, Page
from search.query import MAX_OFFSET, search

RANK = "rank"


class HitSerializer(FastSerializer):
    kind = serializers.CharField()
    slug = serializers.SlugField()
    title = serializers.CharField()
    url = serializers.CharField(help_text="Address of the page for readers.")
    summary = serializers.CharField(allow_null=True)
    passage = serializers.CharField(allow_null=True, help_text="The words found, in their place.")
    matched = serializers.CharField(
        allow_null=True, help_text="The name, brand, synonym or code that was recognised."
    )

    @staticmethod
    def read_passage(hit):
        return "".join(text for text, _ in hit.passage) or None

    @staticmethod
    def read_matched(hit):
        return hit.matched.text if hit.matched else None


class Search(Resource):
    """The best matches first; `did_you_mean` says what was searched for instead."""

    serializer = HitSerializer
    row_noun = "match"

    @classmethod
    def list_parameters(cls) -> Parameters:
        return {
            "q": Text(about="Names, codes or words.", needed=True),
            "kind": Choice(about="Only this kind of entry.", values=tuple(kinds())),
            **PAGING,
        }

    def list(self, request):
        given = read(request.query_params, self.list_parameters())
        offset, size = _offset(given.get("cursor")), given.get("page_size", PAGE_SIZE)
        only = [given["kind"]] if "kind" in given else []
        found = search(given["q"], kinds=only, limit=size, offset=offset)
        page = _page(request, found, offset, size)
        results = [reader(HitSerializer)(hit) for hit in found.hits]
        return page.response(results, did_you_mean=found.did_you_mean)


def _page(request, found, offset, size):
    """Matches have a rank, not a place in an order of their own, so the cursor holds a number."""
    beyond = offset + size
    more = bool(found.hits) and beyond < min(found.count, MAX_OFFSET)
    back = max(0, offset - size) if offset else None
    return Page(
        found.hits,
        found.count,
        _link(request, beyond) if more else None,
        _link(request, back) if back is not None else None,
    )


def _link(request, offset):
    url = remove_query_param(request.build_absolute_uri(request.get_full_path()), "cursor")
    return replace_query_param(url, "cursor", Cursor(RANK, (offset,)).encode()) if offset else url


def _offset(raw) -> int:
    if raw is None:
        return 0
    try:
        cursor = Cursor.decode(raw)
        [offset] = cursor.values
        if cursor.ordering != RANK or type(offset) is not int or not 0 <= offset <= MAX_OFFSET:
            raise ValueError(FOREIGN)
    except ValueError as fault:
        raise BadParameters([("cursor", FOREIGN)]) from fault
    return offset
