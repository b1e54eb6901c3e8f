"""Fixtures for every floor; those of one floor are in its own tests/<app>/conftest.py."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _only_on_its_database(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
