"""A drug in schema.org's words: names, codes, where it is licensed for what, what it can do to you."""

from editorial.bare import label
from editorial.language import gettext as _
from editorial.structured import (
    codes,
    collection,
    counted_on,
    entry_page,
    head,
    named,
    organization,
    page_query,
    parts,
    patients,
    site_of,
    thing,
    web_page,
)
from editorial.wording import partial_date
from evidence.models import Basis, Jurisdiction
from evidence.structured import citations, claim_reviews

from .presenters import MATRIX_HEADS, status_sentence
from .presenters.numbers import NOT_KNOWN

ASPECTS = {
    "short": "Overview",
    "uses": "MayTreat",
    "works": "HowItWorks",
    "doses": "UsageOrSchedule",
    "effects": "SideEffects",
    "benefits": "Benefits",
    "warnings": "RisksOrComplications",
    "care": "Safety",
    "checks": "Screening",
}
"""Which health aspect of schema.org a section of the page is about."""


def reference(site, drug, **more) -> dict:
    """A drug that another page names."""
    url = f"{site}{drug.address}"
    return thing("Drug", f"{url}#drug", name=drug.title, url=url, **more)


def status_of(place: str, text: str, details: str = "") -> dict:
    """A legal status, which holds in one region only."""
    there = thing("AdministrativeArea", name=place)
    return thing("DrugLegalStatus", name=text, description=details, applicableLocation=there)


def drug_page(request, page) -> dict:
    drug, site = page["drug"], site_of(request)
    url = f"{site}{drug.address}"
    node = entry_page(
        site,
        drug,
        trail=page["trail"],
        text=_said(page["summary"]),
        audience=patients(),
        mainEntity=named(f"{url}#drug"),
        mentions=_conditions(site, drug),
        hasPart=parts(url, page["contents"], ASPECTS),
        citation=citations(site, page["sources"]),
    )
    doubted = claim_reviews(site, drug.address, page["disagreements"], page["sources"])
    return head(request, drug.title, [node, _drug(site, page), *doubted], entry=drug)


def _drug(site, page):
    drug = page["drug"]
    url = f"{site}{drug.address}"
    codings = checked(drug.identifiers)
    brands = [row.name for row in checked(drug.brands)]
    return thing(
        ["Drug", "MedicalTherapy"],
        f"{url}#drug",
        name=drug.title,
        nonProprietaryName=drug.inn,
        proprietaryName=brands,
        alternateName=[*brands, *(row.text for row in checked(drug.synonyms))],
        description=_said(page["summary"]),
        url=url,
        drugClass=thing("DrugClass", name=drug.drug_class),
        mechanismOfAction=_said(page["mechanism"]),
        administrationRoute=label(drug, "route"),
        dosageForm=list(dict.fromkeys(row.form for row in checked(drug.forms))),
        legalStatus=[_status(drug, row) for row in checked(drug.indications)],
        warning=_warnings(site, page),
        seriousAdverseOutcome=_outcomes(page["serious"]),
        adverseOutcome=_outcomes(page["common"]),
        code=codes(codings),
        rxcui=next((row.value for row in codings if row.system == "RxCUI"), ""),
    )


def checked(rows) -> list:
    """Without what only an article says."""
    return [row for row in rows if row.basis != Basis.SEED]


def _said(fact) -> str:
    return fact["text"] if fact and not fact["said_by"] else ""


def _status(drug, row):
    since = partial_date(row.approval_date, row.date_precision)
    more = (since and _("since %(date)s") % {"date": since}, row.population, row.line_of_therapy)
    place = _(Jurisdiction(row.jurisdiction).label)
    return status_of(place, status_sentence(drug, row), "; ".join(filter(None, more)))


def _warnings(site, page) -> list[str]:
    """The boxed warning in words, and the addresses of the warnings for the class."""
    boxed = page["boxed"]
    words = _("Boxed warning on the US label")
    box = f"{words}: {'; '.join(boxed['items'])}" if boxed else ""
    text = box.rstrip(": ")
    return [*filter(None, [text]), *(f"{site}{row['url']}" for row in page["warnings"])]


def _outcomes(rows) -> list[dict]:
    return [
        thing("MedicalEntity", name=row["text"], description=_how_often(row["frequency"]))
        for row in rows
        if not row["said_by"]
    ]


def _how_often(frequency) -> str:
    if frequency == _(NOT_KNOWN):
        return ""
    return _("How often: %(frequency)s") % {"frequency": frequency}


def _conditions(site, drug) -> list[dict]:
    found = {row.condition.address: row.condition.name for row in checked(drug.indications)}
    return [
        thing("MedicalCondition", f"{site}{path}#condition", name=name, url=f"{site}{path}")
        for path, name in found.items()
    ]


def list_page(request, context) -> dict:
    title, site, query = _("Drugs A to Z"), site_of(request), page_query(context["page"])
    listed = [card["drug"] for card in context["cards"]]
    rows = [(drug.address, drug.title) for drug in listed]
    counted = counted_on(context["page"])
    node = collection(site, f"/drugs/{query}", title, rows, **counted)
    return head(request, title, [node], query=query, index=not context["clear"])


def matrix_page(request, page, *, first) -> dict:
    """The matrix of a region, and the data set that it can be fetched as."""
    region, place, site = page["region"], page["region_name"], site_of(request)
    numbers = {name: page[name].number for name in ("page", "part") if page[name].number > 1}
    query = _query({"region": region, **numbers} if region != first else numbers)
    whole = _query({"region": region, **numbers})
    title = _("Approvals: %(region_name)s") % {"region_name": place}
    data = thing(
        "Dataset",
        f"{site}/approvals/{whole}#data",
        name=f"JAK inhibitors by condition: approvals in the {place}",
        description=f"Which JAK inhibitor is approved for which condition in the {place}, since "
        "when and for whom, with the sources. A missing record does not mean not approved.",
        url=f"{site}/approvals/{query}",
        creator=organization(site),
        isAccessibleForFree=True,
        spatialCoverage=thing("AdministrativeArea", name=place),
        variableMeasured=list(MATRIX_HEADS),
        distribution=[
            thing(
                "DataDownload",
                contentUrl=f"{site}/approvals/{whole}&format={ending}",
                encodingFormat=kind,
            )
            for ending, kind in (("csv", "text/csv"), ("json", "application/json"))
        ],
    )
    node = web_page(site, f"/approvals/{query}", title, mainEntity=named(data["@id"]))
    filtered = bool(page["clear"])
    return head(request, title, [node, data], query=query, index=not filtered)


def _query(chosen: dict) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in chosen.items())
    return f"?{pairs}" if pairs else ""


def comparison_page(request, page) -> dict:
    """Drugs side by side: one page whatever their order; with one condition it is a part of that page."""
    drugs, site = page["drugs"], site_of(request)
    asked = "&".join(sorted(f"drug={drug.slug}" for drug in drugs))
    names = _(" and ").join(drug.title for drug in drugs)
    title = _("Compare %(drugs)s") % {"drugs": names} if names else _("Compare drugs")
    query = f"?{asked}" if asked else ""
    about = [reference(site, drug) for drug in drugs]
    node = web_page(site, f"/compare/{query}", title, about=about)
    return head(request, title, [node], query=query, index=not (page["wrong"] or page["condition"]))
