"""What a request asks for, as the fast path sees it: whether it may be answered from memory, and its key."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from editorial.guard import PRIVATE

LONGEST_QUERY = 1000
PASSED_ON = (*PRIVATE, f"/{settings.STATIC_URL.strip('/')}/")
"""Never from memory: the newsroom with its previews, the state of this process, files."""

API = "/api/"
NOT_PASSED_ON = frozenset(
    {
        "HTTP_ACCEPT_ENCODING",
        "HTTP_IF_NONE_MATCH",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_IF_MATCH",
        "HTTP_IF_UNMODIFIED_SINCE",
        "HTTP_RANGE",
        "HTTP_IF_RANGE",
    }
)
"""What a client already has and how it wants it packed; the answer is made whole and plain."""


class Query:
    """A query in its normal form: sorted by name, values of one name in the order given."""

    def __init__(self, pairs):
        self.pairs = sorted(pairs, key=lambda pair: pair[0])
        self.text = urlencode(self.pairs)
        self.names = frozenset(name for name, _ in pairs)

    def only(self, names) -> str:
        """The query without all other parameters."""
        if self.names <= names:
            return self.text
        return urlencode([pair for pair in self.pairs if pair[0] in names])


NO_QUERY = Query([])


@lru_cache(maxsize=1024)
def _query(raw: str) -> Query | None:
    """As Django reads it; None for what is longer than anybody needs or not readable in one way only."""
    if len(raw) > LONGEST_QUERY or not raw.isascii():
        return None
    return Query(parse_qsl(raw, keep_blank_values=True))


def address_of(environ) -> tuple | None:
    """Host and path, the part of the key that is no parameter; None when Django has to answer.

    Any cookie counts: readers get none from this site, so whoever sends one is an editor, or carries
    somebody else's, and is answered by Django.
    """
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or "HTTP_COOKIE" in environ
        or "HTTP_AUTHORIZATION" in environ
        or environ.get("CONTENT_LENGTH") not in (None, "", "0")
        or "HTTP_TRANSFER_ENCODING" in environ
    ):
        return None
    path = environ.get("PATH_INFO", "")
    if path.startswith(PASSED_ON) or (path.startswith(API) and not _takes_json(environ)):
        return None
    host = environ.get("HTTP_HOST")
    if not host:
        # Missing or empty: Django has its own words for that.
        return None
    return environ["wsgi.url_scheme"], host, environ.get("SCRIPT_NAME", ""), path


def query_of(environ) -> Query | None:
    raw = environ.get("QUERY_STRING")
    return _query(raw) if raw else NO_QUERY


def _takes_json(environ) -> bool:
    accepted = environ.get("HTTP_ACCEPT")
    return accepted in (None, "*/*", "application/json") or _plain_json(accepted[:500])


@lru_cache(maxsize=512)
def _plain_json(accepted: str) -> bool:
    """Whether the API answers as it does to everybody: it refuses some, and indents for others."""
    kinds = []
    for part in accepted.split(","):
        kind, _, parameters = part.partition(";")
        if parameters and not parameters.strip().startswith("q="):
            return False
        kinds.append(kind.strip())
    return "*/*" in kinds or "application/json" in kinds


def plain(environ, query: Query) -> dict:
    """The environment of the request that makes the answer for everybody who asks for this."""
    made = {name: value for name, value in environ.items() if name not in NOT_PASSED_ON}
    return made | {"REQUEST_METHOD": "GET", "QUERY_STRING": query.text}
