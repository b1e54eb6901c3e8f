"""Lists, filters, the matrix, the comparison and the first page as of a day."""

import re
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.models import LiveCondition
from conditions.views import PER_PAGE
from drugs.models import LiveDrug
from editorial import earlier, past
from editorial.models import LiveChange
from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    GuideFactory,
    IndicationFactory,
    SourceFactory,
    TargetFactory,
    publish,
    publish_again,
    withdraw,
)
from tests.test_leaks import MARKER, every_row, taint_working_copy

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
LISTS = (
    "/",
    "/drugs/",
    "/drugs/?target=JAK1",
    "/drugs/?route=oral&status=approved&region=us",
    "/drugs/?condition=nothing",
    "/drugs/?page=2",
    "/conditions/",
    "/approvals/",
    "/approvals/?region=eu&sort=approved",
    "/approvals/?status=approved",
    "/approvals/?page=9&part=9",
    "/compare/",
    "/research/",
    "/research/?tier=A",
    "/research/?q=a",
    "/research/?page=2",
    "/guides/",
    "/glossary/",
)


def at(address: str, day=TODAY) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of={day}"


def plain(page) -> str:
    """What a page says, without the banner, the line for sharing, and the day in its links and forms."""
    text = page.text.partition("<main")[2].partition('<p class="share')[0].partition("</main>")[0]
    head, _, rest = text.partition('<section class="back"')
    text = head + (rest.partition("</section>")[2] if rest else "")
    text = re.sub(r'<input type="hidden" name="as_of"[^>]*>', "", text)
    for noise in (f"&amp;as_of={TODAY}", f"as_of={TODAY}&amp;", f"?as_of={TODAY}"):
        text = text.replace(noise, "").replace(quote(noise), "")
    return " ".join(text.split()).replace('href=""', "").replace('href="?"', "")


def test_the_day_of_today_reads_as_today(client):
    publish(*every_row())
    drugs = [drug.slug for drug in LiveDrug.objects.all()[:3]]
    chosen = [
        f"/drugs/?condition={row.condition.slug}"
        for row in LiveDrug.objects.first().indications.all()
    ]
    compared = "/compare/?" + "&".join(f"drug={slug}" for slug in [*drugs, "no-such-drug"])
    for address in (*LISTS, *chosen, compared, f"/research/?drug={drugs[0]}"):
        today, then = client.get(address), client.get(at(address))
        assert then.status_code == today.status_code, address
        assert plain(then) == plain(today), address
        assert then.headers["X-Robots-Tag"] == "noindex"
        assert "no earlier views" not in then.text


def test_a_list_shows_what_was_there_and_keeps_the_day(client):
    brand = BrandFactory(name="Firstname", drug__slug="examplitinib")
    publish(brand.drug)
    seq = LiveChange.objects.first().seq
    brand.name = "Secondname"
    brand.save()
    publish_again(brand.drug)
    publish(DrugFactory(slug="newtinib"))
    with past.looking(past.Moment(day=TODAY, seq=seq)):
        then = client.get("/drugs/?route=oral")
    assert "Firstname" in then.text
    assert "Secondname" not in then.text
    assert "newtinib" not in then.text
    assert f'<input type="hidden" name="as_of" value="{TODAY}">' in then.text
    assert f'href="/drugs/?as_of={TODAY}">Clear' in then.text


def test_a_record_waits_for_its_condition_then_as_it_did(client):
    indication = IndicationFactory(status="approved", jurisdiction="US-FDA")
    publish(indication.drug)
    moments = [(LiveChange.objects.first().seq, True)]
    withdraw(LiveCondition.objects.get())
    moments.append((LiveChange.objects.first().seq, False))
    publish_again(indication.condition)
    moments.append((LiveChange.objects.first().seq, True))
    for seq, shown in moments:
        with past.looking(past.Moment(day=TODAY, seq=seq)):
            assert (indication.condition.name in client.get("/approvals/").text) is shown
            assert bool(earlier.entries(LiveDrug)[0].indications) is shown


def test_the_files_of_the_matrix_are_of_the_day(client):
    indication = IndicationFactory(jurisdiction="US-FDA", status="approved")
    publish(indication.condition, indication.drug)
    for kind in ("csv", "json"):
        then = client.get(at(f"/approvals/?format={kind}"))
        assert then.content == client.get(f"/approvals/?format={kind}").content
        assert f"approvals-us-{TODAY}.{kind}" in then.headers["Content-Disposition"]


def test_a_condition_with_many_drugs_has_the_pages_of_today(client):
    condition = ConditionFactory(slug="examplosis")
    uses = [
        IndicationFactory(
            condition=condition,
            jurisdiction=("US-FDA", "EU-EMA", "JP")[n % 3],
            status=("approved", "withdrawn")[n % 2],
        )
        for n in range(PER_PAGE + 3)
    ]
    publish(*(row.drug for row in uses))
    for query in ("", "?page=2", "?region=eu", "?region=eu&page=2"):
        address = f"/conditions/examplosis/{query}"
        today, then = client.get(address), client.get(at(address))
        assert then.status_code == today.status_code == 200
        assert plain(then) == plain(today), address
    beyond = client.get(at("/conditions/examplosis/?page=9"))
    assert beyond.headers["Location"] == f"/conditions/examplosis/?page=2&as_of={TODAY}"


def test_before_the_first_edition_a_list_says_when_it_began(client):
    for address in LISTS:
        assert client.get(at(address)).status_code == 404, address
    publish(DrugFactory())
    answer = client.get(at("/drugs/", TODAY - timedelta(days=1)))
    assert answer.status_code == 404
    assert "Nothing was published here on" in answer.text
    assert "first edition was published on" in answer.text
    assert client.get(at("/drugs/", TODAY + timedelta(days=2))).status_code == 400


