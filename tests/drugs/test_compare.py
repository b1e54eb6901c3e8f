"""Drugs side by side: what is shown, in which order, and what is said to an address that asks for too much."""

import pytest

from tests.factories import (
    AdverseEffectFactory,
    BoxedWarningFactory,
    ConditionFactory,
    DrugFactory,
    IndicationFactory,
    RegimenFactory,
    SourceFactory,
    TargetFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def made(inn, condition, status="approved", **columns):
    """A published drug with a fact in most tables."""
    drug = DrugFactory(slug=inn, inn=inn)
    IndicationFactory(
        drug=drug, condition=condition, jurisdiction="US-FDA", status=status, **columns
    )
    AdverseEffectFactory(drug=drug, effect=f"headache of {inn}", seriousness="common")
    TargetFactory(drug=drug, target="JAK1")
    RegimenFactory(drug=drug, condition=condition, regimen=f"5 mg of {inn}")
    BoxedWarningFactory(drug=drug, sources=[SourceFactory()])
    publish(drug)
    return drug


@pytest.fixture
def two():
    condition = ConditionFactory(slug="eczema", name="Eczema")
    made("tofacitinib", condition)
    made("baricitinib", condition, "not_approved", approval_date=None, date_precision="")


def test_drugs_stand_in_the_order_of_the_address(client, two):
    page = client.get("/compare/?drug=tofacitinib&drug=baricitinib")
    assert page.status_code == 200
    assert [drug.slug for drug in page.context["drugs"]] == ["tofacitinib", "baricitinib"]
    other = client.get("/compare/?drug=baricitinib&drug=tofacitinib")
    assert [drug.slug for drug in other.context["drugs"]] == ["baricitinib", "tofacitinib"]


def test_each_row_has_a_cell_for_each_drug_and_sources_are_numbered(client, two):
    page = client.get("/compare/?drug=tofacitinib&drug=baricitinib")
    assert {len(row["cells"]) for row in page.context["rows"]} == {2}
    (use,) = [row for row in page.context["rows"] if row["uses"]]
    assert [cell["status"] for cell in use["cells"]] == ["approved", "not_approved"]
    assert all(cell["refs"] for cell in use["cells"])
    for words in ("Headache of tofacitinib", "how often", "JAK1", "boxed warning", 'id="source-1"'):
        assert words in page.text


def test_with_a_condition_the_doses_for_it_are_shown(client, two):
    page = client.get("/compare/?drug=tofacitinib&drug=baricitinib&condition=eczema").text
    assert "5 mg of tofacitinib" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="eczema" selected' in page
    without = client.get("/compare/?drug=tofacitinib&drug=baricitinib").text
    assert "5 mg of tofacitinib" not in without.replace("\N{NO-BREAK SPACE}", " ")


def test_a_drug_without_a_record_is_not_said_to_be_refused(client, two):
    publish(DrugFactory(slug="ritlecitinib", inn="ritlecitinib"))
    page = client.get("/compare/?drug=tofacitinib&drug=ritlecitinib").text
    assert "No checked record" in page


@pytest.mark.parametrize(
    "query", ["", "?drug=tofacitinib", "?drug=tofacitinib&drug=tofacitinib", "?drug=&drug="]
)
def test_fewer_than_two_is_an_invitation(client, two, query):
    page = client.get(f"/compare/{query}")
    assert (page.status_code, page.context["drugs"]) == (200, [])
    assert "Choose two, three or four drugs" in page.text
    assert ('value="tofacitinib" selected' in page.text) == ("tofacitinib" in query)


def test_an_unknown_drug_is_named_and_nothing_else_is_lost(client, two):
    page = client.get("/compare/?drug=tofacitinib&drug=<b>x&drug=baricitinib")
    assert page.status_code == 404
    assert "There is no drug “&lt;b&gt;x” here." in page.text
    assert len(page.context["drugs"]) == 2


def test_a_draft_is_unknown(client, two):
    DrugFactory(slug="draft", inn="draftinib")
    page = client.get("/compare/?drug=tofacitinib&drug=draft")
    assert page.status_code == 404
    assert "draftinib" not in page.text


def test_five_are_too_many(client, two):
    for name in ("c", "d", "e"):
        publish(DrugFactory(slug=name, inn=f"{name}-citinib"))
    page = client.get("/compare/?drug=c&drug=d&drug=e&drug=tofacitinib&drug=baricitinib")
    assert len(page.context["drugs"]) == 4
    assert "At most 4 drugs fit side by side" in page.text


@pytest.mark.parametrize(
    "query", ["region=none", "condition=none", "region=\x00", "condition=%ED%A0%80"]
)
def test_a_region_or_condition_that_is_none_falls_back(client, two, query):
    assert client.get(f"/compare/?drug=tofacitinib&drug=baricitinib&{query}").status_code == 200


def test_as_many_queries_for_four_as_for_two(
    client, two, django_assert_num_queries, django_assert_max_num_queries
):
    condition = ConditionFactory(slug="vitiligo", name="Vitiligo")
    made("c-citinib", condition), made("d-citinib", condition)
    path = "/compare/?drug=tofacitinib&drug=baricitinib"
    client.get(path)
    with django_assert_max_num_queries(8) as asked:
        client.get(path)
    with django_assert_num_queries(len(asked)):
        client.get(f"{path}&drug=c-citinib&drug=d-citinib")


def test_the_list_and_the_page_of_a_drug_lead_there(client, two):
    assert 'href="/compare/' in client.get("/drugs/").text
    assert 'href="/compare/?drug=tofacitinib"' in client.get("/drugs/tofacitinib/").text
