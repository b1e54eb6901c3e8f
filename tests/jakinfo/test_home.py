"""The home page, empty and filled."""

import pytest

from tests.factories import BrandFactory, ConditionFactory, WarningFactory, publish

pytestmark = pytest.mark.django_db


def test_an_empty_site_has_a_home(client):
    page = client.get("/").content.decode()
    assert "Nothing is published yet" in page
    assert 'action="/search/"' in page


def test_drugs_conditions_warnings_and_changes(client):
    brand = BrandFactory(name="Brandanz")
    publish(
        brand.drug,
        ConditionFactory(name="Vitiligo"),
        WarningFactory(title="Blood clots", severity="boxed"),
    )
    page = client.get("/").content.decode()
    for words in ("Brandanz", "Vitiligo", "Blood clots", "What changed"):
        assert words in page
