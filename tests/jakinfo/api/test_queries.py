"""The number of queries does not grow with the rows, and is never above eight."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .conftest import KINDS, ROWS, world

pytestmark = pytest.mark.django_db
LISTS = [*KINDS, *ROWS, "drugs/?fields=slug,brands,indications", "search/?q=worldtinib"]


@pytest.fixture
def queries(get):
    def count(path):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert get(path).status_code == 200
        return len(seen)

    return count


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_and_with_three(queries, name):
    path = name if "?" in name else f"{name}/"
    world(1)
    one = queries(path)
    world(2)
    world(3)
    assert queries(path) == one
    assert one <= 8


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("drugs", "worldtinib-1"),
        ("conditions", "world-disease-1"),
        ("warnings", "world-warning-1"),
        ("warning-signs", "world-sign-1"),
        ("risk-groups", "world-group-1"),
        ("regulator-actions", "world-action-1"),
        ("sources", "world-paper-1"),
        ("guides", "world-guide-1"),
    ],
)
def test_an_entry_costs_at_most_eight(queries, name, slug):
    world(1)
    one = queries(f"{name}/{slug}/")
    world(2)
    assert queries(f"{name}/{slug}/") == one
    assert one <= 8


def test_all_filters_at_once_cost_at_most_eight(queries):
    world()
    asked = (
        "drugs/?target=JAK1&route=oral&condition=world-disease-1&jurisdiction=US-FDA"
        "&status=approved&brand=x&code=ATC|x&search=x&ordering=-inn&page_size=5"
    )
    assert queries(asked) <= 8
