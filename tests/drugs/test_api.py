"""/api/v1/drugs/ and /api/v1/indications/: what they say, and what each filter leaves."""

import datetime

import pytest

from drugs.models import LiveDrug
from editorial.models import LiveChange
from tests.factories import (
    AdverseEffectFactory,
    BoxedWarningFactory,
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    DrugSynonymFactory,
    IdentifierFactory,
    IndicationClaimFactory,
    IndicationFactory,
    SourceFactory,
    TargetFactory,
    WarningFactory,
    publish,
)

pytestmark = pytest.mark.django_db
CONTRACT = set(
    "slug inn title summary drug_class route mechanism brands targets identifiers forms regimens "  # noqa: SIM905
    "indications adverse_effects benefits monitoring boxed_warning warnings first_approval review "
    "edition sources".split()
)


@pytest.fixture
def ask(client):
    return lambda path: client.get(f"/api/v1/{path}").json()


@pytest.fixture
def slugs(ask):
    return lambda query: [row["slug"] for row in ask(f"drugs/?{query}")["results"]]


@pytest.fixture
def psoriasis(db):
    """Tofacitinib for plaque psoriasis: refused in the US, approved in Russia, claimed by an article."""
    drug, condition = DrugFactory(slug="tofacitinib"), ConditionFactory(slug="plaque-psoriasis")
    article = SourceFactory(seed=True, key="seed:001_9a2e")
    use = {"drug": drug, "condition": condition}
    for jurisdiction in ("US-FDA", "EU-EMA"):
        row = IndicationFactory(**use, jurisdiction=jurisdiction, not_approved=True)
        IndicationClaimFactory(indication=row, source=article, says="approved for psoriasis")
    IndicationFactory(**use, jurisdiction="RU", status="approved", date_precision="year")
    IndicationFactory(drug=drug, condition=ConditionFactory(slug="rheumatoid-arthritis"))
    publish(drug)
    return ask


def test_a_drug_has_the_fields_of_the_contract(ask):
    publish(DrugFactory(slug="example"))
    assert set(ask("drugs/example/")) == CONTRACT


def test_a_fact_names_its_sources_and_its_basis(ask):
    label = SourceFactory(slug="label", label=True)
    drug = DrugFactory(slug="example")
    BrandFactory(drug=drug, name="Brandanz", company="", regions=["US"], sources=[label])
    publish(drug)
    assert ask("drugs/example/")["brands"] == [
        {
            "name": "Brandanz",
            "company": None,
            "regions": ["US"],
            "sources": ["label"],
            "basis": "regulator",
        }
    ]


def test_every_key_that_is_named_is_described_once(ask):
    claim = IndicationClaimFactory()
    drug = claim.indication.drug
    shared = SourceFactory(slug="shared")
    AdverseEffectFactory(drug=drug, sources=[shared])
    DrugStatementFactory(drug=drug, sources=[shared])
    publish(drug)
    described = [source["key"] for source in ask(f"drugs/{drug.slug}/")["sources"]]
    assert sorted(described) == sorted({"shared", "the-label", claim.source.key})


def test_what_is_recalled_is_not_there(ask):
    drug = DrugFactory(slug="example")
    BrandFactory(drug=drug, recalled=True)
    publish(drug)
    assert ask("drugs/example/")["brands"] == []


@pytest.mark.parametrize(
    ("precision", "shown"), [("year", "2018"), ("month", "2018-06"), ("day", "2018-06-01")]
)
def test_a_date_is_as_exact_as_it_is_known(ask, precision, shown):
    use = IndicationFactory(date_precision=precision, approval_date=datetime.date(2018, 6, 1))
    publish(use.drug)
    [row] = ask("indications/")["results"]
    assert (row["approval_date"], row["date_precision"]) == (shown, precision)


def test_the_boxed_warning_of_the_united_states_is_shown(ask):
    drug = DrugFactory(slug="example")
    BoxedWarningFactory(drug=drug, jurisdiction="JP", present=False)
    BoxedWarningFactory(drug=drug, present=None)
    publish(drug)
    boxed = ask("drugs/example/")["boxed_warning"]
    assert (boxed["jurisdiction"], boxed["present"], boxed["since"]) == ("US-FDA", None, "2021-12")


def test_several_statements_are_one_text_with_all_their_sources(ask):
    drug = DrugFactory(slug="example")
    DrugStatementFactory(drug=drug, text="One.", sources=[SourceFactory(slug="a")])
    DrugStatementFactory(drug=drug, text="Two.", sources=[SourceFactory(slug="b")])
    publish(drug)
    summary = ask("drugs/example/")["summary"]
    assert (summary["text"], summary["sources"]) == ("One. Two.", ["a", "b"])


def test_the_warnings_that_apply_are_named(ask):
    drug = DrugFactory(slug="example")
    publish(drug, WarningFactory(slug="clots", title="Blood clots", applies_to=[drug]))
    assert ask("drugs/example/")["warnings"] == [{"slug": "clots", "title": "Blood clots"}]


