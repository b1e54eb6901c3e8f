"""The query guard: published tables pass, everything else is refused."""

import pytest
from django.contrib.auth.models import User

from drugs.models import Brand, Drug, LiveBrand, LiveDrug
from editorial.guard import DraftLeak, guarded, refuse_unpublished
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


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM live_drug, drugs_drug",
        'SELECT * FROM live_drug AS l, "drugs_drug" d',
        "SELECT * FROM [drugs_drug]",
        "SELECT * FROM `drugs_drug`",
        "SELECT * FROM 'drugs_drug'",
        "SELECT * FROM(drugs_drug)",
        "SELECT * FROM/**/drugs_drug",
        'SELECT * FROM"drugs_drug"',
        "SELECT * FROM DRUGS_DRUG",
        'SELECT * FROM "public"."drugs_drug"',
        "SELECT * FROM main.drugs_drug",
        "WITH live_x AS (SELECT * FROM drugs_drug) SELECT * FROM live_x",
        "SELECT (SELECT max(inn) FROM drugs_drug) FROM live_drug",
        "SELECT * FROM live_drug UNION TABLE drugs_drug",
        "COPY drugs_drug TO STDOUT",
        "SELECT query_to_xml('TABLE drugs_drug', true, true, '')",
        "SELECT sql FROM live_drug, sqlite_master",
    ],
)
def test_however_a_draft_is_written_it_is_refused(sql):
    with pytest.raises(DraftLeak):
        refuse_unpublished(lambda *args: None, sql, (), False, {})
