"""/api/v1/sources/."""

import pytest

from tests.factories import BrandFactory, DrugFactory, JournalPageFactory, SourceFactory, publish

pytestmark = pytest.mark.django_db
KEY = "seed:001_9a2ef55cc158781e"


@pytest.fixture
def ask(client):
    return lambda path="": client.get(f"/api/v1/sources/{path}").json()


@pytest.mark.parametrize("name", [KEY, KEY.replace(":", "-"), KEY.replace(":", "%3A")])
def test_a_source_answers_to_its_key_and_to_its_slug(ask, name):
    publish(SourceFactory(key=KEY, slug=KEY.replace(":", "-")))
    assert ask(f"{name}/")["key"] == KEY


def test_a_key_goes_before_the_slug_of_another(ask):
    publish(SourceFactory(key="one", slug="two"), SourceFactory(key="two", slug="one"))
    assert ask("one/")["slug"] == "two"


def test_unknown_is_null_and_not_nothing(ask):
    publish(SourceFactory(slug="x", url="", citation_count=None, date=None, date_precision=""))
    body = ask("x/")
    assert (body["url"], body["citation_count"], body["date"]) == (None, None, None)


def test_a_digest_names_its_paper_and_the_paper_its_digest(ask):
    paper = SourceFactory(slug="paper")
    publish(SourceFactory(slug="digest", work=paper, lists=[paper]))
    assert (ask("digest/")["work"], ask("digest/")["lists"]) == ("paper", ["paper"])
    assert ask("paper/")["documents"] == ["digest"]


def test_the_footnotes_of_a_journal_page(ask):
    publish(JournalPageFactory(source__slug="paper", funding="A fund.", ethics_body="").source)
    page = ask("paper/")["journal_page"]
    assert (page["funding"], page["ethics_body"]) == ("A fund.", None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["label", "paper", "promotion"]),
        ("kind=journal_article", ["paper"]),
        ("tier=F", ["promotion"]),
        ("origin=regulator", ["label"]),
        ("year=1999", ["paper"]),
        ("drug=example", ["label"]),
        ("drug=example&tier=F", []),
    ],
)
def test_sources_are_narrowed(ask, query, found):
    label = SourceFactory(slug="label", label=True)
    drug = DrugFactory(slug="example")
    BrandFactory(drug=drug, sources=[label])
    publish(
        drug,
        SourceFactory(slug="paper", year=1999),
        SourceFactory(slug="promotion", promotion=True),
    )
    assert [row["slug"] for row in ask(f"?{query}")["results"]] == found
