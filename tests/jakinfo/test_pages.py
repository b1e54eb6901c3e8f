"""The site-wide pages: search, what changed, about us, and what machines ask for."""

import datetime
from xml.etree import ElementTree as ET

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from drugs.models import LiveDrug
from editorial.models import LiveChange
from editorial.paging import page_asked
from jakinfo.pages import kinds, machine, search, updates
from tests.factories import (
    BrandFactory,
    DrugFactory,
    GuideFactory,
    IdentifierFactory,
    SourceFactory,
    WarningFactory,
    WarningSignFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def body(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.fixture
def drug():
    row = DrugFactory(slug="exampletinib", inn="exampletinib")
    BrandFactory(drug=row, name="Zzamplo")
    IdentifierFactory(drug=row, system="ATC", value="L99XX01")
    return publish(row)


# Search


def test_a_brand_leads_to_its_drug_and_says_so(client, drug):
    text = body(client, "/search/?q=zzamplo")
    assert 'href="/drugs/exampletinib/"' in text
    assert "Zzamplo is a brand of exampletinib." in text


def test_a_code_leads_to_its_drug(client, drug):
    assert "L99XX01 is the ATC code of exampletinib." in body(client, "/search/?q=L99XX01")


def test_a_slip_in_spelling_is_forgiven_and_named(client, drug):
    text = body(client, "/search/?q=zzamplu")
    assert "Did you mean" in text
    assert "<strong>Zzamplo</strong>" in text


def test_words_found_are_marked_and_text_stays_text(client):
    publish(GuideFactory(title="On hair", summary="What <b>ophiasis</b> means."))
    text = body(client, "/search/?q=ophiasis")
    assert "<mark>ophiasis</mark>" in text
    assert "<b>" not in text


def test_nothing_found_helps_on(client):
    text = body(client, "/search/?q=qqqqqq")
    assert "Nothing found for “qqqqqq”" in text
    assert 'href="/drugs/"' in text


def test_an_empty_query_asks_for_words(client):
    assert "Type the name of a medicine" in body(client, "/search/")
    assert "Type the name of a medicine" in body(client, "/search/?q=+%00+")


def test_hits_are_counted_by_kind_and_can_be_narrowed(client, drug):
    publish(GuideFactory(title="Exampletinib for beginners"))
    found = client.get("/search/?q=exampletinib").context
    assert [(words, number) for _, words, number, _ in found["tabs"]] == [
        ("Everything", 2),
        ("Drugs", 1),
        ("Guides", 1),
    ]
    found = client.get("/search/?q=exampletinib&kind=guide").context
    assert [hit.kind for hit, _, _ in found["hits"]] == ["guide"]


def test_hits_come_in_pages(client):
    publish(*(SourceFactory(title=f"Zoster paper {n}") for n in range(21)))
    assert len(client.get("/search/?q=zoster").context["hits"]) == 20
    assert len(client.get("/search/?q=zoster&page=2").context["hits"]) == 1
    assert "There is nothing more" in body(client, "/search/?q=zoster&page=9")


def test_the_query_is_escaped(client):
    assert "<script>" not in body(client, "/search/?q=%3Cscript%3Ealert(1)")


@pytest.mark.parametrize("number", [1, 3])
def test_search_costs_the_same_queries(client, django_assert_num_queries, number):
    publish(*(BrandFactory(name=f"Zzamplo {n}").drug for n in range(number)))
    with django_assert_num_queries(2):
        client.get("/search/?q=zzamplo")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("", 1),
        ("2", 2),
        ("-2", 1),
        ("x", 1),
        ("²", 1),
        ("9" * 5000, 1),
        ("0", 1),
        ("999999", 999_999),
    ],
)
def test_a_page_number_is_always_usable(value, number):
    assert page_asked(value) == number


@pytest.mark.parametrize(
    ("title", "inside"), [("Tofacitinib", "tofacitinib"), ("COVID-19", "COVID-19"), ("", "")]
)
def test_titles_inside_a_sentence(title, inside):
    assert search.lower_first(title) == inside


