"""What pages say to machines: JSON-LD, the head, the addresses to share; and the check that holds them."""

import datetime
import json
import re

import pytest
from django.utils import timezone

from drugs.models import LiveDrug
from editorial.structured import data_block
from guides.models import LiveAnswer
from tests import factories as make
from tests.factories import publish
from tests.schema_org.checking import faults, graph_of
from tests.test_leaks import every_row

HOSTILE = '</script><script>alert(1)</script><!-- & "quoted" \u2028 \u2029 \\'


def told(client, address, **extra):
    text = client.get(address, **extra).content.decode()
    return graph_of(text), text


def meta(text, name):
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', text)


def links(text, rel):
    return re.findall(rf'<link rel="{rel}"(?: hreflang="[^"]*")? href="([^"]*)">', text)


# The check itself: a planted fault turns it red

GOOD = {
    "@type": ["Drug", "MedicalTherapy"],
    "@id": "https://a.example/#drug",
    "name": "X",
    "seriousAdverseOutcome": {"@type": "MedicalEntity", "name": "Y"},
    "legalStatus": [
        {
            "@type": "DrugLegalStatus",
            "applicableLocation": {"@type": "AdministrativeArea", "name": "Z"},
        }
    ],
}


def test_a_good_node_passes():
    page = {"@type": "MedicalWebPage", "mainEntity": {"@id": GOOD["@id"]}, "version": 1}
    aspect = {
        "@type": "HealthTopicContent",
        "hasHealthAspect": "https://schema.org/SafetyHealthAspect",
    }
    assert faults([GOOD, page, aspect]) == []


@pytest.mark.parametrize(
    "planted",
    [
        {"@type": "Medicine"},
        {"name": "no type"},
        {"@type": "Drug", "colour": "red"},
        {"@type": "Drug", "lastReviewed": "2026-01-01"},
        {"@type": "Drug", "seriousAdverseOutcome": {"@type": "MedicalEntity", "name": "Y"}},
        {"@type": "Drug", "drugClass": "JAK inhibitor"},
        {"@type": "Drug", "drugClass": {"@type": "Person", "name": "Y"}},
        {"@type": "Drug", "name": ""},
        {"@type": "Drug", "name": ["X", 3]},
        {"@type": "Drug", "url": "/drugs/x/"},
        {"@type": "Drug", "@id": "#drug"},
        {"@type": "Drug", "alternateName": []},
        {"@type": "MedicalWebPage", "lastReviewed": "last May"},
        {"@type": "MedicalWebPage", "datePublished": "2026-01-01T10:00:00"},
        {"@type": "MedicalWebPage", "mainEntity": {"@id": "https://a.example/#nowhere"}},
        {"@type": "MedicalWebPage", "reviewedBy": {"@id": "https://a.example/#drug"}},
        {"@type": "MedicalWebPage", "hasHealthAspect": "https://schema.org/SafetyHealthAspect"},
        {"@type": "HealthTopicContent", "hasHealthAspect": "https://schema.org/Mood"},
        {"@type": "ItemList", "numberOfItems": "many"},
        {"@type": "Drug", "query-input": "required name=q"},
    ],
    ids=lambda planted: json.dumps(planted)[:60],
)
def test_a_planted_fault_is_found(planted):
    assert faults([GOOD, planted])


# The block


def test_a_hostile_text_ends_no_element_and_comes_back_whole():
    block = data_block([{"@type": "Thing", "name": HOSTILE}])
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside)["@graph"][0]["name"] == HOSTILE


@pytest.mark.django_db
def test_a_hostile_title_breaks_no_page(client):
    guide = make.GuideFactory(slug="odd", title=HOSTILE, summary=HOSTILE)
    make.FaqFactory(guide=guide, question=HOSTILE, answer="Yes.")
    publish(guide)
    for address in ("/guides/odd/", "/guides/", "/guides/odd/questions/"):
        graph, text = told(client, address)
        assert faults(graph) == []
        assert "<script>" not in text
        assert HOSTILE in json.dumps(graph, ensure_ascii=False).replace('\\"', '"').replace(
            "\\\\", "\\"
        )


# The pages


@pytest.mark.django_db
def test_every_kind_of_row_keeps_to_the_vocabulary(client, django_assert_max_num_queries):
    entries = publish(*every_row())
    for entry in entries:
        path = entry.get_absolute_url().split("#")[0]
        with django_assert_max_num_queries(8):
            graph, _ = told(client, path)
        assert graph, path
        assert faults(graph) == [], path


