"""The addresses of the API that are no resource: its index, description, documentation, and nothing."""

from django.http import Http404
from django.shortcuts import render
from django.urls import Resolver404, resolve
from rest_framework.response import Response
from rest_framework.views import APIView

from editorial.api import Moved
from editorial.parameters import read
from jakinfo.api.documentation import pages_of
from jakinfo.api.schema import description

PREFIX = "/api/v1/"


class Plain(APIView):
    """Takes no parameter and can be read only."""

    http_method_names = ["get", "head", "options"]
    schema = None

    def options(self, request, *args, **kwargs):
        return Response(status=204)

    def get(self, request):
        read(request.query_params, {})
        return self.answer(request)


class Index(Plain):
    """Where everything is."""

    names: tuple[str, ...] = ()

    def answer(self, request):
        links = {name: request.build_absolute_uri(f"{PREFIX}{name}/") for name in self.names}
        return Response(links)


class Description(Plain):
    """The OpenAPI description."""

    def answer(self, request):
        return Response(description())


class Documentation(Plain):
    """The description as a page that needs no script and nothing from elsewhere."""

    def perform_content_negotiation(self, request, force=False):
        """It is a page, so whoever asks for HTML only is served as well."""
        return super().perform_content_negotiation(request, force=True)

    def answer(self, request):
        return render(request, "api/docs.html", {"api": pages_of(description())})


class Nothing(APIView):
    """Every other address below /api/."""

    schema = None

    def initial(self, request, *args, **kwargs):
        path = f"{request.path}/"
        if not request.path.endswith("/") and _leads_somewhere(path):
            raise Moved(path)
        raise Http404("There is no such address in this API. /api/v1/ lists what there is.")


def _leads_somewhere(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "cls", None) is not Nothing
    except Resolver404:
        return False