# What changed


def test_changes_are_told_in_words(client, drug):
    working = DrugFactory._meta.model.objects.get(pk=drug.pk)
    BrandFactory(drug=working, name="Another")
    publish(working, note="A brand was added.")
    withdraw(publish(WarningFactory(title="Old warning")), reason="It was wrong.")
    text = body(client, "/updates/")
    assert "A brand was added." in text
    assert "edition&nbsp;2" in text
    assert "Withdrawn" in text
    assert "It was wrong." in text
    assert text.index("Old warning") < text.index("A brand was added.")


def test_neighbours_with_one_note_share_a_notice():
    at = timezone.now()
    rows = [
        LiveChange(
            seq=n,
            kind="drug",
            title=f"T{n}",
            url="/",
            edition=1,
            change=change,
            note="N",
            published_at=at,
        )
        for n, change in enumerate(["created", "created", "withdrawn"])
    ]
    found = updates.notices(rows)
    assert [(notice["what"], len(notice["rows"])) for notice in found] == [
        ("2 new entries", 2),
        ("Withdrawn", 1),
    ]


def test_every_change_and_every_kind_has_words():
    assert set(updates.ONE) == set(updates.MANY) == set(updates.Change)
    assert set(kinds.WORDS) == set(kinds.in_order())


def test_older_changes_follow_by_position(client):
    publish(*SourceFactory.create_batch(updates.PER_PAGE + 2))
    seqs = list(LiveChange.objects.values_list("seq", flat=True))
    first = client.get("/updates/")
    assert first.context["older"] == seqs[updates.PER_PAGE - 1]
    second = client.get(f"/updates/?before={first.context['older']}")
    [(_, [notice])] = second.context["days"]
    assert notice["what"] == "2 new entries"
    assert second.context["older"] is None
    assert "Newest changes" in second.content.decode()
    assert "You have reached the beginning" in body(client, "/updates/?before=1")


def test_changes_of_one_kind(client, drug):
    publish(GuideFactory(title="A guide"))
    text = body(client, "/updates/?kind=guide")
    assert "A guide" in text
    assert 'href="/drugs/exampletinib/"' not in text


@pytest.mark.parametrize("number", [1, 3])
def test_changes_cost_one_query(client, django_assert_num_queries, number):
    publish(*SourceFactory.create_batch(number))
    with django_assert_num_queries(1):
        client.get("/updates/")


@pytest.mark.parametrize(
    ("value", "place"),
    [(None, None), ("", None), ("7", 7), ("-7", None), ("x", None), ("9" * 19, updates.LARGEST)],
)
def test_a_position_is_one_or_none(value, place):
    assert updates.position(value) == place


