"""/api/v1/search/ hands out what the search finds; how it finds is tested with the search."""

import pytest

from tests.factories import BrandFactory, ConditionFactory, DrugFactory, IdentifierFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(db):
    drug = DrugFactory(slug="tofacitinib")
    BrandFactory(drug=drug, name="Xeljanz")
    IdentifierFactory(drug=drug, value="L04AF01")
    publish(drug, ConditionFactory(slug="alopecia-areata"))


@pytest.mark.parametrize("q", ["tofacitinib", "Xeljanz", "xelj", "L04AF01", "xeljans"])
def test_a_drug_is_found_by_any_of_its_names(get, drug, q):
    first = get(f"search/?q={q}").json()["results"][0]
    assert (first["kind"], first["slug"], first["url"]) == (
        "drug", "tofacitinib", "/drugs/tofacitinib/",
    )  # fmt: skip


def test_a_misspelling_is_said_to_be_one(get, drug):
    assert get("search/?q=alopezia%20areata").json()["did_you_mean"]
    assert get("search/?q=alopecia").json()["did_you_mean"] is None


def test_a_kind_narrows(get, drug):
    assert get("search/?q=tofacitinib&kind=condition").json()["results"] == []
    assert get("search/?q=tofacitinib&kind=drug").json()["count"] == 1


def test_nothing_found_is_an_empty_list(get, drug):
    assert get("search/?q=zzzzqqqq").json()["results"] == []


def test_without_words_it_is_refused(refused):
    assert refused("search/") == ["q"]