def test_no_draft_shows_in_a_list_of_the_past(client):
    publish(*every_row())
    taint_working_copy()
    for address in LISTS:
        assert MARKER not in client.get(at(address)).text, address


def test_a_list_of_the_past_asks_the_same_for_few_and_for_many(client):
    numbers = []
    for many in (2, 6):
        for _ in range(many):
            row = IndicationFactory(jurisdiction="US-FDA", status="approved")
            target, brand, source = (
                TargetFactory(drug=row.drug),
                BrandFactory(drug=row.drug),
                SourceFactory(),
            )
            guide = GuideFactory()
            guide.conditions.set([row.condition])
            publish(source, row.condition, target.drug, brand.drug, guide)
        slugs = LiveDrug.objects.values_list("slug", flat=True)
        compared = f"/compare/?drug={slugs[0]}&drug={slugs[len(slugs) - 1]}"
        counts = {}
        for address in (*LISTS, compared, f"/research/?drug={slugs[0]}"):
            earlier.forget()
            with CaptureQueriesContext(connection) as asked:
                client.get(at(address))
            counts[address.partition("drug=")[0]] = len(asked)
        numbers.append(counts)
    assert numbers[0] == numbers[1]
    assert max(numbers[0].values()) <= 8, numbers[0]


@pytest.mark.parametrize("limit", ["EDITIONS", "FEW"])
def test_the_limits_of_what_is_kept_change_no_answer(client, monkeypatch, limit):
    publish(*every_row())
    known = {address: plain(client.get(at(address))) for address in LISTS}
    earlier.forget()
    monkeypatch.setattr(earlier, limit, 1)
    for address, said in known.items():
        assert plain(client.get(at(address))) == said, address
    assert limit != "EDITIONS" or len(earlier._kept) == 1


def test_who_waits_for_another_reader_is_told_when_to_come_back(client, monkeypatch):
    publish(DrugFactory())
    monkeypatch.setattr(earlier, "PATIENCE", 0.05)
    held, done = Event(), Event()

    def reads():
        with earlier._alone():
            held.set()
            done.wait(20)

    other = Thread(target=reads)
    other.start()
    held.wait(20)
    try:
        page, api = client.get(at("/drugs/")), client.get(at("/api/v1/indications/"))
        assert client.get("/drugs/").status_code == 200
    finally:
        done.set()
        other.join()
    for answer in (page, api):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
    assert "One moment" in page.text
    assert api.json()["type"] == "/api/v1/docs/#problem-busy"
    assert client.get(at("/drugs/")).status_code == 200


def test_what_was_read_once_is_not_read_again(client):
    publish(*(DrugFactory() for _ in range(3)))
    client.get(at("/drugs/"))
    publish(DrugFactory(slug="newtinib"))
    with CaptureQueriesContext(connection) as asked:
        assert "newtinib" in client.get(at("/drugs/")).text
    documents = [q["sql"] for q in asked if '"live_edition"."document"' in q["sql"]]
    [read] = [sql for sql in documents if "first_published_at" not in sql]
    assert f"IN ({LiveChange.objects.first().seq})" in read
    earlier.forget()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(["rename", "status", "withdraw drug", "withdraw condition", "back", "new"]),
        min_size=1,
        max_size=7,
    )
)
def test_at_each_moment_a_list_is_what_the_live_page_showed_then(verbs):
    """Of every moment: what today's pages said while it was today."""
    client, seen = Client(), {}
    row = IndicationFactory(jurisdiction="US-FDA", status="approved")
    brand = BrandFactory(drug=row.drug)
    other = IndicationFactory(jurisdiction="EU-EMA", condition=row.condition)
    publish(row.condition, row.drug, other.drug)
    addresses = [
        "/",
        "/drugs/",
        "/drugs/?status=approved&region=us",
        f"/drugs/?condition={row.condition.slug}",
        "/conditions/",
        "/approvals/",
        "/approvals/?region=eu",
        "/approvals/?format=csv",
        f"/compare/?drug={row.drug.slug}&drug={other.drug.slug}",
        "/research/",
        "/api/v1/indications/?page_size=1",
        "/api/v1/indications/?status=approved",
    ]
    for place, verb in enumerate(["", *verbs]):
        _do(verb, place, row, brand)
        seq = LiveChange.objects.first().seq
        seen[seq] = {address: _said(client.get(address)) for address in addresses}
    for seq, said in seen.items():
        for address, text in said.items():
            with past.looking(past.Moment(day=date.today(), seq=seq)):
                assert _said(client.get(address)) == text, (verbs, seq, address)


def _said(page) -> str:
    return (
        f"{page.status_code} {plain(page)}" if "html" in page.headers["Content-Type"] else page.text
    )


def _do(verb, place, row, brand):
    drug, condition = row.drug, row.condition
    if verb == "rename":
        brand.name = f"Brand {place}"
        brand.save()
        publish_again(drug)
    elif verb == "status":
        row.status = "withdrawn" if row.status == "approved" else "approved"
        row.save()
        publish_again(drug)
    elif verb == "withdraw drug" and drug_live(drug):
        withdraw(drug_live(drug))
    elif verb == "withdraw condition":
        found = LiveCondition.objects.filter(pk=condition.pk).first()
        if found:
            withdraw(found)
    elif verb == "back":
        condition.name = f"Renamed {LiveChange.objects.first().seq}"
        condition.save()
        publish_again(condition)
    elif verb == "new":
        fresh = IndicationFactory(jurisdiction="US-FDA", condition=ConditionFactory())
        publish(fresh.condition, fresh.drug)


def drug_live(drug):
    return LiveDrug.objects.filter(pk=drug.pk).first()
