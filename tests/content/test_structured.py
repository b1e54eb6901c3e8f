"""Every page of the real content says to machines what schema.org's own definitions allow, and no more."""

import gzip

import pytest

from editorial.registry import kinds
from evidence.models import REGIONS
from jakinfo.pages.machine import STANDING, with_pages
from tests.schema_org.checking import faults, graph_of

LISTS = [path for path in STANDING if path != "/"]
HEAVIEST = 60_000
"""Bytes of a page of a drug as it is sent, compressed."""


def entry_pages():
    return [
        live.get_absolute_url()
        for name in with_pages()
        for live in kinds()[name].live.objects.defer("document")
    ]


def test_every_page_keeps_to_the_vocabulary(content, client):
    wrong, types = {}, set()
    regions = [f"/approvals/?region={region}" for region in REGIONS]
    compared = ["/compare/?drug=tofacitinib&drug=baricitinib"]
    for address in ["/", *LISTS, *regions, *compared, *entry_pages()]:
        response = client.get(address)
        graph = graph_of(response.content.decode())
        found = faults(graph) or ([] if graph else ["says nothing"])
        types |= {str(node["@type"]) for node in graph}
        if found:
            wrong[address] = found
        if address.startswith("/drugs/"):
            assert len(gzip.compress(response.content)) < HEAVIEST
    assert wrong == {}
    assert {"['Drug', 'MedicalTherapy']", "MedicalCondition", "ClaimReview", "Dataset"} <= types
    assert {"['MedicalWebPage', 'FAQPage']", "MedicalScholarlyArticle", "Article"} <= types


def test_nothing_is_called_reviewed_that_nobody_reviewed(content, client):
    for address in ("/drugs/tofacitinib/", "/conditions/alopecia-areata/"):
        page = graph_of(client.get(address).content.decode())[0]
        assert not page.keys() & {"lastReviewed", "reviewedBy"}


@pytest.mark.parametrize("region", ["US", "Russia"])
def test_a_contested_use_is_told_with_where_it_holds(content, client, region):
    graph = graph_of(client.get("/drugs/tofacitinib/").content.decode())
    names = [status["name"] for status in graph[1]["legalStatus"] if "psoriasis" in status["name"]]
    said = {
        "US": "Tofacitinib is not approved for plaque psoriasis in the United States.",
        "Russia": "Tofacitinib is approved for plaque psoriasis in Russia.",
    }
    assert said[region] in names
