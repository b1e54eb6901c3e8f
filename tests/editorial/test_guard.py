"""The query guard: published tables pass, everything else is refused."""

import pytest
from django.contrib.auth.models import User

from drugs.models import Brand, Drug, LiveBrand, LiveDrug
from editorial.guard import DraftLeak, guarded
from editorial.models import Edition
from search.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [LiveDrug, LiveBrand, LiveBrand.sources.through, SearchEntry])
def test_published_tables_pass(model):
    with guarded():
        assert list(model.objects.all()) == []


@pytest.mark.parametrize("model", [Drug, Brand, Brand.sources.through, Edition, User])
def test_everything_else_is_refused(model):
    with guarded(), pytest.raises(DraftLeak, match=model._meta.db_table):
        list(model.objects.all())


def test_a_join_onto_a_draft_is_refused():
    with guarded(), pytest.raises(DraftLeak, match="drugs_drug"):
        list(LiveDrug.objects.raw("SELECT l.* FROM live_drug l JOIN drugs_drug d ON d.id = l.id"))


def test_a_write_is_refused():
    with guarded(), pytest.raises(DraftLeak, match="drugs_drug"):
        Drug.objects.update(inn="x")


def test_nothing_stays_guarded_afterwards():
    with guarded():
        pass
    assert list(Drug.objects.all()) == []
