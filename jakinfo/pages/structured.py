"""The site itself in schema.org's words: home with its search, what changed, about us."""

from editorial.language import gettext
from editorial.structured import (
    LANGUAGE,
    head,
    item_list,
    organization,
    site_of,
    thing,
    web_page,
)


def home_page(request, page) -> dict:
    site, title = site_of(request), gettext("What is known about JAK inhibitors")
    rows = [(row.address, row.title) for name in ("drugs", "conditions") for row in page[name]]
    node = thing(
        "WebPage",
        f"{site}/",
        url=f"{site}/",
        name=title,
        inLanguage=LANGUAGE,
        isAccessibleForFree=True,
        isPartOf=_site(site),
        about=thing("DrugClass", name="JAK inhibitors"),
        mainEntity=item_list(site, rows),
    )
    return head(request, title, [node])


def _site(site):
    """With the address of the search, so that others can offer it."""
    search = thing(
        "SearchAction",
        target=thing("EntryPoint", urlTemplate=f"{site}/search/?q={{search_term_string}}"),
    )
    search["query-input"] = "required name=search_term_string"
    return thing(
        "WebSite",
        f"{site}/#site",
        name="jakinfo",
        url=f"{site}/",
        inLanguage=LANGUAGE,
        publisher=organization(site),
        potentialAction=search,
    )


def plain_page(request, title, *, kind="WebPage", trail=(), index=True) -> dict:
    """A page about the site; narrowed to a kind or a state it is not for search engines."""
    node = web_page(site_of(request), request.path, title, kind=kind, trail=trail)
    return head(request, title, [node], index=index)
