"""Response headers that neither Django nor django-csp sends."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from editorial.purging import keys_of_answer
from jakinfo.answers import is_public


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the site uses no device and no sensor, so no script in it may ask for one."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return respond


def surrogate_keys(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a CDN that is told what publications end may keep public answers, by these keys."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.PURGE_URL and is_public(response.get("Cache-Control", "")):
            match = request.resolver_match
            response.headers["Surrogate-Key"] = keys_of_answer(match and match.kwargs.get("slug"))
            response.headers["CDN-Cache-Control"] = f"max-age={settings.CDN_SECONDS}"
        return response

    return respond
