"""Asking an address of the web whether it is there, without being led into our own network.

The name is resolved once, every address it has must be a public one, and the connection goes to the very
address that was looked at; each redirect is looked at anew.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

SECONDS = 10
MOST_REDIRECTS = 5
MOST_BYTES = 4096
AGENT = "jakinfo link check"
MOVED = (301, 302, 303, 307, 308)
NO_HEAD = (403, 404, 405, 501)
"""Answers to HEAD after which some servers still answer GET."""


@dataclass(frozen=True)
class Answer:
    """`problem` is empty when the page is there."""

    status: int | None
    problem: str


class Refused(Exception):
    """An address that is not asked; the message says why."""


def public(ip) -> bool:
    return ip.is_global and not ip.is_multicast


def ask(url: str, *, allowed=public) -> Answer:
    """What the address answers, over at most five redirects; never raises for what the web does."""
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, place = _answer(url, allowed)
        except Refused as reason:
            return Answer(None, str(reason))
        except (OSError, http.client.HTTPException, ValueError) as trouble:
            return Answer(None, f"no answer: {trouble}"[:200])
        if status not in MOVED or not place:
            return Answer(status, "" if status < 400 else f"answered {status}")
        url = urljoin(url, place)
    return Answer(status, "redirects without end")


def _answer(url, allowed):
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise Refused("not an address of the web")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _looked_up(parts.hostname, port, allowed)
    target = parts.path or "/"
    if parts.query:
        target = f"{target}?{parts.query}"
    status, place = _request("HEAD", parts, address, port, target)
    if status in NO_HEAD:
        status, place = _request("GET", parts, address, port, target)
    return status, place


def _looked_up(host, port, allowed) -> str:
    """The first of the host's addresses, if every one of them is allowed."""
    found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for text in found:
        if not allowed(_plain(ipaddress.ip_address(text.partition("%")[0]))):
            raise Refused("leads into a private network")
    return found[0]


def _plain(ip):
    """An IPv4 address that is written as IPv6 is judged as what it is."""
    return getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip


def _request(method, parts, address, port, target):
    made = _Pinned(parts.hostname, port, address, secure=parts.scheme == "https")
    try:
        made.request(method, target, headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = made.getresponse()
        answer.read(MOST_BYTES)
        return answer.status, answer.getheader("Location", "")
    finally:
        made.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address, under the name of the host it was looked up for."""

    def __init__(self, host, port, address, *, secure):
        super().__init__(host, port, timeout=SECONDS)
        self._address, self._secure = address, secure

    def connect(self):
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