@pytest.mark.django_db
def test_what_only_an_article_says_is_not_told_as_a_fact(client):
    drug = make.DrugFactory(slug="d")
    make.AdverseEffectFactory(drug=drug, effect="odd dreams", seriousness="common", basis="seed")
    make.AdverseEffectFactory(drug=drug, effect="a headache", seriousness="common")
    publish(drug)
    [_, node], _ = told(client, "/drugs/d/")
    assert [outcome["name"] for outcome in node["adverseOutcome"]] == ["A headache"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "told_so"),
    [
        ({"origin": "review", "last_reviewed": datetime.date(2026, 5, 1)}, True),
        ({"origin": "emergency", "last_reviewed": datetime.date(2026, 5, 1)}, False),
        ({"origin": "import"}, False),
    ],
)
def test_reviewed_is_said_only_of_what_was_reviewed(client, columns, told_so):
    publish(make.DrugFactory(slug="d"))
    LiveDrug.objects.update(**columns)
    [page, *_], _ = told(client, "/drugs/d/")
    assert (page.get("lastReviewed") == "2026-05-01") is told_so
    assert ("reviewedBy" in page) is told_so


@pytest.mark.django_db
def test_a_disagreement_is_a_claim_review_without_marks(client):
    claim = make.IndicationClaimFactory(says="approved for all", stance="disagrees")
    publish(claim.indication.drug)
    for path in (claim.indication.drug, claim.indication.condition):
        graph, _ = told(client, path.get_absolute_url())
        [review] = [node for node in graph if node["@type"] == "ClaimReview"]
        assert review["claimReviewed"] == "approved for all"
        assert review["reviewRating"].keys() == {"@type", "alternateName"}
        assert review["itemReviewed"]["appearance"]["name"] == claim.source.title


@pytest.mark.django_db
def test_an_answered_question_is_told_without_a_name(client):
    guide = publish(make.GuideFactory(slug="g"))
    said = {"text": "May I swim?", "answer": "Ask first.", "answered_at": timezone.now()}
    LiveAnswer.objects.create(id=1, guide_id=guide.pk, name="Rosa", **said)
    graph, text = told(client, "/guides/g/questions/")
    assert faults(graph) == []
    assert graph[0]["mainEntity"][0]["acceptedAnswer"]["text"] == "Ask first."
    assert "Rosa" not in json.dumps(graph)
    assert meta(text, "robots") == ["noindex"]


# The head


@pytest.mark.django_db
def test_the_head_of_an_entry(client):
    publish(make.DrugFactory(slug="d", inn="exampletinib"))
    _, text = told(client, "/drugs/d/?region=eu&utm_source=x")
    page = "http://testserver/drugs/d/"
    assert links(text, "canonical") == [page]
    assert links(text, "alternate") == [page, page]
    assert meta(text, "og:url") == [page]
    assert meta(text, "og:title") == ["Exampletinib"]
    assert meta(text, "og:type") == ["article"]
    assert meta(text, "robots") == []
    live = LiveDrug.objects.get()
    assert meta(text, "article:modified_time") == [live.published_at.isoformat()]
    assert '<html lang="en-GB">' in text


ADDRESSES = {
    "/drugs/?ref=mail": "/drugs/",
    "/drugs/?page=9": "/drugs/",
    "/drugs/?route=oral": None,
    "/research/?tier=A": None,
    "/approvals/?region=us&sort=approved": "/approvals/",
    "/approvals/?region=eu": "/approvals/?region=eu",
    "/compare/?drug=b&drug=a": "/compare/?drug=a&amp;drug=b",
    "/compare/?drug=b&drug=none": None,
    "/updates/?kind=drug": None,
    "/about/review/?state=overdue": None,
    "/search/?q=x": None,
    "/feedback/?page=/": None,
    "/none/": None,
}
"""What is asked for, and the one address of that view; None is left alone by search engines."""


@pytest.mark.django_db
def test_each_view_has_one_address_or_is_left_alone(client):
    publish(make.DrugFactory(slug="a"), make.DrugFactory(slug="b"))
    for address, canonical in ADDRESSES.items():
        _, text = told(client, address)
        expected = [f"http://testserver{canonical}"] if canonical else []
        assert links(text, "canonical") == expected, address
        assert meta(text, "robots") == ([] if canonical else ["noindex"]), address
        assert len(meta(text, "og:title")) == 1, address


@pytest.mark.django_db
def test_a_page_can_be_shared_without_a_third_party(client):
    publish(make.GuideFactory(slug="g", title="Warts & all"))
    _, text = told(client, "/guides/g/?page=2")
    [line] = re.findall(r'<p class="share.*?</p>', text)
    assert '<a href="http://testserver/guides/g/">http://testserver/guides/g/</a>' in line
    assert "mailto:?subject=Warts%20%26%20all&amp;body=http%3A//testserver/guides/g/" in line
    assert 'class="share' not in told(client, "/guides/")[1]
