"""/api/v1/changes/: what was published, in the order of the log, without gaps."""

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from editorial.api import Resource
from editorial.models import Change, LiveChange
from editorial.parameters import Number, Parameters, read
from editorial.serializers import FastSerializer, reader

LIMIT = 100


class ChangeSerializer(FastSerializer):
    seq = serializers.IntegerField()
    at = serializers.DateTimeField(source="published_at")
    kind = serializers.CharField()
    slug = serializers.SlugField()
    edition = serializers.IntegerField()
    change = serializers.ChoiceField(choices=Change.choices)
    note = serializers.CharField(allow_null=True)
    url = serializers.CharField(help_text="Path of the page for readers.")


class Changes(Resource):
    """Ask with `after` what has happened since; `head` is the number of the newest publication."""

    serializer = ChangeSerializer
    row_noun = "change"

    @classmethod
    def list_parameters(cls) -> Parameters:
        return {
            "after": Number(about="The last `seq` you have.", least=0, most=2**53, default=0),
            "limit": Number(about="Rows in the answer.", least=1, most=1000, default=LIMIT),
        }

    def list(self, request):
        given = read(request.query_params, self.list_parameters())
        after, limit = given.get("after", 0), given.get("limit", LIMIT)
        head = LiveChange.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        # Not beyond the head that is announced, whatever is published meanwhile.
        rows = LiveChange.objects.filter(seq__gt=after, seq__lte=head).order_by("seq")[:limit]
        results = [reader(ChangeSerializer)(row) for row in rows]
        last = results[-1]["seq"] if results else head
        url = request.build_absolute_uri(request.get_full_path())
        following = replace_query_param(url, "after", last) if last < head else None
        envelope = {"head": head, "count": max(0, head - after), "next": following}
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({**envelope, "previous": None, "results": results}, headers=headers)
