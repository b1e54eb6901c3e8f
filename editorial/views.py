"""Finding the live entry of a public address, or the answer to give when it is not there."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from . import past
from .models import LiveRedirect, LiveTombstone
from .prepared import ask


def live_or_gone(request, live_model, slug):
    """The live entry, or a response: 301 to its new address, 410 when withdrawn; else Http404.

    When the request looks back (editorial/past.py): the entry as it was.
    """
    if past.moment():
        found = past.entry(request, live_model, slug)
        if found is None:
            raise Http404
        return found
    found = ask(_by_slug, (live_model,), (slug,))
    if found:
        return live_model.from_db("default", *zip(*found[0].items(), strict=True))
    named = {"kind": live_model.kind, "slug": slug}
    moved = LiveRedirect.objects.filter(**named).values("entry_id")
    entry = live_model.objects.filter(pk__in=moved).defer("document").first()
    if entry:
        return HttpResponsePermanentRedirect(entry.get_absolute_url())
    tombstone = LiveTombstone.objects.filter(**named).order_by("-seq").first()
    if tombstone:
        return render(request, "410.html", {"tombstone": tombstone}, status=410)
    raise Http404


def _by_slug(live_model, slug):
    columns = (field.attname for field in live_model._meta.concrete_fields)
    return live_model.objects.filter(slug=slug).values(*columns)
