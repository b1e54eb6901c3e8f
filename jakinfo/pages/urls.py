from django.urls import path
from django.views.decorators.http import require_safe

from . import about, citing, history, machine, printed, search, updates
from .sheet import sheet

app_name = "pages"
urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("sheet/", sheet, name="sheet"),
    path("search/suggest/", search.suggestions, name="suggest"),
    path("updates/", updates.updates, name="updates"),
    path("updates/feed/", require_safe(updates.Changes()), name="feed"),
    path(
        "updates/feed/<slug:kind>/<slug:slug>/",
        require_safe(updates.EntryChanges()),
        name="entry-feed",
    ),
    path("<slug:section>/<slug:slug>/history/", history.history, name="history"),
    path("<slug:section>/<slug:slug>/history/<int:number>/", history.history, name="edition"),
    path("about/", about.about, name="about"),
    path("about/sources/", about.grading, name="about-sources"),
    path("about/review/", about.review, name="about-review"),
    path("sitemap.xml", machine.sitemap_index, name="sitemaps"),
    path("sitemap-<slug:section>.xml", machine.sitemap, name="sitemap"),
    path("favicon.ico", machine.favicon, name="favicon"),
    path("robots.txt", machine.robots_txt, name="robots"),
    path(".well-known/security.txt", machine.security_txt, name="security"),
    path("healthz/live", machine.live, name="live"),
    path("healthz/ready", machine.ready, name="ready"),
    path("drugs/<slug:slug>/page.pdf", printed.page_pdf, {"kind": "drug"}),
    path("conditions/<slug:slug>/page.pdf", printed.page_pdf, {"kind": "condition"}),
    path("guides/<slug:slug>/page.pdf", printed.page_pdf, {"kind": "guide"}),
    *citing.addresses(),
]
