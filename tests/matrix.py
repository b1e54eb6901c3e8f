"""Who gets what at which address: every address of the resolver, both methods, every role.

The answers stand in docs/roles.csv. After an address was added on purpose, run
`pytest tests/test_matrix.py --write-matrix`, read the difference, and commit it.
"""

import csv
import io
import re
from collections.abc import Iterator

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from editorial.admin.proposal import VERBS
from editorial.queues import QUEUES
from tests.house import ROOT

FILE = ROOT / "docs" / "roles.csv"
ROLES = ("nobody", "author", "medical reviewer", "publisher", "comment moderator", "administrator")
METHODS = ("GET", "POST")
PART = re.compile(r"<[^>]+>|\(\?P<slug>.*?\)(?=/)|[\^$]|\(\?:\.\|\\n\)\*\\Z")
SPREAD = {"<slug:verb>": VERBS, "<slug:name>": QUEUES}
"""Parts of an address whose values are addresses of their own."""
MEANT = {
    "<slug:section>/<slug:slug>/history/<int:number>/": "drugs/<slug:slug>/history/1/",
    "<slug:section>/<slug:slug>/": "drugs/<slug:slug>/",
}
"""Addresses of entries of any kind: those of a drug are asked."""


def addresses(resolver=None, before="") -> Iterator[tuple[str, str]]:
    """(route, name) of every address, in the order of the resolver."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield from _spread(route, pattern.name or "")


def _spread(route, name):
    for part, values in SPREAD.items():
        if part in route:
            yield from ((route.replace(part, value), name) for value in values)
            return
    yield route, name


def path_of(route: str, name: str, known: dict) -> str:
    """A path that the route leads to, with the key of a row that exists where there is one."""
    for general, meant in MEANT.items():
        route = route.replace(general, meant)
    value = known.get(_model_of(name), known.get(_first_word(route), "none"))
    return "/" + PART.sub(
        lambda part: "" if part[0] in "^$" or "Z" in part[0] else str(value), route
    )


def _model_of(name):
    """The model of an admin address, by its name `drugs_drug_change`."""
    label = ".".join(name.split("_")[:2])
    return label if name.count("_") >= 1 and "." in label and _exists(label) else ""


def _exists(label):
    try:
        apps.get_model(label)
    except (LookupError, ValueError):
        return False
    return True


def _first_word(route):
    words = [word for word in re.split(r"[/^]", route) if word not in ("", "api", "v1")]
    return words[0] if words else ""


def in_words(response) -> str:
    """What an answer means for the person who asked."""
    if response.status_code in (301, 302):
        return "sign in" if "/login/" in response["Location"] else "yes"
    meanings = {200: "yes", 409: "yes", 422: "yes", 403: "no", 405: "no", 404: "not found"}
    return meanings.get(response.status_code, str(response.status_code))


def read() -> dict[tuple[str, str], dict[str, str]]:
    """By (route, method): what each role gets."""
    rows = csv.DictReader(FILE.read_text().splitlines())
    return {(row["address"], row["method"]): {role: row[role] for role in ROLES} for row in rows}


def write(found: dict[tuple[str, str], dict[str, str]]) -> None:
    text = io.StringIO()
    sheet = csv.DictWriter(text, ["address", "method", *ROLES], lineterminator="\n")
    sheet.writeheader()
    for (address, method), answers in found.items():
        sheet.writerow({"address": address, "method": method, **answers})
    FILE.write_text(text.getvalue())
