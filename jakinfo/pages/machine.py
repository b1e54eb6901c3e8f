"""What machines ask for: the sitemaps, robots.txt, security.txt, the icon, and whether the site is up."""

from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.db import Error
from django.db.models import Count, Max
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editorial.models import LiveChange
from editorial.registry import kinds
from jakinfo.kept import KEPT
from search.models import SearchEntry

STANDING = (
    "/",
    "/drugs/",
    "/conditions/",
    "/safety/",
    "/approvals/",
    "/research/",
    "/guides/",
    "/sheet/",
    "/glossary/",
    "/updates/",
    "/about/",
    "/about/sources/",
    "/about/review/",
)
# A security.txt is good for half a year from the day it is read.
GOOD_FOR = timedelta(days=180)

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /search/

Sitemap: {sitemap}
"""


PER_SITEMAP = 10_000
"""Addresses in one file; a kind with more has several (`?p=2`)."""


class StandingPages(Sitemap):
    def items(self):
        return STANDING

    def location(self, path):
        return path


class Entries(Sitemap):
    """Published entries of a kind. `number` and `latest` save the index from asking for each kind."""

    limit = PER_SITEMAP

    def __init__(self, kind, number=None, latest=None):
        self.kind, self.number, self.latest = kind, number, latest

    def items(self):
        entries = SearchEntry.objects.filter(kind=self.kind).order_by("slug")
        return entries.only("url", "published_at")

    @property
    def paginator(self):
        pages = super().paginator
        if self.number is not None:
            pages.count = self.number
        return pages

    def location(self, entry):
        return entry.url

    def lastmod(self, entry):
        return entry.published_at

    def get_latest_lastmod(self):
        return self.latest


@cache
def with_pages() -> tuple[str, ...]:
    """Kinds whose entries have a page of their own, not a place on a page of many."""
    found = kinds().values()
    return tuple(
        sorted(kind.name for kind in found if "#" not in kind.live(slug="x").get_absolute_url())
    )


@require_safe
def sitemap_index(request):
    """One file for each kind that has a published entry, with the time of its newest edition."""
    told = SearchEntry.objects.filter(kind__in=with_pages()).order_by("kind").values("kind")
    counted = told.annotate(number=Count("pk"), latest=Max("published_at"))
    files = {row["kind"]: Entries(**row) for row in counted}
    named = {"pages": StandingPages, **files}
    return sitemaps.index(request, named, sitemap_url_name="pages:sitemap")


@require_safe
def sitemap(request, section):
    files = {kind: Entries(kind) for kind in with_pages()}
    return sitemaps.sitemap(request, {"pages": StandingPages, **files}, section=section)


ICON = (settings.BASE_DIR / "jakinfo" / "static" / "jakinfo" / "favicon.svg").read_bytes()


@require_safe
def favicon(request):
    """Where browsers look by themselves, so that no page has to name it as a file that it needs."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(ICON, content_type="image/svg+xml", headers=headers)


@require_safe
def robots_txt(request):
    text = ROBOTS.format(sitemap=request.build_absolute_uri("/sitemap.xml"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """RFC 9116; there is none while the installation names no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {midnight + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def live(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request):
    """The database answers, and how far its public log has come; for staff, what this process keeps."""
    try:
        head = LiveChange.objects.aggregate(head=Max("seq"))["head"]
        kept = request.META.get(KEPT) if request.user.is_staff else None
    except Error as away:
        return JsonResponse({"database": "away", "reason": type(away).__name__}, status=503)
    memory = {"kept": kept.report()} if kept else {}
    return JsonResponse({"database": "ok", "head": head or 0, **memory})
