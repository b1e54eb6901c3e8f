"""What every answer of the API carries: validators, caching, CORS, compression. One place for all.

Compression is safe against BREACH here: answers are public, the same for everybody, and no cookie
or token is ever part of them.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags, quote_etag

from editorial.models import LiveChange

SMALLEST = 1024
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
CODINGS = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
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
            response = _cacheable(request, response)
        else:
            response.headers["Cache-Control"] = "no-store"
        _set(response, CROSS_ORIGIN)
        return response

    return answer


def _cacheable(request, response):
    coding = _coding(request, response.content)
    body = CODINGS[coding](response.content) if coding else response.content
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    # Strong: each coding of the same text is another sequence of bytes with a name of its own.
    etag = quote_etag(f"{digest}-{coding}" if coding else digest)
    headers = _headers(response, etag, coding)
    if _matches(request.headers.get("If-None-Match", ""), etag):
        unchanged = HttpResponse(status=304, headers=headers)
        del unchanged.headers["Content-Type"]
        return unchanged
    response.content = b"" if request.method == "HEAD" else body
    _set(response, headers | {"Content-Length": str(len(body))})
    return response


def _headers(response, etag, coding):
    headers = {
        "ETag": etag,
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding",
    }
    newest = LiveChange.objects.order_by("-seq").values_list("published_at", flat=True).first()
    if newest:
        # Of the whole catalogue: an answer also names other entries, which may be newer.
        headers["Last-Modified"] = http_date(newest.timestamp())
    if coding:
        headers["Content-Encoding"] = coding
    if "Link" in response.headers:
        headers["Link"] = response.headers["Link"]
    return headers


def _coding(request, body: bytes) -> str | None:
    """The best coding that the client names and does not refuse."""
    if len(body) < SMALLEST:
        return None
    accepted = {}
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        accepted[name.strip()] = weight.replace(" ", "") not in (
            "q=0",
            "q=0.0",
            "q=0.00",
            "q=0.000",
        )
    return next((name for name in CODINGS if accepted.get(name)), None)


def _matches(asked: str, etag: str) -> bool:
    """If-None-Match compares weakly: a proxy may have marked the tag as weak."""
    tags = {tag.removeprefix("W/") for tag in parse_etags(asked)}
    return etag in tags or "*" in tags


def _set(response, headers: dict) -> None:
    for name, value in headers.items():
        response.headers[name] = value
