"""What a page said on a day, in an edition, and the history that leads there."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drugs.models import LiveDrug
from editorial import past
from editorial.actions import publish_import
from editorial.bare import bare
from editorial.models import Edition, LiveChange
from tests.factories import (
    BrandFactory,
    DrugFactory,
    DrugStatementFactory,
    IndicationFactory,
    TermFactory,
    WarningFactory,
    publish,
    publish_again,
    withdraw,
)
from tests.test_leaks import MARKER, every_row, taint_working_copy

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
SECTIONS = {
    "drug": "drugs",
    "condition": "conditions",
    "warning": "safety",
    "source": "research",
    "guide": "guides",
}


@pytest.fixture
def drug():
    """A drug with three editions; the brand has another name in each."""
    brand = BrandFactory(drug__slug="examplitinib", name="Firstname")
    publish(brand.drug)
    for name in ("Secondname", "Thirdname"):
        brand.name = name
        brand.save()
        assert publish_import([brand.drug], note=f"The brand is called {name}.")
    return brand.drug


def test_an_edition_reads_as_it_was_with_a_banner_and_is_not_indexed(client, drug):
    page = client.get("/drugs/examplitinib/?edition=2")
    assert "Secondname" in page.text
    assert "Thirdname" not in page.text
    assert "in edition&nbsp;2" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert 'href="/drugs/examplitinib/">Read today' in page.text
    assert "Thirdname" in client.get("/drugs/examplitinib/").text


def test_the_day_of_today_reads_as_today_below_its_banner(client):
    publish(*every_row())
    for address in _pages():
        today, then = client.get(address), client.get(f"{address}?as_of={TODAY}")
        assert then.status_code == 200, address
        assert _plain(then) == _plain(today), address


def _pages():
    urls = LiveChange.objects.values_list("url", flat=True)
    found = {url.split("#")[0] for url in urls}
    return [*sorted(found), "/safety/", "/updates/"]


def _plain(page) -> str:
    """What the page says, without its banner and without the parameter in its links."""
    said = page.text.partition("<main")[2].partition('<p class="share')[0].partition("</main>")[0]
    head, _, rest = said.partition('<section class="back"')
    text = head + (rest.partition("</section>")[2] if rest else "")
    query = f"as_of={TODAY}"
    for noise in (f"?{query}&amp;", f"?{query}", f"&amp;{query}", quote(f"?{query}")):
        text = text.replace(noise, "?" if noise.endswith("&amp;") else "")
    return " ".join(text.split())


def test_before_the_first_edition_the_page_says_when_it_began(client, drug):
    answer = client.get(f"/drugs/examplitinib/?as_of={TODAY - timedelta(days=1)}")
    assert answer.status_code == 404
    assert "first edition was published on" in answer.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=yesterday", "as_of must be a day"),
        ("as_of=2026-02-30", "as_of must be a day"),
        ("as_of=%00", "as_of must be a day"),
        ("as_of=9999-12-31", "in the future"),
        ("edition=0", "edition must be"),
        ("edition=-1", "edition must be"),
        ("edition=" + "9" * 5000, "edition must be"),
        ("edition=1&as_of=2026-01-01", "not for both"),
    ],
)
def test_a_wrong_moment_is_named(client, drug, query, words):
    answer = client.get(f"/drugs/examplitinib/?{query}")
    assert answer.status_code == 400
    assert words in answer.text


def test_an_edition_that_was_never_there_is_not_found(client, drug):
    assert client.get("/drugs/examplitinib/?edition=4").status_code == 404
    assert client.get("/drugs/never-heard-of/?edition=1").status_code == 404
    assert client.get(f"/drugs/never-heard-of/?as_of={TODAY}").status_code == 404


def test_a_page_without_earlier_views_says_so(client, drug):
    for address in ("/search/?q=a&", "/about/?", "/about/review/?", "/feedback/?"):
        assert "no earlier views" in client.get(f"{address}as_of={TODAY}").text, address
    assert "no earlier views" not in client.get("/about/").text


def test_a_withdrawn_page_is_gone_and_its_editions_stay_readable(client, drug):
    withdraw(LiveDrug.objects.get())
    assert client.get("/drugs/examplitinib/").status_code == 410
    assert client.get(f"/drugs/examplitinib/?as_of={TODAY}").status_code == 410
    assert "Secondname" in client.get("/drugs/examplitinib/?edition=2").text
    history = client.get("/drugs/examplitinib/history/")
    assert "No longer sold." in history.text
    assert "No longer sold." in client.get("/drugs/examplitinib/history/4/").text


def test_what_stands_around_a_page_is_of_the_same_moment(client):
    warning = WarningFactory(title="Old title of a warning")
    indication = IndicationFactory()
    warning.applies_to.set([indication.drug])
    publish(indication.drug, warning)
    seq = LiveChange.objects.first().seq
    warning.title = "New title of a warning"
    warning.save()
    publish(warning)
    with past.looking(past.Moment(edition=1, seq=seq)):
        page = client.get(f"{LiveDrug.objects.get().get_absolute_url()}")
    assert "Old title of a warning" in page.text
    assert "New title of a warning" not in page.text


def test_the_history_lists_editions_and_what_each_changed(client, drug):
    page = client.get("/drugs/examplitinib/history/")
    assert page.text.index("Edition&nbsp;3") < page.text.index("Edition&nbsp;1")
    assert "The brand is called Thirdname." in page.text
    change = client.get("/drugs/examplitinib/history/3/")
    assert "Secondname" in change.text
    assert "Thirdname" in change.text
    assert "noindex" in change.text
    assert client.get("/drugs/examplitinib/history/4/").status_code == 404
    assert client.get("/drugs/nothing/history/").status_code == 404
    assert client.get("/dregs/examplitinib/history/").status_code == 404


def test_what_is_published_again_is_compared_with_its_last_text(client, drug):
    withdraw(LiveDrug.objects.get())
    drug.brands.update(name="Fourthname")
    _again(drug)
    change = client.get("/drugs/examplitinib/history/5/").text
    assert "All of it was new" not in change
    assert "with edition&nbsp;3, its last text" in change
    assert "Thirdname" in change
    assert "Fourthname" in change
    assert "its last text" not in client.get("/drugs/examplitinib/history/3/").text
    assert "The page was withdrawn" in client.get("/drugs/examplitinib/history/4/").text


def test_a_review_is_overdue_by_the_day_that_is_shown(client, drug):
    row = {"next_review": TODAY - timedelta(days=10)}
    for day, late in ((TODAY, True), (TODAY - timedelta(days=20), False)):
        with past.looking(past.Moment(day=day, seq=1)):
            assert past.overdue(row["next_review"]) is late
            assert past.overdue(str(row["next_review"])) is late
    assert past.overdue(row["next_review"])


def test_words_are_explained_as_they_were(client):
    term = TermFactory(name="enzyme", definition="What it meant before.")
    fact = DrugStatementFactory(text="It blocks an enzyme.", topic="summary")
    publish(term, fact.drug)
    seq = LiveChange.objects.first().seq
    term.definition = "What it means today."
    term.save()
    publish_import([term], note="Better words.")
    address = f"/drugs/{fact.drug.slug}/"
    assert "What it means today." in client.get(address).text
    with past.looking(past.Moment(day=TODAY, seq=seq)):
        then = client.get(address).text
        glossary = client.get("/glossary/").text
    assert "What it meant before." in then
    assert "What it means today." not in then
    assert "What it meant before." in glossary


def test_a_view_that_can_still_change_says_so(client, drug):
    newest = client.get("/drugs/examplitinib/?edition=3").text
    assert "can until this day ends" in newest
    assert "stays as it is" not in newest
    assert "It can change until this day ends" in client.get(f"/drugs/?as_of={TODAY}").text
    older = client.get("/drugs/examplitinib/?edition=2").text
    assert "until this day ends" not in older
    assert "stays as it is" in older
    settled = past.Moment(edition=3, published=TODAY - timedelta(days=1))
    assert not settled.grows


def test_pages_that_look_back_ask_the_same_for_one_and_for_three(client):
    numbers = []
    for _ in range(2):
        drug = DrugFactory()
        for _ in range(1 if not numbers else 3):
            BrandFactory(drug=drug)
            DrugStatementFactory(drug=drug)
            publish(drug)
        counts = []
        for address in (f"/drugs/{drug.slug}/?as_of={TODAY}", f"/drugs/{drug.slug}/history/",
                        f"/drugs/{drug.slug}/?edition=1"):  # fmt: skip
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        numbers.append(counts)
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 8


def test_no_draft_and_no_editors_note_shows_in_history_or_past(client):
    publish(*every_row())
    taint_working_copy()
    for address in _pages():
        assert MARKER not in client.get(f"{address}?as_of={TODAY}").text
    for kind, slug in Edition.objects.values_list("kind", "slug"):
        if kind in SECTIONS:
            answer = client.get(f"/{SECTIONS[kind]}/{slug}/history/1/")
            assert answer.status_code == 200
            assert MARKER not in answer.text


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["change", "withdraw"]), min_size=1, max_size=6))
def test_at_each_moment_the_past_is_what_was_live_then(verbs):
    brand = BrandFactory()
    seen = {}
    for place, verb in enumerate(["change", *verbs]):
        live = LiveDrug.objects.filter(pk=brand.drug_id).first()
        if verb == "withdraw" and live:
            withdraw(live)
        elif verb == "change":
            brand.name = f"Name {place}"
            brand.save()
            _again(brand.drug)
        live = LiveDrug.objects.filter(pk=brand.drug_id).first()
        seq = LiveChange.objects.first().seq
        seen[seq] = _shown(bare([live])[0]) if live else None
    for seq, shown in seen.items():
        with past.looking(past.Moment(day=date.today(), seq=seq)):
            found = [e for e in past.documents([LiveDrug.objects]) if e[2]["id"] == brand.drug_id]
            live = past._instance(found[0][0], _row(seq, brand.drug_id)) if found else None
            assert (_shown(bare([live])[0]) if live else None) == shown


def _row(seq, pk):
    from django.db.models import Q

    return past.editions_at(seq, Q(kind="drug", entry_id=pk))[0]


def _shown(entry) -> dict:
    keep = ("edition", "seq", "first_published_at", "origin", "last_reviewed", "slug")
    return {name: getattr(entry, name) for name in keep} | {
        "brands": [(row.name, [s.title for s in row.sources]) for row in entry.brands]
    }


def _again(drug):
    if Edition.objects.filter(kind="drug", entry_id=drug.pk).exists():
        publish_again(drug)
    else:
        publish(drug)
