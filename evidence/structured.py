"""Sources and what they claim, in schema.org's words."""

from editorial.language import gettext as _
from editorial.structured import (
    collection,
    counted_on,
    entry_page,
    head,
    named,
    page_query,
    site_of,
    thing,
)
from editorial.wording import partial_iso, web_address

from .models import LiveSource, Stance

Kind = LiveSource.Kind
PAPERS = {Kind.JOURNAL_ARTICLE, Kind.SYSTEMATIC_REVIEW}
WEB_PAGES = {Kind.WEB_ARTICLE, Kind.PROMOTIONAL_PAGE, Kind.RESEARCH_DIGEST}
DOUBTED = {Stance.DISAGREES, Stance.PARTLY}


def kind_of_work(source) -> str:
    if source.source_kind in PAPERS:
        return "MedicalScholarlyArticle"
    return "WebPage" if source.source_kind in WEB_PAGES else "CreativeWork"


def work(site, source, **more) -> dict:
    """A source as a work of others: not our page about it, whose address its id is made from."""
    return thing(
        kind_of_work(source),
        f"{site}{source.address}#work",
        name=source.title,
        url=web_address(source.url),
        **more,
    )


def citations(site, sources) -> list[dict]:
    return [work(site, source) for source in sources]


def claim_reviews(site, path, boxes, sources) -> list[dict]:
    """What sources say that regulators do not: the claim, where it stands, and the checked record.

    `boxes` are what components.disagree prints. There are no marks: the rating is a word, no number.
    """
    return [
        _claim_review(site, path, box, side, sources)
        for box in boxes
        for side in box["sides"]
        if side["stance"] in DOUBTED
    ]


def _claim_review(site, path, box, side, sources):
    source = sources[side["refs"][0] - 1]
    record = box["regulator"]["says"] if box["regulator"] else ""
    return thing(
        "ClaimReview",
        url=f"{site}{path}#{box['id']}",
        name=_("Sources disagree: %(question)s") % box,
        claimReviewed=side["says"],
        author=named(f"{site}/#jakinfo"),
        itemReviewed=thing("Claim", author=_publisher(source), appearance=work(site, source)),
        reviewBody=" ".join(filter(None, (record, box["verdict"]))),
        reviewRating=thing("Rating", alternateName=side["stance_word"].capitalize()),
    )


def _publisher(source):
    return thing("Organization", name=source.publisher) if source.publisher else None


def source_page(request, page) -> dict:
    """The page of a source: what we say about it, and the work itself."""
    source, site = page["source"], site_of(request)
    about = _whole(site, source, page["names"], page["identifiers"])
    node = entry_page(
        site,
        source,
        trail=page["trail"],
        text=source.tldr,
        mainEntity=named(about["@id"]),
        mentions=[work(site, paper) for paper, _ in page["lists"]],
    )
    return head(request, source.title, [node, about], entry=source)


def _whole(site, source, authors, identifiers):
    """The work with all that is known of it; where its authors work is not known by author."""
    paper = source.source_kind in PAPERS
    own = {
        "pagination": source.pages,
        "publicationType": source.article_type,
        "headline": source.title,
    }
    return work(
        site,
        source,
        author=[thing("Person", name=author.name) for author in authors],
        datePublished=partial_iso(source.date, source.date_precision) or str(source.year or ""),
        inLanguage=source.language,
        publisher=_publisher(source),
        isPartOf=_printed_in(source),
        identifier=[
            thing("PropertyValue", propertyID=system, value=value)
            for system, value, _ in identifiers
        ],
        sameAs=[url for _, _, url in identifiers],
        isBasedOn=source.work and work(site, source.work),
        **(own if paper else {}),
    )


def _printed_in(source):
    """The journal; with the volume and the issue around it where they are known."""
    place = thing("Periodical", name=source.journal) if source.journal else None
    if place and source.volume:
        place = thing("PublicationVolume", volumeNumber=source.volume, isPartOf=place)
    if place and source.issue:
        place = thing("PublicationIssue", issueNumber=source.issue, isPartOf=place)
    return place


def list_page(request, context) -> dict:
    title, site = _("Research and sources"), site_of(request)
    listed = [card["source"] for card in context["cards"]]
    rows = [(source.address, source.title) for source in listed]
    counted = counted_on(context["page"])
    query = page_query(context["page"])
    node = collection(site, f"/research/{query}", title, rows, **counted)
    return head(request, title, [node], query=query, index=not context["clear"])