def test_the_feed_is_atom_with_stable_ids(client, drug):
    response = client.get("/updates/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.XML(response.content)
    entries = feed.findall(f"{ATOM}entry")
    newest = LiveChange.objects.first()
    assert len(entries) == LiveChange.objects.count()
    assert entries[0].find(f"{ATOM}id").text == f"tag:jakinfo,2026:change/{newest.seq}"
    assert entries[0].find(f"{ATOM}title").text == "New: Exampletinib"
    assert entries[0].find(f"{ATOM}link").get("href") == "http://testserver/drugs/exampletinib/"
    assert entries[0].find(f"{ATOM}updated").text
    assert feed.find(f"{ATOM}updated").text
    assert client.get("/updates/feed/").content == response.content


def test_the_feed_of_one_entry_outlives_a_new_address_and_a_withdrawal(client, drug):
    publish(GuideFactory())
    working = DrugFactory._meta.model.objects.get(pk=drug.pk)
    working.slug = "newtinib"
    working.save()
    publish(working)
    for slug in ("newtinib", "exampletinib"):
        feed = ET.XML(client.get(f"/updates/feed/drug/{slug}/").content)
        assert len(feed.findall(f"{ATOM}entry")) == 2
    withdraw(LiveDrug.objects.get())
    feed = ET.XML(client.get("/updates/feed/drug/newtinib/").content)
    assert feed.findall(f"{ATOM}entry/{ATOM}title")[0].text == "Withdrawn: Exampletinib"


def test_a_feed_of_nothing_is_404(client):
    assert client.get("/updates/feed/drug/nothing/").status_code == 404
    assert client.get("/updates/feed/no-kind/nothing/").status_code == 404


def test_characters_that_xml_cannot_hold_do_not_break_the_feed(client):
    publish(SourceFactory(title="A\x0bB"), note="C\x01D")
    feed = ET.XML(client.get("/updates/feed/").content)
    assert feed.find(f"{ATOM}entry/{ATOM}title").text == "New: AB"


# About


def test_about_says_what_it_is_and_is_not(client):
    text = body(client, "/about/")
    assert "It is not medical advice" in text
    assert "There are no trackers" in text


def test_sources_are_counted_by_tier_and_origin(client, drug):
    publish(SourceFactory(promotion=True))
    tables = {name: rows for name, _, _, rows in client.get("/about/sources/").context["tables"]}
    assert ("F", "F: promotion", tables["tiers"][-1][2], 1) in tables["tiers"]
    assert [number for _, _, _, number in tables["checked"]] == [2, 0, 0]
    assert body(client, "/about/sources/").count('href="/research/?tier=F"') == 1


def test_review_debt_is_counted_and_listed(client, drug):
    LiveDrug.objects.update(
        next_review=datetime.date(2020, 1, 1), last_reviewed=datetime.date(2019, 1, 1)
    )
    found = client.get("/about/review/").context
    [row] = [row for row in found["counts"] if row["kind"] == "drug"]
    assert dict(row["cells"]) == {"emergency": 0, "overdue": 1, "checked": 0, "reviewed": 0}
    assert found["rows"][0]["word"] == "Overdue"
    assert (
        found["page"].paginator.count
        == sum(row["all"] for row in found["counts"])
        == len(found["rows"])
    )


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"origin": "emergency"}, "emergency"),
        ({"last_reviewed": datetime.date(2026, 1, 1)}, "reviewed"),
        ({}, "checked"),
    ],
)
def test_the_state_of_an_entry(client, drug, columns, state):
    LiveDrug.objects.update(**columns)
    found = client.get(f"/about/review/?kind=drug&state={state}").context
    assert [row["entry"].slug for row in found["rows"]] == ["exampletinib"]
    other = "checked" if state != "checked" else "reviewed"
    assert client.get(f"/about/review/?kind=drug&state={other}").context["rows"] == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"), [("/about/", 0), ("/about/sources/", 2), ("/about/review/", 3)]
)
def test_about_pages_cost_the_same_queries(
    client, django_assert_num_queries, number, address, queries
):
    publish(*(BrandFactory().drug for _ in range(number)))
    with django_assert_num_queries(queries):
        client.get(address)


# What machines ask for


def places(client, address):
    """Addresses of a sitemap or its index with their time of change."""
    tree = ET.XML(client.get(address).content)
    return {
        place.find(f"{SITEMAP}loc").text.removeprefix("http://testserver"): place.findtext(
            f"{SITEMAP}lastmod"
        )
        for place in tree
    }


def test_the_sitemaps_list_live_pages_of_their_own_by_kind(client, drug):
    publish(WarningSignFactory(slug="fever"))
    DrugFactory(slug="draft")
    withdraw(publish(WarningFactory(slug="gone")))
    published = LiveDrug.objects.get().published_at
    index = places(client, "/sitemap.xml")
    # The sources of the drug and of the sign have pages too.
    assert list(index) == ["/sitemap-pages.xml", "/sitemap-drug.xml", "/sitemap-source.xml"]
    assert index["/sitemap-drug.xml"] == published.isoformat()
    assert places(client, "/sitemap-drug.xml") == {
        "/drugs/exampletinib/": published.date().isoformat()
    }
    assert "/safety/" in places(client, "/sitemap-pages.xml")
    assert places(client, "/sitemap-warning.xml") == {}
    for kind in ("warning-sign", "none", "drug-"):
        assert client.get(f"/sitemap-{kind}.xml").status_code == 404


