"""The queues of the newsroom: what is in each, counted on the index, exported to a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editorial import actions
from editorial.queues import QUEUES
from editorial.sheets import neutral, read_sheet
from tests.factories import (
    BrandFactory,
    ColleagueFactory,
    DrugFactory,
    IndicationFactory,
    UserFactory,
    WarningFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def titles(name, user) -> list[str]:
    queue = QUEUES[name]
    return [item.title for item in queue.shown(queue.rows(user))]


def person(*roles):
    return UserFactory(staff=True, roles=list(roles))


@pytest.fixture
def author():
    return person("author")


@pytest.fixture
def proposal(author):
    return actions.propose([DrugFactory()], by=author, note="x")


def title(proposal):
    return proposal.entries.get().title


def test_a_proposal_goes_from_queue_to_queue(author, proposal):
    name, publisher = title(proposal), person("publisher")
    reviewer = person("medical reviewer")
    assert titles("mine", author) == [name]
    assert titles("waiting", author) == []
    assert titles("waiting", reviewer) == titles("waiting", publisher) == [name]
    actions.sign(proposal, by=reviewer, role="medical")
    assert titles("waiting", reviewer) == []
    assert titles("waiting", publisher) == [name]
    actions.sign(proposal, by=publisher, role="editorial")
    assert titles("ready", author) == [name]
    actions.schedule(proposal, by=publisher, at=timezone.now() + timedelta(hours=1))
    assert titles("calendar", author) == [name]
    actions.send_back(proposal, by=reviewer, comment="Not yet.")
    assert titles("returned", author) == [name]
    assert titles("returned", reviewer) == []


def test_who_was_asked_sees_it_until_they_sign(proposal):
    moderator = person("comment moderator")
    assert titles("waiting", moderator) == []
    actions.assign(proposal, by=ColleagueFactory(), people=[moderator])
    assert titles("waiting", moderator) == [title(proposal)]


def test_an_emergency_stays_until_somebody_else_countersigns():
    warning = WarningFactory()
    publish(warning)
    publisher = person("publisher")
    details = {"note": "x", "emergency": True, "reason": "Deaths."}
    proposal = actions.propose([warning], by=publisher, **details)
    actions.publish(proposal, by=publisher)
    assert titles("emergency", publisher) == [title(proposal)]
    client = Client()
    client.force_login(publisher)
    assert 'class="alarm"' in client.get("/admin/").text
    actions.countersign(proposal, by=person("medical reviewer"))
    assert titles("emergency", publisher) == []
    assert 'class="alarm"' not in client.get("/admin/").text


def test_reviews_by_their_dates(author, settings):
    drugs = DrugFactory.create_batch(3)
    publish(*drugs)
    for drug, months in zip(drugs[:2], (-1, 1), strict=True):
        settings.REVIEW_MONTHS = {"drug": months}
        proposal = actions.propose([drug], by=ColleagueFactory(), note="Read again.")
        actions.sign(proposal, by=ColleagueFactory(), role="medical", whole_page=True)
        actions.sign(proposal, by=ColleagueFactory(), role="editorial")
        actions.publish(proposal, by=ColleagueFactory())
    assert titles("overdue", author) == [str(drugs[0])]
    assert titles("due", author) == [str(drugs[1])]
    assert titles("never-reviewed", author) == [str(drugs[2])]


def test_what_waits_for_a_check_and_what_is_hidden(author):
    brand = BrandFactory(checked="recalled")
    indication = IndicationFactory()
    actions.publish_import([*indication.sources.all(), indication.drug], note="x")
    assert titles("to-check", author) == [str(brand.drug)]
    (item,) = QUEUES["hidden"].shown(QUEUES["hidden"].rows(author))
    assert (item.title, str(indication.condition) in item.what) == (str(indication.drug), True)


@pytest.mark.parametrize("name", sorted(QUEUES))
@pytest.mark.parametrize("rows", [1, 3])
def test_each_queue_is_a_page_with_few_queries(name, rows, author, django_assert_max_num_queries):
    publish(
        *IndicationFactory.create_batch(rows)[0].drug.brands.all(), *DrugFactory.create_batch(rows)
    )
    for drug in DrugFactory.create_batch(rows):
        actions.propose([drug], by=author, note="x")
    client = Client()
    client.force_login(person("author", "comment moderator"))
    with django_assert_max_num_queries(25):
        assert client.get(f"/admin/queue/{name}/").status_code == 200


def test_an_empty_queue_says_so_and_an_unknown_one_is_not_found(author):
    client = Client()
    client.force_login(author)
    assert "Nothing waits here." in client.get("/admin/queue/emergency/").text
    assert client.get("/admin/queue/nonsense/").status_code == 404


def test_the_index_counts_with_few_queries(author, proposal, django_assert_max_num_queries):
    client = Client()
    client.force_login(author)
    with django_assert_max_num_queries(25):
        page = client.get("/admin/").text
    assert "Mine, on their way" in page


@pytest.mark.parametrize("name", sorted(QUEUES))
def test_a_queue_is_for_those_who_may_see_what_waits_there(name):
    client = Client()
    for role, wanted in (("author", "editorial"), ("comment moderator", "guides")):
        client.force_login(person(role))
        mine = QUEUES[name].permission.startswith(f"{wanted}.")
        assert client.get(f"/admin/queue/{name}/").status_code == (200 if mine else 403)
        assert (f"/admin/queue/{name}/" in client.get("/admin/").text) in ({mine, False})


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_both_kinds_of_file_can_be_read(author, proposal, wanted):
    client = Client()
    client.force_login(author)
    answer = client.get(f"/admin/queue/mine/?format={wanted}")
    heads, lines = read_sheet(f"mine.{wanted}", answer.content)
    assert heads[0] == "Title"
    assert [line[0] for line in lines] == [title(proposal)]


def test_export_as_csv(author):
    actions.propose([DrugFactory(inn="=1+1()")], by=author, note="@SUM(A1)")
    client = Client()
    client.force_login(author)
    answer = client.get("/admin/queue/mine/?format=csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="mine-')
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["Title"].startswith("'=")


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_would_be_a_formula_is_neutral(value):
    assert neutral(value) == f"'{value}"


def test_other_cells_stay():
    assert [neutral(v) for v in ("a=1", "", None, 7)] == ["a=1", "", None, 7]
