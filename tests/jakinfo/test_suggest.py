"""Names to choose from while typing: what the search box asks, and the few bytes that ask."""

import pytest
from django.conf import settings

from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    DrugSynonymFactory,
    IdentifierFactory,
    SourceFactory,
    publish,
    withdraw,
)

from .test_pages import HOSTILE

pytestmark = pytest.mark.django_db
ADDRESS = "/search/suggest/"
SCRIPT = settings.BASE_DIR / "jakinfo" / "static" / "jakinfo" / "suggest.js"


def names(client, text):
    return client.get(ADDRESS, {"q": text}).json()["names"]


@pytest.fixture
def drug():
    row = DrugFactory(slug="exampletinib", inn="exampletinib")
    BrandFactory(drug=row, name="Zzamplo")
    DrugSynonymFactory(drug=row, text="XMP-77")
    IdentifierFactory(drug=row, system="ATC", value="L99XX01")
    return publish(row)


@pytest.mark.parametrize(
    ("typed", "name", "about"),
    [
        ("exam", "Exampletinib", "drug"),
        ("ZZAM", "Zzamplo", "brand of exampletinib"),
        ("xmp 7", "XMP-77", "another name for exampletinib"),
        ("l99xx", "L99XX01", "ATC code of exampletinib"),
    ],
)
def test_a_name_says_what_it_is_and_where_it_leads(client, drug, typed, name, about):
    assert names(client, typed) == [{"name": name, "about": about, "url": "/drugs/exampletinib/"}]


def test_a_later_word_may_begin_so(client):
    publish(ConditionFactory(slug="ra", name="Rheumatoid arthritis"))
    assert [row["name"] for row in names(client, "arth")] == ["Rheumatoid arthritis"]
    assert names(client, "rthritis") == []


def test_the_number_is_said_in_words(client, drug):
    said = [client.get(ADDRESS, {"q": text}).json()["said"] for text in ("exam", "nothing")]
    assert said == ["1 suggestion. Use the up and down arrow keys.", "No suggestions."]


def test_sources_come_last_and_are_not_offered_by_their_keys(client, drug):
    publish(SourceFactory(key="exam-key", slug="exam-key", title="Exam"))
    found = [row["name"] for row in names(client, "exam")]
    assert found[-1] == "Exam"
    assert names(client, "exam key") == []


def test_what_was_withdrawn_or_never_published_is_not_offered(client, drug):
    DrugFactory(inn="examdraftinib")
    assert len(names(client, "exam")) == 1
    withdraw(drug)
    assert names(client, "exam") == []


@pytest.mark.parametrize("number", [1, 3, 12])
def test_one_query_and_eight_names_at_most(client, django_assert_num_queries, number):
    publish(*(DrugFactory(inn=f"exam{n}nib") for n in range(number)))
    with django_assert_num_queries(1):
        assert len(names(client, "exam")) == min(number, 8)


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_answered(client, drug, value):
    assert client.get(f"{ADDRESS}?q={value}").status_code == 200


def test_everybody_may_keep_the_answer_and_nothing_can_be_sent(client, drug):
    response = client.get(ADDRESS, {"q": "exam"})
    assert "public" in response["Cache-Control"]
    assert response["ETag"]
    assert not response.cookies
    assert client.post(ADDRESS, {"q": "exam"}).status_code == 405
    assert client.get(ADDRESS).json()["names"] == []


def test_the_script_is_small_and_asks_this_site_alone():
    text = SCRIPT.read_text()
    assert len(text.encode()) <= 2_800
    assert "http" not in text
    for marker in ("innerHTML", "document.write", "localStorage", "cookie"):
        assert marker not in text


def test_the_icon_is_where_browsers_look_by_themselves(client):
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
