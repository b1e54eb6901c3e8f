"""The files that reference managers read, for every page of an entry: cite.ris and cite.bib."""

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import path
from django.views.decorators.http import require_safe

from editorial.citing import FORMATS, citation, citation_file
from editorial.registry import kinds
from editorial.views import live_or_gone

CITED = ("drug", "condition", "warning", "guide", "source")
"""Kinds whose entries have a page of their own."""


@require_safe
def cite(request, kind, slug, wanted):
    live = live_or_gone(request, kinds()[kind].live, slug)
    if isinstance(live, HttpResponsePermanentRedirect):
        return HttpResponsePermanentRedirect(f"{live.url}cite.{wanted}")
    if isinstance(live, HttpResponse):
        return live
    return citation_file(citation(request, live), wanted)


def addresses() -> list:
    return [
        path(
            f"{kinds()[kind].live.path.strip('/')}/<slug:slug>/cite.{wanted}",
            cite,
            {"kind": kind, "wanted": wanted},
        )
        for kind in CITED
        for wanted in FORMATS
    ]
