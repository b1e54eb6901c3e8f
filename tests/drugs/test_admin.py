"""The drug in the newsroom: what its form says, saves and refuses."""

import datetime

import pytest

from drugs.models import Brand, Indication
from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    IdentifierFactory,
    IndicationClaimFactory,
    IndicationFactory,
    SourceFactory,
    UserFactory,
)
from tests.newsroom import add_row, change_url, errors, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def add_brand(editor, drug, **values):
    return add_row(editor, change_url(drug), "brands", **{"name": "Xeljanz", **values})


def test_a_brand_with_its_source_is_saved(editor):
    drug, source = DrugFactory(), SourceFactory()
    values = {
        "checked": "seen",
        "basis": "regulator",
        "sources": [source.pk],
        "regions": "US\nEU\n",
    }
    assert add_brand(editor, drug, **values).status_code == 302
    brand = drug.brands.get()
    assert (brand.regions, list(brand.sources.all())) == (["US", "EU"], [source])


@pytest.mark.parametrize("checked", ["seen", "double"])
def test_a_checked_fact_without_a_source_is_refused(editor, checked):
    response = add_brand(editor, DrugFactory(), checked=checked)
    assert "names at least one source" in errors(response)
    assert not Brand.objects.exists()


def test_a_recalled_fact_needs_no_source(editor):
    assert add_brand(editor, DrugFactory(), checked="recalled").status_code == 302


def test_promotion_alone_carries_no_fact(editor):
    drug, page = DrugFactory(), SourceFactory(promotion=True)
    response = add_brand(editor, drug, checked="seen", sources=[page.pk])
    assert "Promotion (tier F) alone" in errors(response)
    both = [page.pk, SourceFactory().pk]
    assert add_brand(editor, drug, checked="seen", sources=both).status_code == 302


def test_promotion_alone_may_be_noted_when_the_row_is_withheld(editor):
    brand = BrandFactory(withheld="It rests on a promotional page alone.")
    page = SourceFactory(promotion=True)
    assert save(editor, change_url(brand), sources=[page.pk]).status_code == 302
    prefixed = {"brands-0-sources": [page.pk], "brands-0-company": "Firm"}
    assert save(editor, change_url(brand.drug), **prefixed).status_code == 302
    assert "or withhold it" in errors(save(editor, change_url(brand), withheld=""))


def test_seen_twice_needs_two_sources(editor):
    response = add_brand(editor, DrugFactory(), checked="double", sources=[SourceFactory().pk])
    assert "needs two of them" in errors(response)


def test_the_rule_holds_on_the_fact_s_own_form(editor):
    brand = BrandFactory()
    assert "names at least one source" in errors(save(editor, change_url(brand), sources=[]))


def test_a_refused_form_keeps_the_chosen_source(editor):
    source = SourceFactory(title="A label")
    response = add_brand(editor, DrugFactory(), name="", checked="seen", sources=[source.pk])
    assert f'<option value="{source.pk}" selected>B · A label' in response.text


def test_a_made_up_source_is_refused_and_breaks_nothing(editor):
    for chosen in ("x", "²", "9" * 30, "-1"):
        response = add_brand(editor, DrugFactory(), checked="seen", sources=[chosen])
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("date", "precision", "message"),
    [("2021-03-01", "", "Say how exactly"), ("", "month", "Give the date too")],
)
def test_a_date_and_its_precision_come_together(editor, date, precision, message):
    indication = IndicationFactory()
    values = {"approval_date": date, "date_precision": precision}
    assert message in errors(save(editor, change_url(indication), **values))
    drug = {"first_approval": date, "first_approval_precision": precision}
    assert message in errors(save(editor, change_url(indication.drug), **drug))


def test_one_row_for_drug_condition_and_jurisdiction(editor):
    first = IndicationFactory(jurisdiction="US-FDA")
    second = IndicationFactory(drug=first.drug, condition=first.condition, jurisdiction="EU-EMA")
    response = save(editor, change_url(second), jurisdiction="US-FDA")
    assert response.status_code == 200
    assert Indication.objects.get(pk=second.pk).jurisdiction == "EU-EMA"


def test_the_form_of_the_drug_leads_to_an_indication_and_its_claims(editor):
    claim = IndicationClaimFactory()
    page = editor.get(change_url(claim.indication.drug)).text
    assert change_url(claim.indication) in page
    inside = editor.get(change_url(claim.indication))
    assert change_url(claim) in inside.text
    assert inside.context["subtitle"].startswith(f"{claim.indication.drug}, ")


def test_a_row_cannot_be_moved_to_another_drug(editor):
    brand, other = BrandFactory(), DrugFactory()
    save(editor, change_url(brand), drug=other.pk, name="Renamed")
    brand.refresh_from_db()
    assert (brand.name, brand.drug_id == other.pk) == ("Renamed", False)


def test_columns_from_memory_are_ticked(editor):
    indication = IndicationFactory()
    values = {"unchecked_fields": ["approval_date", "date_precision"]}
    assert save(editor, change_url(indication), **values).status_code == 302
    indication.refresh_from_db()
    assert indication.unchecked_fields == ["approval_date", "date_precision"]
    response = save(editor, change_url(indication), unchecked_fields=["drug"])
    assert response.status_code == 200


def test_the_heading_of_a_table_counts_its_rows(editor):
    drug = DrugFactory()
    BrandFactory(drug=drug)
    BrandFactory(drug=drug, recalled=True)
    BrandFactory(drug=drug, withheld="It is disputed.")
    page = editor.get(change_url(drug)).text
    assert "Brands: 3, 1 waiting for a check, 1 withheld" in page
    assert "Withheld: It is disputed." in page


@pytest.mark.parametrize("term", ["tofa", "Xeljanz", "L04AF01"])
def test_a_drug_is_found_by_name_brand_and_code(editor, term):
    drug = DrugFactory(inn="tofacitinib", slug="tofacitinib")
    BrandFactory(drug=drug, name="Xeljanz")
    IdentifierFactory(drug=drug, value="L04AF01")
    DrugFactory(inn="baricitinib", slug="baricitinib")
    found = editor.get("/admin/drugs/drug/", {"q": term}).context["cl"].result_list
    assert [row.pk for row in found] == [drug.pk]


def test_lists_show_a_date_as_exactly_as_it_is_known(editor):
    day = datetime.date(2021, 3, 1)
    DrugFactory(first_approval=day, first_approval_precision="month")
    IndicationFactory(approval_date=day, date_precision="year", condition=ConditionFactory())
    assert ">Mar\u00a02021<" in editor.get("/admin/drugs/drug/").text
    assert ">2021<" in editor.get("/admin/drugs/indication/").text


def test_contested_facts_are_a_queue(editor):
    claim = IndicationClaimFactory(stance="disagrees")
    IndicationClaimFactory(stance="agrees")
    page = editor.get("/admin/queue/contested/").text
    assert f"{claim.indication.drug} for {claim.indication.condition}" in page
    assert page.count("a source differs") == 1