def test_the_edition_and_the_review_are_honest(ask):
    live = publish(DrugFactory(slug="example"))
    body = ask("drugs/example/")
    assert body["edition"]["seq"] == live.seq == LiveChange.objects.latest("seq").seq
    assert body["edition"]["published_at"] == f"{live.published_at:%Y-%m-%dT%H:%M:%SZ}"
    assert body["review"] == {
        "state": "not_reviewed",
        "last_reviewed": None,
        "next_review": None,
        "origin": "import",
    }


def test_psoriasis_is_contested_where_a_source_disagrees(psoriasis, ask):
    found = ask("indications/?drug=tofacitinib&condition=plaque-psoriasis")
    rows = {row["jurisdiction"]: row for row in found["results"]}
    assert found["count"] == 3
    assert {j: (row["status"], row["contested"]) for j, row in rows.items()} == {
        "US-FDA": ("not_approved", True),
        "EU-EMA": ("not_approved", True),
        "RU": ("approved", False),
    }
    assert rows["US-FDA"]["claims"] == [
        {"source": "seed:001_9a2e", "says": "approved for psoriasis", "stance": "disagrees"}
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("contested=true", 2),
        ("contested=false", 2),
        ("status=approved", 2),
        ("jurisdiction=RU", 1),
        ("drug=tofacitinib&status=approved&condition=plaque-psoriasis", 1),
    ],
)
def test_indications_are_narrowed(psoriasis, ask, query, count):
    assert ask(f"indications/?{query}")["count"] == count


def test_an_agreeing_claim_contests_nothing(ask):
    claim = IndicationClaimFactory(stance="agrees")
    publish(claim.indication.drug)
    assert ask("indications/")["results"][0]["contested"] is False


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("condition=plaque-psoriasis&jurisdiction=RU&status=approved", ["tofacitinib"]),
        # Each holds in some row, all of them in none.
        ("condition=plaque-psoriasis&jurisdiction=US-FDA&status=approved", []),
        ("condition=rheumatoid-arthritis&jurisdiction=RU", []),
        ("status=withdrawn", []),
    ],
)
def test_filters_on_indications_hold_in_one_row(psoriasis, slugs, query, found):
    assert slugs(query) == found


@pytest.fixture
def two(db):
    first = DrugFactory(slug="alphatinib")
    second = DrugFactory(slug="betatinib", route="topical")
    BrandFactory(drug=first, name="Alphanz XR")
    TargetFactory(drug=first, target="TYK2")
    TargetFactory(drug=second, target="JAK3")
    IdentifierFactory(drug=second, system="ATC", value="D11AH09")
    DrugSynonymFactory(drug=second, text="BT-1066")
    publish(first, second)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["alphatinib", "betatinib"]),
        ("ordering=-inn", ["betatinib", "alphatinib"]),
        ("ordering=-published_at", ["betatinib", "alphatinib"]),
        ("route=topical", ["betatinib"]),
        ("target=TYK2", ["alphatinib"]),
        ("brand=alphanz%20xr", ["alphatinib"]),
        ("brand=alphanz", []),
        ("code=ATC|D11AH09", ["betatinib"]),
        ("code=ATC|L04AF99", []),
        ("search=betat", ["betatinib"]),
        ("search=%22%2A", []),
        ("search=nothing", []),
        ("route=oral&target=JAK3", []),
    ],
)
def test_drugs_are_narrowed(two, slugs, query, found):
    assert slugs(query) == found


def test_unknown_dates_of_approval_come_last_either_way(slugs):
    for slug, year in (("a", 2020), ("b", None), ("c", 2012)):
        dated = {"first_approval": datetime.date(year, 1, 1)} if year else {}
        precision = {"first_approval_precision": "year"} if year else {}
        publish(DrugFactory(slug=slug, **dated, **precision))
    assert slugs("ordering=first_approval") == ["c", "a", "b"]
    assert slugs("ordering=-first_approval") == ["a", "c", "b"]


def test_fields_choose_from_the_whole_drug(two, ask):
    rows = ask("drugs/?fields=slug,brands&route=oral")["results"]
    assert [(row["slug"], [b["name"] for b in row["brands"]]) for row in rows] == [
        ("alphatinib", ["Alphanz XR"])
    ]
    assert ask("drugs/alphatinib/?fields=inn") == {"inn": "alphatinib"}


def test_an_unknown_slug_is_named(client, two):
    response = client.get("/api/v1/drugs/?condition=no-such-disease")
    assert response.status_code == 400
    assert "no-such-disease" in response.json()["errors"][0]["detail"]


def test_a_draft_is_not_there(client):
    DrugFactory(slug="draftinib")
    assert client.get("/api/v1/drugs/draftinib/").status_code == 404
    assert LiveDrug.objects.count() == 0
