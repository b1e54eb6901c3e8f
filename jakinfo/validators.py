"""What lets an answer be kept and asked for again: ETag, Last-Modified, Cache-Control, compression.

Pages and API share it. Compression is safe against BREACH here: answers are public, the same for
everybody, and no cookie or token is ever part of them.
"""

import gzip
import hashlib
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags, quote_etag

SMALLEST = 1024
"""Bytes; less is not worth compressing."""
CODINGS = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}
KEPT = "public, max-age=0, must-revalidate"


def validated(request: HttpRequest, response: HttpResponse, modified=None) -> HttpResponse:
    """The answer with its validators, compressed if that is asked for; 304 when the client has it already."""
    coding = coding_for(request.headers.get("Accept-Encoding", ""), response.content)
    body = CODINGS[coding](response.content) if coding else response.content
    etag = etag_of(response.content, coding)
    headers = _headers(response, etag, coding, modified)
    if matches(request.headers.get("If-None-Match", ""), etag):
        unchanged = HttpResponse(status=304, headers=headers)
        del unchanged.headers["Content-Type"]
        return unchanged
    response.content = b"" if request.method == "HEAD" else body
    for name, value in headers.items():
        response.headers[name] = value
    response.headers["Content-Length"] = str(len(body))
    return response


def etag_of(body: bytes, coding: str | None) -> str:
    """Strong: each coding of the same text is another sequence of bytes with a name of its own."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    return quote_etag(f"{digest}-{coding}" if coding else digest)


def _headers(response, etag, coding, modified):
    headers = {
        "ETag": etag,
        "Cache-Control": KEPT,
        "Vary": "Accept-Encoding",
    }
    if modified:
        headers["Last-Modified"] = http_date(modified.timestamp())
    if coding:
        headers["Content-Encoding"] = coding
    if "Link" in response.headers:
        headers["Link"] = response.headers["Link"]
    return headers


def coding_for(asked: str, body: bytes) -> str | None:
    """The best coding that the client names and does not refuse."""
    return best_coding(asked) if len(body) >= SMALLEST else None


@lru_cache(maxsize=512)
def best_coding(asked: str) -> str | None:
    """Of an Accept-Encoding; browsers send the same few."""
    accepted = {}
    for part in asked.lower().split(","):
        name, _, weight = part.partition(";")
        zero = ("q=0", "q=0.0", "q=0.00", "q=0.000")
        accepted[name.strip()] = weight.replace(" ", "") not in zero
    return next((name for name in CODINGS if accepted.get(name)), None)


def matches(asked: str, etag: str) -> bool:
    """If-None-Match compares weakly: a proxy may have marked the tag as weak."""
    tags = {tag.removeprefix("W/") for tag in parse_etags(asked)}
    return etag in tags or "*" in tags
