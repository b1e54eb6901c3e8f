"""Finding the live entry of a public address, or the answer to give when it is not there."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from .models import LiveRedirect, LiveTombstone
from .reading import assemble


def live_or_gone(request, live_model, slug, fill=assemble):
    """The live entry whole, or a response: 301 to its new address, 410 when withdrawn; else Http404.

    A page that reads more entries at once fills them together and passes its own `fill`.
    """
    found = list(live_model.objects.filter(slug=slug))
    if found:
        fill(found)
        return found[0]
    named = {"kind": live_model.kind, "slug": slug}
    moved = LiveRedirect.objects.filter(**named).values("entry_id")
    entry = live_model.objects.filter(pk__in=moved).defer("document").first()
    if entry:
        return HttpResponsePermanentRedirect(entry.get_absolute_url())
    tombstone = LiveTombstone.objects.filter(**named).order_by("-seq").first()
    if tombstone:
        return render(request, "410.html", {"tombstone": tombstone}, status=410)
    raise Http404
