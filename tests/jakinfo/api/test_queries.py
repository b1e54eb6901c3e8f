"""The number of queries does not grow with the rows, and is never above eight."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .conftest import KINDS, ROWS, world

pytestmark = pytest.mark.django_db
LISTS = [
    *(f"{name}/" for name in (*KINDS, *ROWS)),
    "drugs/?fields=slug,brands,indications",
    "search/?q=worldtinib",
]
ENTRIES = [
    "drugs/worldtinib-1/",
    "conditions/world-disease-1/",
    "warnings/world-warning-1/",
    "warning-signs/world-sign-1/",
    "risk-groups/world-group-1/",
    "regulator-actions/world-action-1/",
    "sources/world-paper-1/",
    "guides/world-guide-1/",
]
FILTERED = (
    "drugs/?target=JAK1&route=oral&condition=world-disease-1&jurisdiction=US-FDA"
    "&status=approved&brand=x&code=ATC|x&search=x&ordering=-inn&page_size=5"
)


def cost(path) -> tuple[int, int]:
    """Status and number of queries."""
    with CaptureQueriesContext(connection) as seen:
        status = Client().get(f"/api/v1/{path}").status_code
    return status, len(seen)


@pytest.fixture(scope="module")
def costs(for_the_module) -> list[dict]:
    """By address: what it costs in one world, in two, in three."""
    found = []
    for number in (1, 2, 3):
        world(number)
        found.append({path: cost(path) for path in (*LISTS, *ENTRIES, FILTERED)})
    return found


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_one_and_with_three(costs, path):
    one, _, three = (found[path] for found in costs)
    assert one == three == (200, one[1])
    assert one[1] <= 8


@pytest.mark.parametrize("path", ENTRIES)
def test_an_entry_costs_at_most_eight(costs, path):
    one, two, _ = (found[path] for found in costs)
    assert one == two == (200, one[1])
    assert one[1] <= 8


def test_all_filters_at_once_cost_at_most_eight(costs):
    status, number = costs[0][FILTERED]
    assert status == 200
    assert number <= 8
