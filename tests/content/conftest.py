"""The whole fact base, loaded and published once for all tests of a folder.

The load stands in a transaction that is open around the folder's tests and rolled back after them, so
that other tests find an empty database; each test has its own inside, and may write.
Another folder that wants the content says, in its conftest.py:
`from tests.content.conftest import content, loaded_content`.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction

from jakinfo.content import Loaded, load

from .small import DRUG, SOURCE


@pytest.fixture(scope="package")
def loaded_content(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def content(loaded_content: Loaded, db) -> Loaded:
    """What `load_content` did on an empty database."""
    return loaded_content


@pytest.fixture
def folder(content, tmp_path):
    """A small folder of fixtures with one drug that is not in the fact base."""
    root = tmp_path / "fixtures"
    for path, text in {"sources/two.yaml": SOURCE, "drugs/testinib.yaml": DRUG}.items():
        (root / path).parent.mkdir(parents=True)
        (root / path).write_text(text)
    return root
