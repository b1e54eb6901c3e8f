"""What changed, in plain words: a page to read and Atom feeds to follow."""

import re
from itertools import groupby

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from editorial import past
from editorial.language import N_, P_, ngettext
from editorial.language import gettext as _
from editorial.models import Change, LiveChange, LiveRedirect, LiveTombstone
from search.models import SearchEntry

from . import kinds, structured

PER_PAGE = 50
IN_FEED = 50
ONE = {
    Change.CREATED: N_("New"),
    Change.MAJOR: N_("Changed"),
    Change.MINOR: N_("Small correction"),
    Change.RENAMED: N_("New address"),
    Change.WITHDRAWN: N_("Withdrawn"),
}
MANY = {
    Change.CREATED: P_("%(count)s new entry", "%(count)s new entries"),
    Change.MAJOR: P_("%(count)s entry changed", "%(count)s entries changed"),
    Change.MINOR: P_("%(count)s small correction", "%(count)s small corrections"),
    Change.RENAMED: P_("%(count)s new address", "%(count)s new addresses"),
    Change.WITHDRAWN: P_("%(count)s entry withdrawn", "%(count)s entries withdrawn"),
}
# XML has no way to write these.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LARGEST = 2**63 - 1


@require_safe
@past.shows_past
def updates(request):
    kind = kinds.asked(request.GET.get("kind"))
    before = position(request.GET.get("before"))
    changes = LiveChange.objects.all()
    if kind:
        changes = changes.filter(kind=kind)
    if past.moment():
        changes = changes.filter(seq__lte=past.moment().seq)
    if before:
        changes = changes.filter(seq__lt=before)
    rows = list(changes[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    context = {
        "days": [(day, notices(group)) for day, group in groupby(shown, _day)],
        "older": shown[-1].seq if len(rows) > PER_PAGE else None,
        "before": before,
        "kind": kind,
        "tabs": [
            ("", _("Everything"), not kind),
            *((k, kinds.many(k), k == kind) for k in kinds.in_order()),
        ],
    }
    whole = not (kind or before)
    context["structured"] = structured.plain_page(request, _("What changed"), index=whole)
    return render(request, "jakinfo/updates.html", context)


def position(value: str | None) -> int | None:
    """A place in the log; what cannot be one counts as none."""
    if not value or not (value.isascii() and value.isdigit() and len(value) < 20):
        return None
    return min(int(value), LARGEST) or None


def notices(changes) -> list[dict]:
    """Changes in order; neighbours of one sort and with one note share one notice."""
    found = []
    for (change, note), rows in groupby(changes, key=lambda row: (row.change, row.note)):
        rows = [(row.url, row.title, kinds.one(row.kind), row.edition) for row in rows]
        found.append({"what": words(change, len(rows)), "note": note, "rows": rows})
    return found


def words(change: str, number: int = 1) -> str:
    return _(ONE[change]) if number == 1 else ngettext(*MANY[change], number) % {"count": number}


def _day(change):
    return change.published_at.date()


def _edition(change) -> str:
    words = {"kind": kinds.one(change.kind), "number": change.edition}
    return _("%(kind)s, edition %(number)s.") % words


class Changes(Feed):
    """The newest changes of the whole site."""

    feed_type = Atom1Feed
    title = gettext_lazy("jakinfo: what changed")
    subtitle = gettext_lazy("New, changed and withdrawn pages on JAK inhibitors.")
    link = "/updates/"
    author_name = "jakinfo"

    def items(self):
        return LiveChange.objects.all()[:IN_FEED]

    def item_title(self, item):
        return CONTROL.sub("", f"{words(item.change)}: {item.title}")

    def item_description(self, item):
        return CONTROL.sub("", item.note or _edition(item))

    def item_link(self, item):
        return item.url

    def item_guid(self, item):
        return f"tag:jakinfo,2026:change/{item.seq}"

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at

    def item_categories(self, item):
        return [item.kind]


class EntryChanges(Changes):
    """The changes of one entry, by its present, its last or a former address; also when it was withdrawn."""

    def get_object(self, request, kind, slug):
        if not kinds.asked(kind):
            raise Http404
        moved = LiveRedirect.objects.filter(kind=kind, slug=slug).values("entry_id")
        entries = SearchEntry.objects.filter(kind=kind)
        # One after the other: with OR neither index would be of use.
        here = entries.filter(slug=slug).first() or entries.filter(entry_id__in=moved).first()
        entry = here or LiveTombstone.objects.filter(kind=kind, slug=slug).first()
        if entry is None:
            raise Http404
        return entry

    def title(self, entry):
        return CONTROL.sub("", _("jakinfo: changes to %(title)s") % {"title": entry.title})

    def link(self, entry):
        return getattr(entry, "url", "/updates/")

    def items(self, entry):
        return LiveChange.objects.filter(kind=entry.kind, entry_id=entry.entry_id)[:IN_FEED]
