"""Guides and questions in schema.org's words."""

from drugs.structured import reference
from editorial.language import gettext as _
from editorial.structured import (
    LANGUAGE,
    collection,
    entry_page,
    head,
    named,
    parts,
    site_of,
    thing,
    web_page,
)
from editorial.wording import plain, shortened
from evidence.structured import citations

LONGEST_QUESTION = 150


def guide_page(request, page) -> dict:
    """The page and the article on it; with questions the page is a FAQPage too."""
    guide, site = page["guide"], site_of(request)
    url = f"{site}{guide.address}"
    questions = [_question(url, row) for row in page["questions"]]
    node = entry_page(
        site,
        guide,
        kind=["MedicalWebPage", "FAQPage"] if questions else "MedicalWebPage",
        trail=page["trail"],
        text=guide.summary,
        audience=thing("MedicalAudience", audienceType=guide.audience.capitalize()),
        hasPart=parts(url, page["contents"], {}),
        mainEntity=questions or named(f"{url}#article"),
        citation=citations(site, page["sources"]),
    )
    return head(request, guide.title, [node, _article(site, page)], entry=guide)


def _article(site, page):
    guide = page["guide"]
    url = f"{site}{guide.address}"
    conditions = [
        thing("MedicalCondition", f"{site}{row.address}#condition", name=row.title)
        for row in page["conditions"]
    ]
    return thing(
        "Article",
        f"{url}#article",
        headline=guide.title,
        description=plain(guide.summary),
        inLanguage=LANGUAGE,
        author=named(f"{site}/#jakinfo"),
        publisher=named(f"{site}/#jakinfo"),
        datePublished=guide.first_published_at.isoformat(),
        dateModified=guide.published_at.isoformat(),
        mainEntityOfPage=named(url),
        about=[*(reference(site, drug) for drug in page["drugs"]), *conditions],
    )


def _question(url, row):
    """What only an article says is said so, as on the page."""
    said = plain(row["answer"])
    text = _("%(answer)s (Only the article says so.)") % {"answer": said}
    text = text if row["only_article"] else said
    answer = thing("Answer", text=text)
    return thing("Question", f"{url}#{row['anchor']}", name=row["question"], acceptedAnswer=answer)


def questions_page(request, page) -> dict:
    """What readers asked: for machines that ask for it, not for search engines; nobody is named."""
    guide, site = page["guide"], site_of(request)
    path, title = (
        f"{guide.get_absolute_url()}questions/",
        _("Readers' questions: %(title)s") % {"title": guide.title},
    )
    asked = [_asked(site, row) for row in page["answers"]]
    kind = "FAQPage" if asked else "WebPage"
    node = web_page(site, path, title, kind=kind, trail=page["trail"], mainEntity=asked)
    return head(request, title, index=False) | {"nodes": [node]}


def _asked(site, row):
    answer = thing(
        "Answer",
        text=row.answer,
        dateCreated=row.answered_at.isoformat(),
        author=named(f"{site}/#jakinfo"),
    )
    title = shortened(row.text, LONGEST_QUESTION)
    return thing("Question", name=title, text=row.text, acceptedAnswer=answer)


def glossary_page(request, letters) -> dict:
    """The terms, each with its own place on the page."""
    site, title = site_of(request), _("Words explained")
    terms = [row["term"] for _, rows in letters for row in rows]
    told = [
        thing(
            "DefinedTerm",
            f"{site}{term.address}",
            name=term.name,
            description=plain(term.definition),
        )
        for term in terms
    ]
    words = thing("DefinedTermSet", f"{site}/glossary/#terms", name=title, hasDefinedTerm=told)
    node = web_page(site, "/glossary/", title, mainEntity=named(words["@id"]))
    return head(request, title, [node, words])


def list_page(request, guides) -> dict:
    rows = [(guide.address, guide.title) for guide in guides]
    title = _("Guides")
    return head(request, title, [collection(site_of(request), "/guides/", title, rows)])
