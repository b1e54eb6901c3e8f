"""A CDN in front (docs/scale.md): which kept answers a publication ends, and telling the CDN so.

An answer about one entry carries the key of its address, every other answer the key `lists`; a page can
show an entry that is named by an entry which names its own, and nothing further away. So a publication
ends the answers of all entries within two references, before and after it, and the lists.
"""

import re
from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db.models import F, Q

from search.models import SearchEntry

from .models import LiveReference, Purge

EVERYTHING = "jakinfo"
"""The key of each answer."""
LISTS = "lists"
MOST = 200
"""Keys of one purge (Fastly takes 256); a publication that touches more entries ends all answers."""
TIMEOUT = 10
"""Seconds that a CDN may take to answer."""

Entries = set[tuple[str, int]]


def key_of(slug: str) -> str:
    """The key of an address; a source is asked for by its key too, whose colon is a hyphen in its slug."""
    return "e-" + re.sub(r"[^A-Za-z0-9._-]", "-", slug)


def keys_of_answer(slug: str | None) -> str:
    return f"{EVERYTHING} {key_of(slug) if slug else LISTS}"


def touched(kind: str, entry_id: int) -> Entries | None:
    """The entries whose pages may show this one, itself included; None when they are too many to name."""
    if not settings.PURGE_URL:
        return set()
    found, edge = {(kind, entry_id)}, {(kind, entry_id)}
    for _ in range(2):
        edge = _neighbours(edge) - found
        found |= edge
        if len(found) > MOST:
            return None
    return found


def _neighbours(entries: Entries) -> Entries:
    """What these name and what names them; one more than `MOST` at the most."""
    return {
        (row["name"], row["pk"])
        for near, far in (("", "target_"), ("target_", ""))
        for row in _references(entries, near)
        .values(name=F(f"{far}kind"), pk=F(f"{far or 'entry_'}id"))
        .distinct()[: MOST + 1]
    }


def _references(entries, side):
    if not entries:
        return LiveReference.objects.none()
    one = [Q(**{f"{side}kind": name, f"{side or 'entry_'}id": pk}) for name, pk in sorted(entries)]
    return LiveReference.objects.filter(reduce(or_, one))


def end(edition, before: Entries | None, live) -> None:
    """Leave word of what a publication ended, in its transaction.

    `before` is what was touched before it, `live` the entry as it stood then, if it did: its address may
    have been another.
    """
    if not settings.PURGE_URL:
        return
    after = touched(edition.kind, edition.entry_id)
    if before is None or after is None:
        end_all(edition.seq)
        return
    own = {edition.slug, live.slug if live else edition.slug}
    keys = {LISTS, *map(key_of, own), *map(key_of, _slugs(before | after))}
    Purge.objects.create(seq=edition.seq, keys=" ".join(sorted(keys)))


def end_all(seq: int) -> None:
    """Everything is to be asked for again: live rows were written anew, or too many are concerned."""
    if settings.PURGE_URL:
        Purge.objects.create(seq=seq, keys=EVERYTHING)


def _slugs(entries: Entries):
    wanted = [Q(kind=name, entry_id=pk) for name, pk in sorted(entries)]
    return SearchEntry.objects.filter(reduce(or_, wanted)).values_list("slug", flat=True)


def send_all(post: Callable[[str], None] | None = None) -> Iterator[tuple[Purge, str]]:
    """Tell the CDN everything that waits, the oldest first; what it did not take waits on.

    Gives each purge with an empty text, or with why it failed. After a failure the rest waits too: an
    address that does not answer once does not answer a hundred times.
    """
    for purge in Purge.objects.order_by("id"):
        failure = _tried(purge, post or _post)
        yield purge, failure
        if failure:
            return


def _tried(purge, post) -> str:
    try:
        post(purge.keys)
    except (URLError, OSError) as refused:
        purge.tries, purge.failure = purge.tries + 1, str(refused)[:300]
        purge.save(update_fields=["tries", "failure"])
        return purge.failure
    Purge.objects.filter(pk=purge.pk).delete()
    return ""


def _post(keys: str) -> None:
    """One call as Fastly understands it: the keys in a header. URLError, or an answer that is no yes."""
    name, _, value = settings.PURGE_HEADER.partition(":")
    headers = {"Surrogate-Key": keys, **({name.strip(): value.strip()} if name else {})}
    request = Request(settings.PURGE_URL, method="POST", headers=headers)  # noqa: S310 - http(s) only, see settings
    with urlopen(request, timeout=TIMEOUT):  # noqa: S310
        pass
