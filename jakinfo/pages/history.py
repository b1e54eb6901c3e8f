"""The public history of an entry: its editions, who signed them in which role, and what each one changed."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.differences import difference
from editorial.language import N_, gettext
from editorial.models import Change, LiveEdition, LiveSignature
from editorial.paging import page_asked
from editorial.registry import kinds as every_kind
from editorial.upcast import upcast
from editorial.visible import targets, visible
from search.models import SearchEntry

from .updates import words

PER_PAGE = 25


@require_safe
def history(request, section, slug, number=None):
    """All editions of an entry, newest first; with a number, also what that edition changed."""
    kind = _kind_at(f"/{section}/")
    entry_id = _entry_at(kind, slug)
    editions = LiveEdition.objects.filter(kind=kind.name, entry_id=entry_id).order_by("-number")
    page = Paginator(editions.defer("document"), PER_PAGE).get_page(
        page_asked(request.GET.get("page", ""))
    )
    [newest] = page[:1] if page.number == 1 else editions.defer("document")[:1]
    context = {
        "title": newest.title,
        "address": f"{kind.live.path}{newest.slug}/",
        "gone": newest.change == "withdrawn",
        "feed": f"/updates/feed/{kind.name}/{newest.slug}/",
        "trail": _trail(kind, newest),
        "page": page,
        "rows": _rows(page),
        "compared": _compared(kind, editions, number) if number else None,
    }
    return render(request, "jakinfo/history.html", context)


def _kind_at(path):
    for kind in every_kind().values():
        if (
            getattr(kind.live, "path", "") == path
            and "#" not in kind.live(slug="x").get_absolute_url()
        ):
            return kind
    raise Http404


def _entry_at(kind, slug) -> int:
    """The entry that has this address, or else the one that had it last."""
    last = LiveEdition.objects.filter(kind=kind.name, slug=slug).order_by("-seq")
    live = kind.live.objects.filter(slug=slug).values_list("pk", flat=True).first()
    found = live or last.values_list("entry_id", flat=True).first()
    if found is None:
        raise Http404
    return found


def _trail(kind, newest):
    [(path, name)] = [(path, name) for path, name in SECTIONS if path == kind.live.path]
    here = f"{path}{newest.slug}/"
    return [(path, gettext(name)), (here, newest.title)]


SECTIONS = (
    ("/drugs/", N_("Drugs")),
    ("/conditions/", N_("Conditions")),
    ("/safety/", N_("Safety")),
    ("/research/", N_("Research")),
    ("/guides/", N_("Guides")),
)


def _rows(page) -> list[dict]:
    signed = {}
    for row in LiveSignature.objects.filter(seq__in=[edition.seq for edition in page]):
        signed.setdefault(row.seq, []).append((gettext(row.get_role_display()), row.at))
    return [
        {"edition": row, "what": words(row.change), "signed": signed.get(row.seq, ())}
        for row in page
    ]


def _compared(kind, editions, number) -> dict:
    """What an edition changed in the text before it; an older note of a name is today's, or the last one.

    After a withdrawal that is the last text that readers had.
    """
    after = editions.filter(number=number).first()
    if after is None:
        raise Http404
    before = editions.filter(number__lt=number).exclude(change=Change.WITHDRAWN).first()
    texts = [row and row.document and upcast(row.document) for row in (before, after)]
    old, new = _published(kind, texts)
    found = difference(kind, old, new, _titles)
    skipped = before is not None and before.number < number - 1
    return {"edition": after, "since": before if skipped else None, "difference": found}


def _published(kind, documents) -> list:
    """The documents without the rows that wait for entries which were never published."""
    named = set().union(*(targets(kind, document) for document in documents if document))
    known = _titles(named).keys() | {(kind.name, d["id"]) for d in documents if d}
    return [
        document
        and document | {"rows": visible(kind, document, lambda name, pk: (name, pk) in known).rows}
        for document in documents
    ]


def _titles(wanted) -> dict:
    """Titles of published entries by (kind, id): as they are, or as they were when they were withdrawn."""
    if not wanted:
        return {}
    chosen = Q(pk__in=[])
    for name in {name for name, _ in wanted}:
        ids = [pk for kind, pk in wanted if kind == name]
        chosen |= Q(kind=name, entry_id__in=ids)
    rows = SearchEntry.objects.filter(chosen).values_list("kind", "entry_id", "title")
    found = {(kind, pk): title for kind, pk, title in rows}
    if len(found) < len(wanted):
        former = LiveEdition.objects.filter(chosen).order_by("seq")
        rows = former.values_list("kind", "entry_id", "title")
        found = {(kind, pk): title for kind, pk, title in rows} | found
    return found
