"""The guides: prose with sources, questions, and the comparison made from the drugs' own data."""

import pytest

from guides import presenters
from tests.factories import (
    ComparedDrugFactory,
    ConditionFactory,
    DrugFactory,
    FaqFactory,
    GuideFactory,
    IndicationFactory,
    ParagraphFactory,
    SectionFactory,
    SourceFactory,
    TargetFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_shows_title_and_summary(client):
    publish(GuideFactory(title="Staying safe", summary="What to watch for."))
    text = body(client, "/guides/")
    assert "Staying safe" in text
    assert "What to watch for." in text


def test_an_empty_list_says_so(client):
    assert "No guide is published yet" in body(client, "/guides/")


def test_a_guide_has_contents_prose_sources_and_questions(client):
    section = SectionFactory(
        guide=GuideFactory(slug="safe"), heading="Before you start", anchor="before"
    )
    ParagraphFactory(
        section=section, text="Blood is **tested**.", sources=[SourceFactory(title="A label")]
    )
    FaqFactory(guide=section.guide, question="May I drink?", answer="*Ask* first.")
    publish(section.guide)
    text = body(client, "/guides/safe/")
    assert '<a href="#before">Before you start</a>' in text
    assert '<h2 id="before">Before you start</h2>' in text
    assert "<p>Blood is <strong>tested</strong>.<sup" in text
    assert '<h3 id="question-1">May I drink?</h3>' in text
    assert "<em>Ask</em> first." in text
    assert '<li id="source-1">' in text
    assert "A label" in text


def test_a_paragraph_of_several_blocks_keeps_its_list(client):
    row = ParagraphFactory(text="Watch for:\n\n- fever\n- cough")
    publish(row.section.guide)
    text = body(client, f"/guides/{row.section.guide.slug}/")
    assert "<li>fever</li>" in text
    assert "#source-1" in text


def test_script_in_a_paragraph_is_shown_as_text(client):
    row = ParagraphFactory(text="<script>alert(1)</script>")
    publish(row.section.guide)
    assert "<script>" not in body(client, f"/guides/{row.section.guide.slug}/")


@pytest.mark.parametrize(
    ("basis", "text", "marked"),
    [
        ("seed", "It works within weeks.", True),
        ("seed", "The article says it works within weeks.", False),
        ("regulator", "It works within weeks.", False),
    ],
)
def test_what_only_an_article_says_is_marked_unless_the_text_says_so(basis, text, marked):
    assert presenters.only_article(basis, text) is marked


def test_cautions_are_shown(client):
    row = ParagraphFactory(caution="a sales claim")
    publish(row.section.guide)
    assert "Caution: a sales claim." in body(client, f"/guides/{row.section.guide.slug}/")


@pytest.fixture
def compared():
    """A guide that compares two drugs for a condition; only the first is approved for it, in the US."""
    condition = ConditionFactory(name="Plaque psoriasis")
    guide = GuideFactory(slug="compare", compared_for=condition)
    drug = DrugFactory(inn="atinib")
    TargetFactory(drug=drug, target="JAK1")
    TargetFactory(drug=drug, target="JAK2", selectivity="secondary")
    IndicationFactory(drug=drug, condition=condition, jurisdiction="US-FDA", status="approved")
    IndicationFactory(drug=drug, condition=condition, jurisdiction="EU-EMA", status="not_approved")
    IndicationFactory(drug=drug, jurisdiction="UK-MHRA", status="approved")
    ComparedDrugFactory(
        guide=guide, drug=drug, side_effects_said=["acne"], status_remark="approved in Ruritania"
    )
    ComparedDrugFactory(guide=guide, drug=DrugFactory(inn="btinib"), benefits_said=["gentle"])
    publish(guide)
    publish(drug)
    return guide


def test_the_comparison_is_made_from_the_drugs_own_rows(client, compared):
    rows = client.get("/guides/compare/").context["comparison"]
    assert [row["drug"].title for row in rows] == ["Atinib", "Btinib"]
    assert rows[0]["targets"]["words"] == ["JAK1", "JAK2 (less blocked)"]
    assert [cell["status"] for cell in rows[0]["statuses"]] == ["approved", "not_approved", ""]
    assert [cell["status"] for cell in rows[1]["statuses"]] == ["", "", ""]
    text = body(client, "/guides/compare/")
    assert "The drugs side by side" in text
    assert "Atinib: approved in Ruritania" in text
    assert "No checked record" in text
    assert "gentle" in text


def test_a_change_of_the_drug_changes_the_comparison(client, compared):
    drug = compared.compared_drugs.first().drug
    drug.indications.filter(jurisdiction="US-FDA").update(status="withdrawn")
    publish(drug)
    rows = client.get("/guides/compare/").context["comparison"]
    assert rows[0]["statuses"][0]["status"] == "withdrawn"


def test_the_table_stands_in_the_section_that_introduces_it(client, compared):
    SectionFactory(guide=compared, anchor=presenters.COMPARISON, heading="Comparison table")
    publish(compared)
    text = body(client, "/guides/compare/")
    assert "Comparison table" in text
    assert "The drugs side by side" not in text
    assert text.count("What is said of each drug") == 2  # the caption and the label of the box


def test_related_pages_are_linked(client):
    guide = GuideFactory(
        slug="safe",
        drugs=[DrugFactory(slug="exampletinib")],
        conditions=[ConditionFactory(slug="hair-loss")],
        based_on=[SourceFactory(slug="blog", seed=True)],
    )
    publish(guide)
    ParagraphFactory(section=SectionFactory(guide=guide))
    publish(guide)
    text = body(client, "/guides/safe/")
    for address in ("/drugs/exampletinib/", "/conditions/hair-loss/", "/research/blog/"):
        assert f'href="{address}"' in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow(client, django_assert_num_queries, number):
    guide = GuideFactory(
        slug="compare", compared_for=ConditionFactory(), conditions=[ConditionFactory()]
    )
    for _ in range(number):
        drug = TargetFactory(sources=[SourceFactory()]).drug
        IndicationFactory(drug=drug, condition=guide.compared_for, sources=[SourceFactory()])
        ComparedDrugFactory(guide=guide, drug=drug)
        ParagraphFactory(section=SectionFactory(guide=guide))
        publish(drug)
    publish(guide)
    with django_assert_num_queries(7):
        client.get("/guides/compare/")
    with django_assert_num_queries(2):
        client.get("/guides/")


def test_unknown_and_withdrawn_guides(client):
    assert client.get("/guides/nothing/").status_code == 404
    withdraw(publish(GuideFactory(slug="gone")), reason="Out of date.")
    response = client.get("/guides/gone/")
    assert response.status_code == 410
    assert "Out of date." in response.content.decode()
    assert client.post("/guides/").status_code == 405


def test_a_former_address_leads_to_the_new_one(client):
    guide = GuideFactory(slug="old-name")
    publish(guide)
    guide.slug = "new-name"
    guide.save()
    publish(guide)
    response = client.get("/guides/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/guides/new-name/")
