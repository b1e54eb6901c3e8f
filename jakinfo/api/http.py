"""What every answer of the API carries: how long it may be kept, how new it is, and CORS.

Validators and compression are those of the pages: jakinfo/answers.py.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from editorial.models import LiveChange
from jakinfo.answers import REVALIDATE

EXPOSED = (
    "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, "
    "Deprecation, Sunset, Retry-After"
)
CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    # A page of another site may use the answer; that is what it is for.
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponse]


def served(view: View) -> View:
    """Wrap a view so that its answer can be cached, revalidated and read from other sites."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response = response.render()
        if request.method == "OPTIONS":
            _set(response, PREFLIGHT)
        elif response.status_code == 200:
            response.headers["Cache-Control"] = REVALIDATE
            _dated(response)
        else:
            response.headers["Cache-Control"] = "no-store"
        _set(response, CROSS_ORIGIN)
        return response

    return answer


def _dated(response):
    """Of the whole catalogue: an answer also names other entries, which may be newer."""
    newest = LiveChange.objects.order_by("-seq").values_list("published_at", flat=True).first()
    if newest:
        response.headers["Last-Modified"] = http_date(newest.timestamp())


def _set(response, headers: dict) -> None:
    for name, value in headers.items():
        response.headers[name] = value
