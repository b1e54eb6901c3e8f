"""Every address answers every role as docs/roles.csv says; an address without a row is a failure."""

import pytest
from django.template.response import SimpleTemplateResponse
from django.test import Client

from editorial import actions
from editorial.registry import kinds
from editorial.roles import roles_of
from tests import factories, matrix
from tests.factories import ColleagueFactory, UserFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Who may enter is decided before a page of the newsroom is drawn; drawing six thousand takes minutes,
    and five thousand lines about refusals, which are what is looked for here, some more seconds."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    caplog.set_level("ERROR", logger="django.request")


@pytest.fixture(scope="module")
def known(for_the_module) -> dict:
    """A row of every working model, by label; a published entry of every kind, by first word of its address."""
    found = {}
    for factory in vars(factories).values():
        model = getattr(getattr(factory, "_meta", None), "model", None)
        if model and model._meta.app_label not in ("auth",):
            found[model._meta.label_lower] = factory().pk
    for kind in kinds().values():
        publish(kind.model.objects.get(pk=found[kind.model._meta.label_lower]))
        slug = kind.live.objects.latest("seq").slug
        found |= dict.fromkeys((f"{kind.name}s", kind.name), slug)
    proposal = actions.propose(
        [kinds()["drug"].model.objects.first()], by=ColleagueFactory(), note="x"
    )
    numbers = {"edition": 1, "auditrow": 1, "proposal": proposal.pk, "livechange": 1}
    found |= {f"editorial.{name}": pk for name, pk in numbers.items()}
    person = UserFactory()
    return found | {
        "auth.user": person.pk,
        "auth.group": person.groups.model.objects.first().pk,
        "safety": found["warnings"],
        "research": found["sources"],
    }


def answers(role: str, known: dict) -> dict:
    """What this role gets, by (route, method)."""
    found, client = {}, Client()
    person = UserFactory(staff=True, roles=[role]) if role != "nobody" else None
    for route, name in matrix.addresses():
        path = matrix.path_of(route, name, known)
        for method in matrix.METHODS:
            if person and "sessionid" not in client.cookies:
                client.force_login(person)
            found[route, method] = matrix.in_words(client.generic(method, path))
            if name == "logout":
                client.cookies.clear()
    return found


@pytest.mark.parametrize("role", matrix.ROLES)
def test_every_address_answers_as_the_matrix_says(role, known, request):
    found = answers(role, known)
    if request.config.getoption("--write-matrix"):
        rows = matrix.read() if matrix.FILE.exists() else {}
        for place, answer in found.items():
            rows.setdefault(place, dict.fromkeys(matrix.ROLES, ""))[role] = answer
        matrix.write({place: rows[place] for place in found})
        return
    wanted = {place: row[role] for place, row in matrix.read().items()}
    assert found == wanted


def test_an_address_without_a_row_is_noticed():
    routes = {route for route, _ in matrix.addresses()}
    assert routes == {route for route, _ in matrix.read()}
    assert "admin/editorial/proposal/<int:pk>/do/publish/" in routes


def test_nobody_without_an_account_enters_the_newsroom():
    open_to_all = (
        "admin/login/",
        "admin/logout/",
        "admin/preview/<str:token>/",
        "admin/preview/<str:token>/page/",
    )
    for (route, method), row in matrix.read().items():
        if route.startswith("admin/") and route not in open_to_all:
            assert row["nobody"] in ("sign in", "no"), (route, method)


def test_what_the_table_of_roles_promises():
    rows = matrix.read()
    drug = rows["admin/drugs/drug/<path:object_id>/change/", "POST"]
    assert [drug[role] for role in matrix.ROLES] == ["sign in", "yes", "yes", "yes", "no", "no"]
    emergency = rows["admin/safety/emergency/", "GET"]
    assert [emergency[r] for r in matrix.ROLES] == ["sign in", "no", "no", "yes", "no", "yes"]
    accounts = rows["admin/auth/user/<path:object_id>/change/", "GET"]
    assert [r for r in matrix.ROLES if accounts[r] == "yes"] == ["administrator"]


def test_roles_come_from_groups():
    assert roles_of(UserFactory(roles=["author"])) == {"author"}
