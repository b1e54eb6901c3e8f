"""Response headers that neither Django nor django-csp sends."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from editorial.guard import PRIVATE
from jakinfo.validators import validated


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the site uses no device and no sensor, so no script in it may ask for one."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return respond


def page_validators(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a public page can be asked for again by its ETag, as an answer of the API can."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return validated(request, response) if _is_public_page(request, response) else response

    return respond


def _is_public_page(request, response) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and not request.path.startswith(PRIVATE)
        and "cookie" not in response.headers.get("Vary", "").lower()
        and not {"Cache-Control", "ETag", "Set-Cookie"} & set(response.headers)
    )