def test_a_kind_with_many_pages_has_several_files(client, monkeypatch):
    monkeypatch.setattr(machine.Entries, "limit", 2)
    publish(*(SourceFactory(slug=f"s{n}") for n in range(3)))
    assert list(places(client, "/sitemap.xml")) == [
        "/sitemap-pages.xml",
        "/sitemap-source.xml",
        "/sitemap-source.xml?p=2",
    ]
    assert list(places(client, "/sitemap-source.xml?p=2")) == ["/research/s2/"]
    assert client.get("/sitemap-source.xml?p=3").status_code == 404


def test_sitemaps_cost_the_same_queries(client, drug, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            client.get("/sitemap.xml")
        with django_assert_num_queries(2):
            client.get("/sitemap-source.xml")
        publish(*SourceFactory.create_batch(3))


def test_robots_are_shown_the_sitemap_and_kept_off_the_newsroom(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text


def test_security_txt_names_a_contact_and_expires(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert lines["Contact"] == "mailto:security@example.org"
    expires = datetime.datetime.fromisoformat(lines["Expires"])
    assert timezone.now() < expires < timezone.now() + datetime.timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_alive_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz/live")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_ready_tells_how_far_the_log_has_come(client, drug):
    assert client.get("/healthz/ready").json() == {
        "database": "ok",
        "head": LiveChange.objects.first().seq,
    }


def test_ready_on_an_empty_site(client):
    assert client.get("/healthz/ready").json() == {"database": "ok", "head": 0}


def test_not_ready_while_the_database_is_away(client):
    def away(execute, sql, params, many, context):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(away):
        response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert response.json() == {"database": "away", "reason": "OperationalError"}


# Every page


ADDRESSES = [
    "/safety/",
    "/research/",
    "/guides/",
    "/glossary/",
    "/search/",
    "/updates/",
    "/updates/feed/",
    "/about/",
    "/about/sources/",
    "/about/review/",
    "/sitemap.xml",
    "/sitemap-drug.xml",
    "/robots.txt",
    "/healthz/live",
    "/healthz/ready",
]
PARAMETERS = (
    "q",
    "kind",
    "tier",
    "origin",
    "year",
    "drug",
    "page",
    "before",
    "state",
    "region",
    "p",
)
HOSTILE = {
    "NUL": "a%00b",
    "lone surrogate": "%ED%A0%80x",
    "broken UTF-8": "%FF%FE",
    "right to left": "%E2%80%AE%E2%80%8Fx",
    "long": "x" * 10_000,
    "long words": "word+" * 2_000,
    "negative": "-1",
    "huge": "9" * 400,
    "float": "1e999",
    "SQL": "%27%22%29--%25_",
    "FTS": "%22NEAR(a*+OR+AND",
    "digits of another script": "%D9%A1%D9%A2",
    "empty": "",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_parameters_never_break_a_page(client, drug, value):
    for address in ADDRESSES:
        query = "&".join(f"{name}={value}" for name in PARAMETERS)
        assert client.get(f"{address}?{query}").status_code < 500, address
        for name in PARAMETERS:
            assert client.get(f"{address}?{name}={value}").status_code < 500, (address, name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_answered_and_nothing_can_be_sent(client, address):
    assert client.head(address).status_code == 200
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/safety/%00/", "/guides/-/", "/research/a%ED%A0%80/", f"/guides/{'x' * 9000}/"]
)
def test_odd_addresses_are_404(client, address):
    assert client.get(address).status_code == 404
