"""What readers see: all and only what was seen, nothing from memory, nothing withheld."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import LiveCondition
from drugs.models import BoxedWarning, Drug, Indication, LiveDrug, LiveIndication, LiveRegimen
from editorial.inspection import inspect
from editorial.models import Edition
from editorial.registry import kinds
from evidence.models import LiveSource
from guides.models import LiveGuide
from safety.models import LiveWarning, LiveWarningSign


def _should_be_live(kind):
    """Ids per table: the rows that are checked and not withheld, and whose owner is."""
    expected = {}
    for spec in kind.rows:
        rows = spec.model.objects.all()
        if spec.owner:
            rows = rows.filter(
                **{f"{spec.owner.name}__in": expected[spec.owner.remote_field.model]}
            )
        names = {field.name for field in spec.model._meta.fields}
        if "checked" in names:
            rows = rows.filter(checked__in=["seen", "double"])
        if "withheld" in names:
            rows = rows.filter(withheld="")
        expected[spec.model] = set(rows.values_list("pk", flat=True))
    return expected


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_all_and_only_what_was_seen_is_live(content, kind):
    expected = _should_be_live(kind)
    for spec in kind.rows:
        assert set(spec.live.objects.values_list("pk", flat=True)) == expected[spec.model], (
            spec.label
        )


def test_columns_known_from_memory_are_blank(content):
    checked = 0
    for kind in kinds().values():
        for spec in kind.rows:
            if "unchecked_fields" not in {field.name for field in spec.model._meta.fields}:
                continue
            for row in spec.model.objects.exclude(unchecked_fields=[]):
                live = spec.live.objects.filter(pk=row.pk).first()
                for name in row.unchecked_fields:
                    assert getattr(row, name) not in (None, ""), f"{row}: {name} is blank already"
                    assert live is None or getattr(live, name) in (None, "", []), (
                        f"{row}: {name} is live"
                    )
                    checked += 1
    assert checked > 30


def test_everything_came_in_as_an_import(content):
    assert set(Edition.objects.values_list("origin", flat=True)) == {"import"}
    assert not LiveDrug.objects.exclude(last_reviewed=None).exists()


def test_psoriasis_is_shown_as_the_regulators_have_it(content):
    found = LiveIndication.objects.filter(
        drug__slug="tofacitinib", condition__slug="plaque-psoriasis"
    )
    assert {row.jurisdiction: row.status for row in found} == {
        "US-FDA": "not_approved",
        "EU-EMA": "not_approved",
        "RU": "approved",
    }
    contested = found.filter(claims__stance="disagrees", claims__source__key__startswith="seed:001")
    assert {row.jurisdiction for row in contested} == {"US-FDA", "EU-EMA"}


def test_the_page_of_tofacent_calls_hair_loss_off_label(content):
    row = LiveIndication.objects.get(
        drug__slug="tofacitinib", condition__slug="alopecia-areata", jurisdiction="US-FDA"
    )
    claim = row.claims.get(source__key__startswith="seed:002")
    assert row.status == "off_label"
    assert "off-label" in claim.says
    assert not row.sources.filter(tier="F").exists()


def test_the_off_label_dose_does_not_rest_on_promotion(content):
    row = LiveRegimen.objects.get(drug__slug="tofacitinib", on_label=False)
    assert row.jurisdiction == ""
    assert row.sources.exclude(tier="F").exists()


def test_the_first_approval_is_shown_only_where_an_approval_shows_it(content):
    blank = set(LiveDrug.objects.filter(first_approval=None).values_list("slug", flat=True))
    assert blank == {"filgotinib", "delgocitinib"}
    for drug in LiveDrug.objects.exclude(first_approval=None):
        assert drug.approvals.filter(date=drug.first_approval).exists(), drug.slug
    assert not Drug.objects.filter(first_approval=None).exists()


@pytest.mark.parametrize(
    ("drug", "present"),
    [
        ("tofacitinib", True),
        ("deucravacitinib", False),
        ("filgotinib", None),
        ("ruxolitinib-topical", True),
    ],
)
def test_a_boxed_warning_is_yes_no_or_unknown(content, drug, present):
    assert BoxedWarning.objects.get(drug__slug=drug).present is present


def test_a_status_that_rests_on_memory_is_withheld(content):
    row = Indication.objects.get(
        drug__slug="upadacitinib", condition__slug="axial-spondyloarthritis", jurisdiction="EU-EMA"
    )
    assert row.withheld
    assert not LiveIndication.objects.filter(pk=row.pk).exists()


def test_heart_stroke_and_clot_signs_are_emergencies_by_a_regulator(content):
    signs = LiveWarningSign.objects.filter(points_to__regex="heart|stroke|clot")
    assert signs.count() == 8
    for sign in signs:
        assert sign.urgency == "emergency"
        assert sign.basis == "regulator"
        assert sign.text == "Call emergency services at once."
    assert LiveWarningSign.objects.filter(claims__stance="disagrees").count() == 7


@pytest.mark.parametrize(
    ("warning", "drugs"),
    [("gi-perforation", {"upadacitinib", "deuruxolitinib"}), ("hypoglycaemia", {"tofacitinib"})],
)
def test_a_warning_applies_to_the_drugs_it_was_read_for(content, warning, drugs):
    row = LiveWarning.objects.get(slug=warning)
    assert set(row.applies_to.values_list("slug", flat=True)) == drugs


def test_one_work_seen_twice_is_one_work_with_two_documents(content):
    paper = LiveSource.objects.get(key="pub-maeshima-2020")
    documents = paper.documents.values_list("key", flat=True)
    assert sorted(documents) == ["seed:003_a2d39628b4e24d40", "seed:004_d5c5dec9bcc02947"]


def test_citation_counts_name_the_digest_and_unknown_is_not_zero(content):
    digest = LiveSource.objects.get(key="seed:003_a2d39628b4e24d40")
    listed = digest.lists.order_by("key")
    counts = {row.key: row.citation_count for row in listed}
    assert sorted(filter(None, counts.values())) == [3, 3, 6, 15, 19, 32, 46, 701]
    assert [key for key, number in counts.items() if number is None] == [
        "pub-kinoshita-ise-2023",
        "pub-rodriguez-tamez-2023",
    ]
    for row in listed.exclude(citation_count=None):
        assert row.citation_count_from == digest
        assert row.citation_count_date is None


def test_no_content_check_blocks_the_fact_base(content):
    """And few advise: what they find was read, and is true."""
    found = []
    for kind in kinds().values():
        for live in kind.live.objects.all():
            found += inspect(live.document)
    assert [f for f in found if f.level == "blocking"] == []
    assert len(found) <= 20


def test_no_page_of_an_entry_asks_more_than_eight_times(content, client):
    """The bar of the design, on the entries with the most rows as on all others."""
    shown = (LiveDrug, LiveCondition, LiveWarning, LiveSource, LiveGuide)
    paths = [live.get_absolute_url() for model in shown for live in model.objects.all()]
    client.get(paths[0])
    asked = {}
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked[path] = len(queries)
    assert {path: number for path, number in asked.items() if number > 8} == {}
