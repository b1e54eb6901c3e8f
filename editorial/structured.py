"""What a page says to machines: the tags of its head, and schema.org's JSON-LD in a block of data.

Each floor words its own things in its room `structured`, from what its page has already; this one has
the words they share. A statement that only an article makes is left out: JSON-LD has no way to say so.
docs/readers.md lists the pages and their types; tests hold every page to schema.org's own definitions.
"""

import orjson
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .language import gettext
from .past import moment
from .wording import plain, shortened

LANGUAGE = "en-GB"
LONGEST = 300
"""Letters of a description."""

# Inside a string these are the same to whoever reads JSON, and end no element and no line.
ESCAPES = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def thing(kind, id="", **properties) -> dict:
    """A node of the graph; what is empty or not known is left out. `id` is an absolute address."""
    known = {name: value for name, value in properties.items() if value or value is False}
    return {"@type": kind, "@id": id, **known} if id else {"@type": kind, **known}


def named(id: str) -> dict:
    """A node that is told elsewhere on the page."""
    return {"@id": id}


def data_block(nodes: list[dict]) -> SafeString:
    """The graph as a script element that browsers do not run; the one place where such an element is made."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = orjson.dumps(graph).decode()
    # One after the other: str.translate takes ten times as long.
    for letter, escape in ESCAPES.items():
        text = text.replace(letter, escape)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def site_of(request) -> str:
    """The address of the site without the slash at its end."""
    return request.build_absolute_uri("/")[:-1]


def head(request, title, nodes=(), *, entry=None, query="", index=True) -> dict:
    """What base.html puts into the head of a page.

    `query` is the part of the address that makes it a page of its own; `index` is False for a view of
    a page that search engines should leave alone, such as a filtered list: it has no canonical address.
    The same holds for an earlier view of a page, which must not be taken for what is said today.
    """
    index = index and moment() is None
    return {
        "title": title,
        "canonical": request.build_absolute_uri(request.path) + query if index else "",
        "index": index,
        "entry": entry is not None,
        "published": entry and entry.first_published_at.isoformat(),
        "modified": entry and entry.published_at.isoformat(),
        "nodes": list(nodes) if index else [],
    }


def page_query(page) -> str:
    """Of a page of a list: every page but the first is a page of its own."""
    return f"?page={page.number}" if page.number > 1 else ""


def counted_on(page) -> dict:
    """Where the rows of a page of a list stand in the whole list."""
    return {"start": page.start_index(), "total": page.paginator.count}


# Nodes that every floor needs ---------------------------------------------------------------


def organization(site: str) -> dict:
    """Who publishes, and reviews through its people."""
    return thing("Organization", f"{site}/#jakinfo", name="jakinfo", url=f"{site}/")


def web_page(site, path, title, *, kind="WebPage", trail=(), text="", **more) -> dict:
    """The page itself, with its trail as a BreadcrumbList; `text` is editors' Markdown."""
    url = f"{site}{path}"
    return thing(
        kind,
        url,
        url=url,
        name=title,
        description=shortened(plain(text), LONGEST),
        inLanguage=LANGUAGE,
        isAccessibleForFree=True,
        isPartOf=thing("WebSite", f"{site}/#site", name="jakinfo", url=f"{site}/"),
        publisher=organization(site),
        breadcrumb=breadcrumbs(site, [*trail, (path, title)]),
        **more,
    )


def entry_page(site, entry, *, kind="MedicalWebPage", trail=(), text="", **more) -> dict:
    """The page of a published entry, with its edition; reviewed only where somebody has signed it."""
    return web_page(
        site,
        entry.address,
        entry.title,
        kind=kind,
        trail=trail,
        text=text,
        datePublished=entry.first_published_at.isoformat(),
        dateModified=entry.published_at.isoformat(),
        version=entry.edition,
        **review(site, entry),
        **more,
    )


def review(site, entry) -> dict:
    """When and by whom an entry was reviewed: nothing while it waits, nor after an emergency."""
    if entry.origin != "review" or not entry.last_reviewed:
        return {}
    return {
        "lastReviewed": str(entry.last_reviewed),
        "reviewedBy": named(f"{site}/#jakinfo"),
    }


def breadcrumbs(site, trail) -> dict:
    return thing(
        "BreadcrumbList", itemListElement=_numbered(site, [("/", gettext("Home")), *trail], 1)
    )


def item_list(site, rows, start=1, total=None) -> dict:
    """Pairs of address and name as a list; `total` counts what is on other pages too."""
    rows = list(rows)
    return thing(
        "ItemList",
        numberOfItems=total or len(rows),
        itemListElement=_numbered(site, rows, start),
    )


def _numbered(site, rows, start):
    return [
        thing("ListItem", position=place, name=name, item=thing("WebPage", f"{site}{path}"))
        for place, (path, name) in enumerate(rows, start)
    ]


def collection(site, path, title, rows, *, text="", kind="CollectionPage", **numbers) -> dict:
    """The page of a list."""
    listed = item_list(site, rows, **numbers)
    return web_page(site, path, title, kind=kind, text=text, mainEntity=listed)


def parts(url, contents, aspects) -> list[dict]:
    """The sections of a page as its parts; `aspects` says which health aspect an anchor is about."""
    return [
        thing(
            ["WebPageElement", "HealthTopicContent"] if anchor in aspects else "WebPageElement",
            f"{url}#{anchor}",
            name=heading,
            hasHealthAspect=anchor in aspects
            and f"https://schema.org/{aspects[anchor]}HealthAspect"
            or None,
        )
        for anchor, heading in contents
    ]


def codes(rows) -> list[dict]:
    """Identifiers of a drug or a condition: system and value."""
    return [thing("MedicalCode", codeValue=row.value, codingSystem=row.system) for row in rows]


def patients() -> dict:
    return thing("MedicalAudience", audienceType="Patients")
