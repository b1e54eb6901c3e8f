"""What makes a public answer cacheable: validators, compression, 304 and HEAD, for pages and API alike.

The fast path (jakinfo/fastpath.py) sends kept answers with the same functions, so that both ways give the
same bytes. Compression is safe against BREACH here: answers are public, the same for everybody, and no
cookie or token is ever part of them.
"""

import gzip
import hashlib
from functools import lru_cache

import brotli
from django.conf import settings
from django.core.handlers.wsgi import get_bytes_from_wsgi
from django.http import HttpResponse
from django.utils.http import parse_etags, quote_etag

from editorial.guard import PRIVATE
from editorial.noted import NotedQuery

SMALLEST = 1024
"""Below this many bytes compressing gains nothing."""

CODINGS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}
REVALIDATE = "public, max-age=0, must-revalidate"
KEEPABLE = frozenset({200, 301, 404, 410})
NOTED = "jakinfo.query"
"""Where the query of a request stands in its environment after it was answered."""


def public_answers(get_response):
    """Middleware: every answer of a public address says whether and how it may be kept."""

    def respond(request):
        if request.path.startswith(PRIVATE):
            return get_response(request)
        query = NotedQuery(get_bytes_from_wsgi(request.META, "QUERY_STRING", ""))
        request.GET = request.META[NOTED] = query
        response = get_response(request)
        if request.method in ("GET", "HEAD"):
            response.headers.setdefault("Cache-Control", _keeping(response))
            public = is_public(response.headers["Cache-Control"]) and _is_shared(response)
            if public and response.status_code == 200:
                return _validated(request, response)
        return response

    return respond


def _is_shared(response) -> bool:
    """Whether it is whole and the same for everybody: a session that was looked at shows in Vary."""
    return not (response.cookies or response.has_header("Vary") or response.streaming)


def _keeping(response) -> str:
    """In development a 404 describes its request."""
    if not _is_shared(response):
        return "private, no-store"
    if response.status_code not in KEEPABLE or (settings.DEBUG and response.status_code == 404):
        return "no-store"
    return REVALIDATE


def _validated(request, response) -> HttpResponse:
    body = response.content
    coding = coding_for(request.headers.get("Accept-Encoding", ""), len(body))
    etag = etag_of(digest(body), coding)
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding"
    if coding:
        body = CODINGS[coding](body)
        response.headers["Content-Encoding"] = coding
    if matches(request.headers.get("If-None-Match", ""), etag):
        response.status_code, response.content = 304, b""
        for name in ABOUT_THE_BODY:
            del response.headers[name]
        return response
    response.content = b"" if request.method == "HEAD" else body
    response.headers["Content-Length"] = str(len(body))
    return response


ABOUT_THE_BODY = ("Content-Type", "Content-Length")
"""Headers that an answer without a body does not have."""


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def etag_of(digest: str, coding: str | None) -> str:
    """Strong: each coding of the same text is another sequence of bytes with a name of its own."""
    return quote_etag(f"{digest}-{coding}" if coding else digest)


def is_public(cache_control: str) -> bool:
    return "public" in (part.strip() for part in cache_control.split(","))


@lru_cache(maxsize=512)
def _best(accept_encoding: str) -> str | None:
    accepted = {}
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        accepted[name.strip()] = weight.replace(" ", "") not in (
            "q=0",
            "q=0.0",
            "q=0.00",
            "q=0.000",
        )
    return next((name for name in CODINGS if accepted.get(name)), None)


def coding_for(accept_encoding: str, length: int) -> str | None:
    """The best coding that the client names and does not refuse, for a body of this length."""
    return _best(accept_encoding[:200]) if accept_encoding and length >= SMALLEST else None


def matches(asked: str, etag: str) -> bool:
    """If-None-Match compares weakly: a proxy may have marked the tag as weak."""
    if asked == etag:
        return True
    tags = {tag.removeprefix("W/") for tag in parse_etags(asked)}
    return etag in tags or "*" in tags
