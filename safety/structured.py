"""Safety in schema.org's words: the whole page, and one warning."""

from drugs.structured import reference
from editorial.language import gettext
from editorial.structured import entry_page, head, parts, patients, site_of, thing, web_page
from evidence.structured import citations, claim_reviews

ASPECTS = {
    "signs": "SeeDoctor",
    "warnings": "RisksOrComplications",
    "risk": "Safety",
    "checks": "Screening",
    "dose": "UsageOrSchedule",
    "meaning": "Overview",
    "figures": "RisksOrComplications",
    "advice": "Safety",
    "help": "SeeDoctor",
}
"""Which health aspect of schema.org a section of these pages is about."""


def overview_page(request, page) -> dict:
    site, title = site_of(request), gettext("Safety of JAK inhibitors")
    node = web_page(
        site,
        "/safety/",
        title,
        kind="MedicalWebPage",
        about=thing("DrugClass", name="JAK inhibitors"),
        audience=patients(),
        hasPart=parts(f"{site}/safety/", page["contents"], ASPECTS),
        citation=citations(site, page["sources"]),
    )
    doubted = claim_reviews(site, "/safety/", page["disagreements"], page["sources"])
    return head(request, title, [node, *doubted])


def warning_page(request, page) -> dict:
    """A warning is no thing of schema.org's own: the page is about the drugs, and says which aspect."""
    warning, site = page["warning"], site_of(request)
    drugs = [reference(site, drug) for drug in page["drugs"]]
    node = entry_page(
        site,
        warning,
        kind=["MedicalWebPage", "HealthTopicContent"],
        trail=page["trail"],
        text=warning.text,
        hasHealthAspect="https://schema.org/RisksOrComplicationsHealthAspect",
        about=drugs or thing("DrugClass", name="JAK inhibitors"),
        audience=patients(),
        hasPart=parts(f"{site}{warning.address}", page["contents"], ASPECTS),
        citation=citations(site, page["sources"]),
    )
    return head(request, warning.title, [node], entry=warning)
