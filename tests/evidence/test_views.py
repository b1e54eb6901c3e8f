"""The research pages: the list with its filters, and one source with all that is known of it."""

import datetime

import pytest

from evidence import presenters
from tests.factories import (
    AuthorFactory,
    BrandFactory,
    DrugFactory,
    GuideFactory,
    JournalPageFactory,
    SourceFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def shown(client, query):
    """Slugs of the sources in the list."""
    page = client.get(f"/research/{query}").context["page"]
    return [source.slug for source in page]


@pytest.fixture
def three():
    brand = BrandFactory(
        drug=DrugFactory(slug="exampletinib"),
        sources=[
            SourceFactory(slug="label", key="label", label=True, title="The label", year=2020)
        ],
    )
    publish(brand.drug)
    publish(
        SourceFactory(
            slug="paper", title="A paper on hair", tldr="Hair came back.", year=2021, tier="B"
        ),
        SourceFactory(
            slug="advert", promotion=True, title="Buy this", year=None, date=None, date_precision=""
        ),
    )


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["label", "paper", "advert"]),
        ("?q=HAIR+back", ["paper"]),
        ("?q=nowhere", []),
        ("?kind=regulator_label", ["label"]),
        ("?tier=F", ["advert"]),
        ("?origin=promotional", ["advert"]),
        ("?year=2021", ["paper"]),
        ("?drug=exampletinib", ["label"]),
        ("?drug=exampletinib&tier=B", []),
    ],
)
def test_the_list_is_narrowed_by(client, three, query, slugs):
    assert shown(client, query) == slugs


@pytest.mark.parametrize(
    "query", ["?tier=Z", "?kind=x", "?year=twenty", "?drug=unknown", "?origin=%00"]
)
def test_a_value_that_is_not_known_does_not_narrow_and_is_named(client, three, query):
    assert len(shown(client, query)) == 3
    if query != "?origin=%00":
        assert "This choice is not known here" in body(client, f"/research/{query}")


def test_an_author_can_be_looked_for(client):
    publish(AuthorFactory(name="Keisuke Example").source)
    assert len(shown(client, "?q=keisuke")) == 1


def test_a_list_without_a_hit_offers_all(client, three):
    assert 'href="/research/">All sources' in body(client, "/research/?q=nowhere")


def test_pages_keep_the_filters(client):
    publish(*SourceFactory.create_batch(21, tier="B"))
    assert len(shown(client, "?tier=B")) == 20
    assert len(shown(client, "?tier=B&page=2")) == 1
    assert "?tier=B&amp;page=2" in body(client, "/research/?tier=B")
    assert len(shown(client, "?page=99999999999999999999")) == 1
    assert len(shown(client, "?page=-1")) in {1, 20}


def test_a_citation_count_says_who_counted_and_when(client):
    digest = SourceFactory(slug="digest", publisher="Digest Press")
    publish(
        SourceFactory(slug="counted", citation_count=701, citation_count_from=digest),
        SourceFactory(
            slug="dated", citation_count=0, citation_count_date=datetime.date(2026, 1, 2)
        ),
        SourceFactory(slug="unknown", citation_count=None),
    )
    page = " ".join(body(client, "/research/").split())
    assert (
        'Cited 701 times (counted by <a href="/research/digest/">Digest Press</a>, undated)' in page
    )
    assert "Cited 0 times (who counted is not known, 2 January 2026)" in page
    assert "Citations: not counted" in page


def test_the_list_costs_the_same_queries_with_more_sources(client, django_assert_num_queries):
    publish(AuthorFactory().source)
    with django_assert_num_queries(4):
        client.get("/research/")
    for _ in range(3):
        publish(AuthorFactory().source)
    with django_assert_num_queries(4):
        client.get("/research/")


def test_a_source_shows_its_footnotes_and_codes(client):
    page = JournalPageFactory(
        source=SourceFactory(
            slug="letter", doi="10.1000/x1", pmid="123", journal="Annals", volume="79", issue="5"
        ),
        handling_editor="J Editor",
        ethics_body="An ethics board",
        ethics_number="1722",
        access="First paragraph only.",
    )
    AuthorFactory(source=page.source, name="First Author")
    publish(page.source)
    text = body(client, "/research/letter/")
    for words in (
        "First Author",
        "Department of Dermatology, Example University",
        "J Editor",
        "An ethics board, number 1722",
        "First paragraph only.",
        "Ask the publisher.",
        'href="https://doi.org/10.1000/x1"',
        'href="https://pubmed.ncbi.nlm.nih.gov/123/"',
        "Annals 79(5)",
    ):
        assert words in text


