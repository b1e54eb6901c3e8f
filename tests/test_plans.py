"""No public address reads a table of more than 1,000 rows from end to end; the plans of its queries say so.

Exempt is what shows everything by its nature, and COUNT(*): lists tell how many rows there are, and a
database counts in its smallest index. Those grow with the catalogue and are measured in bench/.
"""

import pytest
from django.db import connection

from conditions.models import Condition
from drugs.models import Brand, Drug, Indication, Status, Target
from evidence.models import Jurisdiction, Source
from tests import factories as make
from tests.factories.bulk import publish_new
from tests.plans import LARGE, full_scans, large_tables, noted

pytestmark = pytest.mark.django_db
MANY = LARGE + 60
TARGETS = ("JAK1", "JAK2", "JAK3", "TYK2")
WHOLE = {
    "/sitemap.xml": "counts every entry",
    "/about/sources/": "counts every fact by its source",
    "/about/review/": "shows how far reviewing has come, over all entries",
    "/research/?q=part": "looks for a part of a word, which no index holds",
}
GROWS = {
    "/conditions/": {"live_indication"},  # says of every condition how many drugs are approved
    "/sitemap-drug.xml": {"search_entry"},  # lists every drug, up to 10,000 a file
    "/research/": {"search_entry"},  # offers every drug as a choice
    # PostgreSQL goes down the list in its order and asks of each drug whether the words found it.
    "/api/v1/drugs/?search=inn500": {"live_drug"},
}
"""Tables that are read whole all the same; docs/scale.md names them too."""

ADDRESSES = [
    "/",
    "/drugs/",
    "/drugs/?page=3",
    "/drugs/?target=JAK1&route=oral&region=us",
    "/drugs/?condition=condition-1&status=approved",
    "/drugs/drug-500/",
    "/drugs/none/",
    "/conditions/",
    "/conditions/condition-1/",
    "/conditions/condition-1/?page=2&region=eu",
    "/approvals/",
    "/approvals/?page=3&region=eu",
    "/safety/",
    "/sheet/",
    "/research/",
    "/research/?kind=label",
    "/research/?drug=drug-500",
    "/research/source-500/",
    "/search/?q=inn",
    "/search/?q=nothinglikeit",
    "/sitemap-drug.xml",
    "/updates/",
    "/updates/?kind=drug&before=900",
    "/updates/feed/",
    "/updates/feed/drug/drug-500/",
    "/api/v1/drugs/",
    "/api/v1/drugs/drug-500/",
    "/api/v1/drugs/?target=JAK1",
    "/api/v1/drugs/?route=oral&ordering=-inn",
    "/api/v1/drugs/?condition=condition-1",
    "/api/v1/drugs/?status=approved",
    "/api/v1/drugs/?brand=Brand+500",
    "/api/v1/drugs/?code=ATC|L04AF01",
    "/api/v1/drugs/?search=inn500",
    "/api/v1/conditions/",
    "/api/v1/conditions/?drug=drug-500",
    "/api/v1/indications/",
    "/api/v1/indications/?drug=drug-500",
    "/api/v1/indications/?contested=true",
    "/api/v1/sources/",
    "/api/v1/sources/?drug=drug-500",
    "/api/v1/sources/?year=2020",
    "/api/v1/warnings/",
    "/api/v1/search/?q=inn",
    "/api/v1/changes/",
    "/api/v1/changes/?after=100&limit=20",
]


def grown():
    """A catalogue of more than 1,000 drugs and sources, each drug with a brand, a target and a use."""
    sources = Source.objects.bulk_create(
        make.SourceFactory.build(
            slug=f"source-{n}", key=f"source-{n}", title=f"Part {n}", year=2000 + n % 25
        )
        for n in range(MANY)
    )
    conditions = Condition.objects.bulk_create(
        make.ConditionFactory.build(slug=f"condition-{n}", name=f"Condition {n}") for n in range(40)
    )
    drugs = Drug.objects.bulk_create(
        make.DrugFactory.build(slug=f"drug-{n}", inn=f"inn{n}", route=("oral", "topical")[n % 2])
        for n in range(MANY)
    )
    _rows(
        Brand,
        [make.BrandFactory.build(drug=drug, name=f"Brand {n}") for n, drug in enumerate(drugs)],
        sources,
    )
    _rows(
        Target,
        [
            make.TargetFactory.build(drug=drug, target=TARGETS[n % 4])
            for n, drug in enumerate(drugs)
        ],
        sources,
    )
    uses = [
        make.IndicationFactory.build(
            drug=drug,
            condition=conditions[n % 40],
            jurisdiction=Jurisdiction.values[n % 4],
            status=Status.values[n % 3],
        )
        for n, drug in enumerate(drugs)
    ]
    _rows(Indication, uses, sources)
    for entries in (sources, conditions, drugs):
        publish_new(entries, note="Many.")
    if connection.vendor == "postgresql":
        # What its server does by itself from time to time; nobody does it on SQLite.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _rows(model, rows, sources):
    rows = model.objects.bulk_create(rows)
    through = model.sources.through
    near = f"{model._meta.model_name}_id"
    through.objects.bulk_create(
        through(**{near: row.pk, "source_id": source.pk})
        for row, source in zip(rows, sources, strict=True)
    )


def scanned(client, address, large) -> list:
    grows = GROWS.get(address) or GROWS.get(address.split("?")[0], set())
    with noted() as queries:
        assert client.get(address).status_code in (200, 404), address
    return [
        (address, tables, sql[:2000])
        for sql, params in queries
        if sql.lstrip("( ").startswith(("SELECT", "WITH")) and not sql.startswith("SELECT COUNT(*)")
        for tables in [full_scans(sql, params, large) - grows]
        if tables
    ]


def test_no_public_address_reads_a_large_table_whole(client):
    """One test, because the catalogue takes longer than all the rest."""
    grown()
    large = large_tables()
    assert {"live_drug", "live_source", "live_brand", "live_indication", "live_change"} <= set(
        large
    )
    found = [fault for address in ADDRESSES for fault in scanned(client, address, large)]
    assert [(address, tables) for address, tables, _ in found] == [], found
    # And the check notices: no index holds this column.
    unindexed = 'SELECT "live_drug"."id" FROM "live_drug" WHERE "live_drug"."drug_class" = %s'
    assert full_scans(unindexed, ["none"], large) == {"live_drug"}
    assert any(any(scanned(client, address, large)) for address in WHOLE)
