"""Who may do what: the five roles, and what each verb asks for."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, transaction

from drugs.models import Brand, Drug
from editorial import actions, roles
from editorial.actions import Refused
from editorial.models import AuditRow, Proposal, SignOff
from editorial.roles import MAY, Role
from tests.factories import ColleagueFactory, DrugFactory, UserFactory, WarningFactory, publish

pytestmark = pytest.mark.django_db

ROLE_NAMES = list(Role.values)


def somebody(*names, **columns):
    return UserFactory(roles=list(names), **columns)


@pytest.fixture
def proposal():
    return actions.propose([DrugFactory()], by=somebody("author"), note="A new page.")


def test_there_are_five_groups_and_installing_again_keeps_them():
    roles.install("default")
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLE_NAMES)


def test_editors_may_change_the_working_copy_and_others_may_not():
    wanted = {
        "author": True,
        "medical reviewer": True,
        "publisher": True,
        "comment moderator": False,
        "administrator": False,
    }
    rights = ("drugs.change_drug", "drugs.add_brand", "safety.change_warning")
    for name, allowed in wanted.items():
        assert [somebody(name).has_perm(right) for right in rights] == [allowed] * 3, name


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_nobody_may_change_live_rows_or_the_log(name):
    person = somebody(name)
    for right in ("drugs.change_livedrug", "editorial.change_edition", "editorial.add_signoff"):
        assert not person.has_perm(right)


def test_only_the_administrator_changes_accounts():
    assert [n for n in ROLE_NAMES if somebody(n).has_perm("auth.change_user")] == ["administrator"]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("medical", {"medical reviewer"}), ("editorial", {"author", "publisher"})],
)
def test_each_signature_has_its_role(proposal, role, allowed):
    for name in ROLE_NAMES:
        person = somebody(name)
        if name in allowed:
            assert actions.sign(proposal, by=person, role=role).role == role
        else:
            with pytest.raises(Refused, match="is for the role"):
                actions.sign(proposal, by=person, role=role)


def test_a_superuser_without_a_role_signs_and_publishes_nothing(proposal):
    root = UserFactory(superuser=True)
    for role in SignOff.Role.values:
        with pytest.raises(Refused):
            actions.sign(proposal, by=root, role=role)
    with pytest.raises(Refused):
        actions.publish(proposal, by=root)


def test_the_database_asks_for_the_role_too(proposal):
    signature = SignOff(
        proposal=proposal, role="medical", sha256=proposal.sha256, user=somebody("author"), name="x"
    )
    with (
        pytest.raises((IntegrityError, DatabaseError), match="for medical reviewers"),
        transaction.atomic(),
    ):
        signature.save()


@pytest.mark.parametrize("name", sorted(set(ROLE_NAMES) - {"publisher"}))
def test_only_a_publisher_publishes(proposal, name):
    for role in SignOff.Role.values:
        actions.sign(proposal, by=ColleagueFactory(), role=role)
    with pytest.raises(Refused, match="publisher"):
        actions.publish(proposal, by=somebody(name))
    assert Proposal.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("author", False),
        ("medical reviewer", False),
        ("publisher", True),
        ("comment moderator", False),
        ("administrator", True),
    ],
)
def test_who_may_publish_an_emergency(name, allowed):
    warning = WarningFactory()
    publish(warning)
    details = {"note": "x", "emergency": True, "reason": "Deaths were reported."}
    person = somebody(name)
    if not allowed:
        with pytest.raises(Refused, match="publish an emergency"):
            actions.propose([warning], by=person, **details)
        return
    proposal = actions.propose([warning], by=person, **details)
    assert actions.publish(proposal, by=person)
    with pytest.raises(Refused, match="took part"):
        actions.countersign(proposal, by=person)
    assert actions.countersign(proposal, by=somebody(name)).countersigned_at


def test_a_deactivated_account_has_no_role(proposal):
    gone = somebody("medical reviewer", is_active=False)
    with pytest.raises(Refused):
        actions.sign(proposal, by=gone, role="medical")


def test_every_verb_belongs_to_known_roles():
    assert set().union(*MAY.values()) <= set(Role)


def test_a_refused_attempt_is_in_the_audit(proposal):
    with pytest.raises(Refused):
        actions.publish(proposal, by=somebody("author"))
    row = AuditRow.objects.first()
    assert (row.verb, row.outcome) == ("publish", "refused")
    assert "publisher" in row.detail


def test_working_models_are_those_the_roles_know():
    codenames = set(Group.objects.get(name="author").permissions.values_list("codename", flat=True))
    for model in (Drug, Brand):
        assert {f"{a}_{model._meta.model_name}" for a in ("add", "change", "delete")} <= codenames
    assert not {name for name in codenames if "live" in name and not name.startswith("view_")}
