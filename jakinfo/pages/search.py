"""The search page: hits of all kinds, and help when there are none; and names to choose from while typing."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.language import gettext as _
from editorial.language import ngettext
from editorial.paging import page_asked
from search.models import Role
from search.query import MAX_TEXT, search, suggest
from search.text import clean

from . import kinds

PER_PAGE = 20
SUGGESTED = 8
# Further on nobody looks, and counting there costs time.
LAST_PAGE = 500


@require_safe
def search_page(request):
    text = " ".join(clean(request.GET.get("q", ""))[:MAX_TEXT].split())
    kind = kinds.asked(request.GET.get("kind"))
    number = min(page_asked(request.GET.get("page", "")), LAST_PAGE)
    found = search(
        text, kinds=[kind] if kind else (), limit=PER_PAGE, offset=(number - 1) * PER_PAGE
    )
    context = {
        "text": text,
        "kind": kind,
        "found": found,
        "hits": [(hit, kinds.one(hit.kind), called(hit)) for hit in found.hits],
        "tabs": _tabs(found, kind),
        "page": Paginator(range(found.count), PER_PAGE).get_page(number),
    }
    return render(request, "jakinfo/search.html", context)


@require_safe
def suggestions(request):
    """For the search box, as JSON: at most eight names that begin so, and their number in words.

    Each has the name, what it is, and the address it leads to; one query, nothing is written down.
    """
    names = [
        {"name": found.name.text, "about": about(found), "url": found.url}
        for found in suggest(request.GET.get("q", ""), SUGGESTED)
    ]
    return JsonResponse({"names": names, "said": _how_many(len(names))})


def _how_many(number: int) -> str:
    if not number:
        return _("No suggestions.")
    words = ngettext(
        "%(count)s suggestion. Use the up and down arrow keys.",
        "%(count)s suggestions. Use the up and down arrow keys.",
        number,
    )
    return words % {"count": number}


def about(suggestion) -> str:
    """What a suggested name is: "drug", "brand of tofacitinib", "ATC code of tofacitinib"."""
    name, title = suggestion.name, lower_first(suggestion.title)
    if name.role == Role.TITLE or name.text.casefold() == suggestion.title.casefold():
        return lower_first(kinds.one(suggestion.kind))
    words = {
        Role.BRAND: _("brand of %(title)s"),
        Role.SYNONYM: _("another name for %(title)s"),
        Role.CODE: _("%(system)s code of %(title)s"),
    }
    return words[name.role] % {"title": title, "system": name.system}


def called(hit) -> str:
    """Why an entry was found although its title reads otherwise: "Xeljanz is a brand of tofacitinib."."""
    name = hit.matched
    if name is None or name.text.casefold() == hit.title.casefold():
        return ""
    words = {
        Role.BRAND: _("%(name)s is a brand of %(title)s."),
        Role.SYNONYM: _("%(name)s is another name for %(title)s."),
        Role.CODE: _("%(name)s is the %(system)s code of %(title)s.")
        if name.system != "key"
        else "",
    }
    named = {"name": name.text, "system": name.system, "title": lower_first(hit.title)}
    return words.get(name.role, "") % named


def lower_first(title: str) -> str:
    """For the middle of a sentence: "tofacitinib", but "COVID-19" stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _tabs(found, kind):
    """Links to the hits of one kind: (kind, words, number, whether it is the current one)."""
    rows = [
        (name, kinds.many(name), found.counts.get(name, 0), name == kind)
        for name in kinds.in_order()
    ]
    every = ("", _("Everything"), sum(found.counts.values()), not kind)
    return [every, *(row for row in rows if row[2] or row[3])]