def test_one_paper_with_two_documents(client):
    paper = SourceFactory(slug="paper", title="The paper")
    first = SourceFactory(slug="digest", title="A digest of it", work=paper)
    publish(first, SourceFactory(slug="landing", title="Its landing page", work=paper))
    text = body(client, "/research/paper/")
    assert "A digest of it" in text
    assert "Its landing page" in text
    text = body(client, "/research/digest/")
    assert 'This page is about the paper <a href="/research/paper/">The paper</a>.' in text
    assert "Its landing page" in text
    assert "they count as one source" in text


def test_lists_and_listed_by(client):
    publish(
        SourceFactory(
            slug="digest",
            title="The digest",
            lists=[SourceFactory(slug="paper", title="The paper")],
        )
    )
    assert "Papers it lists" in body(client, "/research/digest/")
    text = body(client, "/research/paper/")
    assert "Listed by" in text
    assert "The digest" in text


def test_which_entries_rest_on_it(client):
    paper = SourceFactory(slug="paper")
    drug = DrugFactory(slug="exampletinib", inn="exampletinib")
    BrandFactory.create_batch(2, drug=drug, sources=[paper])
    publish(drug)
    publish(GuideFactory(title="A guide", based_on=[paper]))
    text = " ".join(body(client, "/research/paper/").split())
    assert '<a href="/drugs/exampletinib/">Exampletinib</a></h3><p>2 brands</p>' in text
    assert "A guide" in text


def test_promotion_and_search_traffic_are_called_so(client):
    publish(SourceFactory(slug="advert", promotion=True), SourceFactory(slug="blog", seed=True))
    assert "This page promotes a product." in body(client, "/research/advert/")
    assert "written to draw visitors from search engines" in body(client, "/research/blog/")


def test_every_tier_and_origin_has_its_words():
    assert set(presenters.ABOUT_TIER) == set(presenters.LiveSource.Tier.values)
    assert set(presenters.ABOUT_ORIGIN) == set(presenters.LiveSource.Origin)


def test_an_address_that_is_none_makes_no_link(client):
    publish(SourceFactory(slug="odd", url="javascript:alert(1)"))
    assert "javascript:" not in body(client, "/research/odd/")
    assert "We know no web address" in body(client, "/research/odd/")


def test_a_source_costs_the_same_queries_with_more_rows(client, django_assert_num_queries):
    def published(slug, number):
        paper = SourceFactory(slug=slug, lists=SourceFactory.create_batch(number))
        for _ in range(number):
            AuthorFactory(source=paper)
            drug = BrandFactory(sources=[paper]).drug
            publish(drug)
            publish(SourceFactory(lists=[paper]), SourceFactory(work=paper))

    published("one", 1)
    published("three", 3)
    for slug in ("one", "three"):
        with django_assert_num_queries(7):
            client.get(f"/research/{slug}/")


def test_related_works_say_why_and_leave_out_pages_of_the_same_paper(client):
    paper = SourceFactory(slug="paper", title="Paper", source_kind="journal_article")
    copy = SourceFactory(title="A copy of it", work=paper)
    label = SourceFactory(title="A label")
    review = SourceFactory(title="A review", source_kind="systematic_review")
    price_list = SourceFactory(title="A price list", source_kind="web_article")
    drug = DrugFactory(inn="abc")
    BrandFactory(drug=drug, sources=[paper, label, copy])
    BrandFactory(drug=drug, sources=[review, price_list])
    publish(paper, copy, label, review, price_list, drug)
    page = body(client, "/research/paper/")
    related = page[page.index('id="related"') :].split("</dl>")[0]
    order = ["A label", "named with it for 1 brand", "A review", "also read for Abc"]
    places = [related.index(words) for words in order]
    assert places == sorted(places)
    assert "A price list" not in related
    assert "A copy of it" not in related


def test_a_card_names_the_paper_that_a_page_is_about_and_what_it_lists(client):
    paper = SourceFactory(title="The paper itself")
    digest = SourceFactory(title="A digest", work=paper, lists=[paper])
    publish(paper, digest)
    page = body(client, "/research/")
    assert f'about the paper <a href="/research/{paper.slug}/">The paper itself</a>' in page
    assert f'href="/research/{digest.slug}/#lists">lists 1 paper<' in page


def test_unknown_and_withdrawn_sources(client):
    assert client.get("/research/nothing/").status_code == 404
    live = publish(SourceFactory(slug="gone"))
    withdraw(live, reason="A retracted paper.")
    response = client.get("/research/gone/")
    assert response.status_code == 410
    assert "A retracted paper." in response.content.decode()
    assert client.post("/research/").status_code == 405
