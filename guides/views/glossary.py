"""The glossary: every term on one page, each with an address of its own (`/glossary/#enzyme`)."""

from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial import past
from editorial.bare import together
from evidence.presenters import References
from guides import structured
from guides.models import LiveTerm


@require_safe
@past.shows_past
def glossary(request):
    terms = together([], _all)[1]["term"]
    references = References()
    letters = [
        (letter, [_row(term, references) for term in group])
        for letter, group in groupby(sorted(terms, key=_alphabet), key=_letter)
    ]
    context = {"letters": letters, "sources": references.listed()}
    context["structured"] = structured.glossary_page(request, letters)
    return render(request, "guides/glossary.html", context)


def _all():
    return [LiveTerm.objects.all()]


def _alphabet(term):
    return term.name.casefold()


def _letter(term) -> str:
    return term.name[:1].upper()


def _row(term, references):
    return {"term": term, "refs": references.cite(term.read_in)}
