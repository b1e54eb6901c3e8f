"""Marker words in every text of every draft: no address may show one."""

import pytest
from django.db import models
from django.test import Client
from django.urls import path

from editorial.guard import DraftLeak
from editorial.models import LiveChange
from editorial.registry import kinds
from tests import factories
from tests.factories import publish

pytestmark = pytest.mark.django_db
MARKER = "Draftmarkeranz"

FIXED = [
    "/",
    "/drugs/",
    "/conditions/",
    "/safety/",
    "/approvals/",
    "/approvals/?region=eu",
    "/research/",
    "/guides/",
    "/sheet/",
    "/glossary/",
    f"/search/suggest/?q={MARKER}",
    "/search/suggest/?q=exam",
    f"/search/?q={MARKER}",
    "/search/?q=exampletinib",
    "/updates/",
    "/updates/feed/",
    "/about/",
    "/about/sources/",
    "/about/review/",
    "/sitemap.xml",
    "/sitemap-drug.xml",
    "/robots.txt",
    "/healthz/live",
    "/healthz/ready",
    "/api/v1/",
    "/api/v1/schema/",
    "/api/v1/docs/",
]
RESOURCES = [
    "drugs",
    "conditions",
    "indications",
    "warnings",
    "warning-signs",
    "risk-groups",
    "monitoring",
    "regulator-actions",
    "sources",
    "guides",
    "changes",
]


def every_row():
    """One entry of each kind with a row in each of its tables, all checked."""
    claim = factories.IndicationClaimFactory()
    drug = claim.indication.drug
    for name in (
        "Brand", "Target", "Form", "Identifier", "DrugSynonym", "DrugStatement", "AdverseEffect", "Benefit",
        "DoseAdjustment", "DrugMonitoring", "BoxedWarning", "Regimen", "Approval",
    ):  # fmt: skip
        getattr(factories, f"{name}Factory")(drug=drug)
    condition = claim.indication.condition
    for name in ("ConditionSynonym", "Symptom", "Code", "Statement"):
        getattr(factories, f"{name}Factory")(condition=condition)
    warning = factories.WarningFactory()
    factories.WarningFigureFactory(warning=warning)
    factories.WarningAuthorityFactory(warning=warning)
    guide = factories.GuideFactory()
    factories.ParagraphFactory(section=factories.SectionFactory(guide=guide))
    factories.FaqFactory(guide=guide)
    factories.ComparedDrugFactory(guide=guide, drug=drug)
    sign = factories.WarningSignClaimFactory().sign
    others = [
        factories.RiskGroupFactory(), factories.MonitoringFactory(), factories.DoseRuleFactory(),
        factories.RegulatorActionFactory(), factories.JournalPageFactory().source, factories.AuthorFactory().source,
        factories.TermFactory(),
    ]  # fmt: skip
    return [drug, condition, warning, guide, sign, *others]


def taint_working_copy():
    """Put the marker into every free text of every working row, and leave it unpublished."""
    for kind in kinds().values():
        for spec in kind.rows:
            names = [f.attname for f in spec.model._meta.concrete_fields if is_free_text(f)]
            rows = list(spec.model._default_manager.all()) if names else []
            for row in rows:
                for name in names:
                    setattr(row, name, f"{MARKER} {row.pk}"[: row._meta.get_field(name).max_length])
            if rows:
                spec.model._default_manager.bulk_update(rows, names)


def is_free_text(field):
    text = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.SlugField
    )
    return text and not field.choices


def addresses():
    entries = [live for kind in kinds().values() for live in kind.live.objects.all()]
    pages = {live.get_absolute_url().split("#")[0] for live in entries}
    lists = [f"/api/v1/{name}/" for name in RESOURCES]
    details = [f"/api/v1/{name}s/{live.slug}/" for live in entries for name in [live.kind]
               if name in {"drug", "condition", "warning", "source", "guide"}]  # fmt: skip
    cited = [f"{page}cite.{wanted}" for page in sorted(pages) if page.count("/") == 3
             for wanted in ("ris", "bib")]  # fmt: skip
    return [*FIXED, *sorted(pages), *lists, *details, *cited]


def prints() -> dict[str, bytes]:
    """The PDF of every entry that has one; its text is packed, so it is compared whole."""
    entries = [live for kind in ("drug", "condition", "guide")
               for live in kinds()[kind].live.objects.all()]  # fmt: skip
    return {live.address: Client().get(f"{live.address}page.pdf").content for live in entries}


def test_no_address_shows_a_draft(client):
    publish(*every_row())
    taint_working_copy()
    for address in addresses():
        response = client.get(address)
        assert response.status_code == 200, address
        body = b"".join(response) if response.streaming else response.content
        if MARKER not in address:  # the search page repeats what was asked for
            assert MARKER.encode() not in body, address


def test_no_pdf_changes_with_a_draft():
    drug, *others = every_row()
    publish(drug, *others)
    before = prints()
    assert len(before) >= 3
    taint_working_copy()
    assert prints() == before
    publish(drug)
    assert prints()[f"/drugs/{drug.slug}/"] != before[f"/drugs/{drug.slug}/"]


def test_search_does_not_find_a_draft(client):
    publish(*every_row())
    taint_working_copy()
    assert client.get(f"/api/v1/search/?q={MARKER}").json()["count"] == 0


def test_drafts_that_were_never_published_are_not_found(client):
    drug = factories.DrugFactory(slug="secret-drug")
    assert client.get("/drugs/secret-drug/").status_code == 404
    assert client.get("/api/v1/drugs/secret-drug/").status_code == 404
    assert not LiveChange.objects.exists()
    assert drug.pk


def leaky(request):
    from django.http import HttpResponse

    from drugs.models import Drug

    return HttpResponse(", ".join(Drug.objects.values_list("inn", flat=True)))


urlpatterns = [path("leak/", leaky)]


@pytest.mark.urls(__name__)
def test_a_planted_leak_is_stopped_by_the_guard(client):
    with pytest.raises(DraftLeak, match="drugs_drug"):
        client.get("/leak/")
