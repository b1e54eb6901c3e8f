"""The newsroom as a whole: every model, every list, what may not be set, who changed what."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.urls import reverse

from editorial.admin.log import ReadOnlyAdmin
from editorial.admin.working import WorkingAdmin
from editorial.models import LiveEntry, WorkingEntry
from editorial.registry import kinds
from editorial.site import site
from guides.models import Feedback, Question
from tests import factories
from tests.factories import (
    BrandFactory,
    DrugFactory,
    SourceFactory,
    UserFactory,
    publish,
)
from tests.newsroom import change_url, delete_url, list_url

pytestmark = pytest.mark.django_db
WORKING = sorted(
    {spec.model for kind in kinds().values() for spec in kind.rows}, key=lambda m: m._meta.label
)
LOG = [model for model in site._registry if isinstance(site._registry[model], ReadOnlyAdmin)]
FACTORIES = {
    getattr(factories, name)._meta.model: getattr(factories, name)
    for name in factories.__all__
    if name.endswith("Factory") and name not in ("UserFactory", "ColleagueFactory")
}


def label(model):
    return model._meta.label


@pytest.fixture
def editor(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    client.user = user
    return client


# Every model ----------------------------------------------------------------------------


def test_every_working_model_is_editable_and_nothing_live_is():
    editable = {model for model, admin in site._registry.items() if isinstance(admin, WorkingAdmin)}
    assert editable == set(WORKING)
    live = {model for model in apps.get_models() if getattr(model, "is_live", False)}
    assert not live & set(site._registry)


def test_the_log_is_registered_to_read():
    assert sorted(map(label, LOG)) == [
        "editorial.AuditRow",
        "editorial.Edition",
        "editorial.HiddenRow",
        "editorial.LiveChange",
        "editorial.Proposal",
        "editorial.SignOff",
        "editorial.Touch",
    ]
    assert set(site._registry) == {*WORKING, *LOG, User, Group, Question, Feedback}


@pytest.mark.parametrize("model", WORKING, ids=label)
def test_a_row_can_be_found_opened_and_added(editor, model):
    row = FACTORIES[model]()
    assert editor.get(list_url(model), {"q": "anything"}).status_code == 200
    assert editor.get(list_url(model), {"_facets": "True"}).status_code == 200
    assert editor.get(list_url(model) + "add/").status_code == 200
    assert editor.get(change_url(row)).status_code == 200


@pytest.mark.parametrize("model", WORKING, ids=label)
def test_a_list_asks_as_often_for_three_as_for_one(
    editor, django_assert_max_num_queries, django_assert_num_queries, model
):
    FACTORIES[model](**_with_its_own_owner(model))
    with django_assert_max_num_queries(25) as one:
        assert editor.get(list_url(model)).status_code == 200
    for _ in range(2):
        FACTORIES[model](**_with_its_own_owner(model))
    with django_assert_num_queries(len(one)):
        editor.get(list_url(model))


def _with_its_own_owner(model):
    """Three sources, so that the label which facts share is not the only one."""
    names = {field.name for field in model._meta.many_to_many}
    return {"sources": SourceFactory.create_batch(3)} if "sources" in names else {}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_form_asks_as_often_for_three_rows_as_for_one(
    editor, django_assert_max_num_queries, django_assert_num_queries, kind
):
    entry = _filled(kind, 1)
    publish(entry)
    editor.get(
        change_url(entry)
    )  # the first request of a process also fills Django's content type cache
    with django_assert_max_num_queries(25) as one:
        assert editor.get(change_url(entry)).status_code == 200
    _filled(kind, 2, entry)
    with django_assert_num_queries(len(one)):
        editor.get(change_url(entry))


def _filled(kind, number, entry=None):
    """An entry with this many more rows in each of its tables, each with a source of its own."""
    entry = entry or FACTORIES[kind.model]()
    for spec in kind.children:
        if spec.owner.remote_field.model is kind.model and label(spec.model) not in SINGLE:
            for place in range(number):
                FACTORIES[spec.model](**{spec.owner.name: entry, **_distinct(spec, place)})
    return entry


SINGLE = {"evidence.JournalPage"}


def _distinct(spec, place):
    values = {"sources": [SourceFactory()]} if spec.sets else {}
    choices = {
        "drugs.Target": ("target", ["JAK1", "JAK2", "JAK3"]),
        "drugs.BoxedWarning": ("jurisdiction", ["US-FDA", "EU-EMA", "JP"]),
        "safety.WarningAuthority": ("authority", ["US-FDA", "EU-EMA", "UK-MHRA"]),
    }
    if label(spec.model) in choices:
        name, options = choices[label(spec.model)]
        taken = spec.model.objects.count()
        values[name] = options[taken]
    return values


# The index and the login ----------------------------------------------------------------


def test_the_index_goes_down_the_floors_with_entries_first(editor):
    floors = editor.get("/admin/").context["app_list"]
    names = [floor["app_label"] for floor in floors]
    assert names == ["guides", "safety", "drugs", "conditions", "evidence", "editorial", "auth"]
    drugs = floors[2]
    assert [model["object_name"] for model in drugs["entries"]] == ["Drug"]
    assert len(drugs["others"]) == 15


def test_a_stranger_is_asked_to_sign_in(client):
    response = client.get("/admin/drugs/drug/")
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


def test_somebody_without_rights_does_not_get_in(client):
    client.force_login(UserFactory())
    assert client.get("/admin/").status_code == 302


def test_staff_without_a_right_sees_an_empty_index_and_no_list(client):
    client.force_login(UserFactory(staff=True))
    assert "You do not have the right" in client.get("/admin/").text
    assert client.get("/admin/drugs/drug/").status_code == 403


def test_guessing_passwords_locks_the_login(client, settings):
    settings.AXES_ENABLED = True
    UserFactory(superuser=True, username="ada")
    guess = {"username": "ada", "password": "a guess that is wrong"}
    answers = [client.post("/admin/login/", guess).status_code for _ in range(9)]
    assert answers[-1] == 429


# Choosers -------------------------------------------------------------------------------


def suggestions(editor, model, field, term):
    query = {
        "app_label": model._meta.app_label,
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": term,
    }
    return [
        row["text"] for row in editor.get(reverse("admin:autocomplete"), query).json()["results"]
    ]


def test_a_chooser_finds_a_source_by_key_and_shows_its_tier(editor):
    SourceFactory(key="fda-label-xeljanz", title="Xeljanz label", label=True)
    found = suggestions(editor, BrandFactory._meta.model, "sources", "fda-label")
    assert found == ["A · Xeljanz label · fda-label-xeljanz"]


@pytest.mark.parametrize("model", WORKING, ids=label)
def test_every_key_and_set_can_be_chosen_by_typing(editor, model):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    for field in fields:
        if field.is_relation:
            assert suggestions(editor, model, field.name, "nothing like it") == []


def test_entries_are_live_and_working_apart():
    assert not any(issubclass(model, LiveEntry) for model in site._registry)
    assert {model for model in site._registry if issubclass(model, WorkingEntry)} == {
        kind.model for kind in kinds().values()
    }


@pytest.mark.parametrize("model", LOG, ids=label)
def test_the_log_can_only_be_read(editor, model):
    drug = DrugFactory()
    publish(drug)
    row = model.objects.first()
    assert editor.get(list_url(model)).status_code == 200
    assert editor.get(list_url(model) + "add/").status_code == 403
    if row:
        assert editor.get(change_url(row)).status_code == 200
        assert editor.post(change_url(row), {"note": "x", "kind": "x"}).status_code == 403
        assert editor.post(delete_url(row)).status_code == 403
