"""/api/v1/guides/."""

import pytest

from tests.factories import (
    ComparedDrugFactory,
    FaqFactory,
    GuideFactory,
    ParagraphFactory,
    SectionFactory,
    SourceFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    return lambda path="": client.get(f"/api/v1/guides/{path}").json()


def test_a_list_leaves_the_text_out(ask):
    publish(GuideFactory(slug="example"))
    [row] = ask()["results"]
    assert row["slug"] == "example"
    assert "sections" not in row


def test_every_paragraph_has_its_sources(ask):
    paper, article = SourceFactory(slug="paper"), SourceFactory(seed=True, key="seed:000_x")
    guide = GuideFactory(slug="example", based_on=[article])
    section = SectionFactory(guide=guide, heading="Risks")
    ParagraphFactory(section=section, text="Some *risk*.", sources=[paper])
    FaqFactory(guide=guide)
    ComparedDrugFactory(guide=guide, drug__slug="exampletinib")
    publish(guide)
    body = ask("example/")
    [section] = body["sections"]
    assert section["heading"] == "Risks"
    assert [(p["text"], p["sources"]) for p in section["paragraphs"]] == [
        ("Some *risk*.", ["paper"])
    ]
    assert body["based_on"] == ["seed:000_x"]
    assert body["compared_drugs"][0]["drug"]["slug"] == "exampletinib"
    assert {s["key"] for s in body["sources"]} == {"paper", "seed:000_x", "the-label"}
