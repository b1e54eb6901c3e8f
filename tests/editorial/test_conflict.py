"""Two people save one form: nothing of either is lost, and nothing is stored before it was seen."""

import pytest
from django.test import Client

from conditions.models import Condition
from drugs.models import Brand, Drug
from editorial.models import Touch
from tests.factories import BrandFactory, ConditionFactory, DrugFactory, UserFactory
from tests.newsroom import change_url, errors, fields, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    client.force_login(UserFactory(superuser=True, username="anna", first_name="Anna"))
    return client


@pytest.fixture
def ben():
    other = Client()
    other.force_login(UserFactory(superuser=True, username="ben", first_name="Ben"))
    return other


def opened(browser, row) -> dict:
    """The form as it opens, ready to be sent with "save and continue editing"."""
    return fields(browser.get(change_url(row))) | {"_continue": ["1"]}


def told(response) -> dict:
    """The values that the page of a collision shows, by section and label."""
    found = response.context["collision"]
    return {
        section: {item.label: (item.base, item.theirs, item.yours) for item in found[section]}
        for section in ("both", "theirs", "yours", "unknown")
    }


# One field, two people ------------------------------------------------------------------


def test_the_second_to_save_sees_base_theirs_and_yours(anna, ben):
    condition = ConditionFactory(body_system="As it was.")
    form = opened(anna, condition)
    assert save(ben, change_url(condition), body_system="What Ben wrote.").status_code == 302
    response = anna.post(change_url(condition), form | {"body_system": ["What Anna wrote."]})
    assert response.status_code == 409
    assert told(response)["both"] == {
        "Body system": ("As it was.", "What Ben wrote.", "What Anna wrote.")
    }
    assert "Ben" in response.text
    assert fields(response)["body_system"] == ["What Anna wrote."]
    condition.refresh_from_db()
    assert condition.body_system == "What Ben wrote."


def test_sending_the_merged_form_saves_it(anna, ben):
    condition = ConditionFactory(body_system="As it was.")
    form = opened(anna, condition)
    save(ben, change_url(condition), body_system="What Ben wrote.")
    response = anna.post(change_url(condition), form | {"body_system": ["What Anna wrote."]})
    merged = fields(response) | {"_continue": ["1"], "body_system": ["What both agreed on."]}
    assert anna.post(change_url(condition), merged).status_code == 302
    condition.refresh_from_db()
    assert condition.body_system == "What both agreed on."
    people = Touch.objects.order_by("pk").values_list("user__username", flat=True)
    assert list(people) == ["ben", "anna"]


def test_what_only_they_changed_is_in_the_form(anna, ben):
    condition = ConditionFactory(body_system="As it was.", name="Eczema")
    form = opened(anna, condition)
    save(ben, change_url(condition), name="Atopic eczema")
    response = anna.post(change_url(condition), form | {"body_system": ["What Anna wrote."]})
    assert response.status_code == 409
    assert told(response)["theirs"] == {"Name": ("Eczema", "Atopic eczema", "Eczema")}
    assert told(response)["yours"] == {
        "Body system": ("As it was.", "As it was.", "What Anna wrote.")
    }
    anna.post(change_url(condition), fields(response) | {"_continue": ["1"]})
    condition.refresh_from_db()
    assert (condition.body_system, condition.name) == ("What Anna wrote.", "Atopic eczema")


def test_the_same_change_twice_is_no_collision(anna, ben):
    condition = ConditionFactory(body_system="As it was.")
    form = opened(anna, condition)
    save(ben, change_url(condition), body_system="The same words.")
    response = anna.post(change_url(condition), form | {"body_system": ["The same words."]})
    assert response.status_code == 302


def test_a_third_save_meanwhile_collides_again(anna, ben):
    condition = ConditionFactory(body_system="As it was.")
    form = opened(anna, condition)
    save(ben, change_url(condition), body_system="Ben, once.")
    response = anna.post(change_url(condition), form | {"body_system": ["Anna."]})
    merged = fields(response) | {"_continue": ["1"]}
    save(ben, change_url(condition), body_system="Ben, twice.")
    again = anna.post(change_url(condition), merged)
    assert again.status_code == 409
    assert told(again)["both"] == {"Body system": ("Ben, once.", "Ben, twice.", "Anna.")}


def test_a_refused_field_collides_too_and_keeps_what_was_typed(anna, ben):
    condition = ConditionFactory(name="Eczema", body_system="As it was.")
    form = opened(anna, condition)
    save(ben, change_url(condition), body_system="What Ben wrote.")
    response = anna.post(change_url(condition), form | {"name": [""], "body_system": ["Anna."]})
    assert response.status_code == 409
    assert "This field is required" in errors(response)
    assert fields(response)["name"] == [""]


# The rows of a table --------------------------------------------------------------------


def rows_of(form, prefix="brands") -> dict[str, str]:
    """The number of each row in the form, by its id."""
    count = int(form[f"{prefix}-TOTAL_FORMS"][0])
    return {form[f"{prefix}-{i}-id"][0]: f"{prefix}-{i}" for i in range(count)}


def test_a_row_that_they_deleted_and_you_edited_comes_back(anna, ben):
    drug = DrugFactory()
    brand = BrandFactory(drug=drug, name="Xeljanz", seen_at="page 3 of the label")
    form = opened(anna, drug)
    row = rows_of(form)[str(brand.pk)]
    save(ben, change_url(drug), **{f"{row}-DELETE": "on"})
    assert not Brand.objects.exists()
    response = anna.post(change_url(drug), form | {f"{row}-name": ["Xeljanz XR"]})
    assert response.status_code == 409
    assert "It is in the form again, as a new row." in response.text
    assert anna.post(change_url(drug), fields(response) | {"_continue": ["1"]}).status_code == 302
    again = Brand.objects.get()
    assert (again.name, again.seen_at) == ("Xeljanz XR", "page 3 of the label")


def test_a_row_that_they_deleted_and_you_left_alone_stays_deleted(anna, ben):
    drug = DrugFactory()
    brand = BrandFactory(drug=drug)
    form = opened(anna, drug)
    save(ben, change_url(drug), **{f"{rows_of(form)[str(brand.pk)]}-DELETE": "on"})
    response = anna.post(change_url(drug), form | {"drug_class": ["What Anna wrote."]})
    assert response.status_code == 409
    assert "It stays deleted." in response.text
    assert anna.post(change_url(drug), fields(response) | {"_continue": ["1"]}).status_code == 302
    assert not Brand.objects.exists()


def test_a_row_that_you_ticked_and_they_changed_is_kept(anna, ben):
    drug = DrugFactory()
    brand = BrandFactory(drug=drug, name="Xeljanz")
    form = opened(anna, drug)
    row = rows_of(form)[str(brand.pk)]
    save(ben, change_url(drug), **{f"{row}-name": "Xeljanz XR"})
    response = anna.post(change_url(drug), form | {f"{row}-DELETE": ["on"]})
    assert response.status_code == 409
    assert "It is not ticked any more." in response.text
    anna.post(change_url(drug), fields(response) | {"_continue": ["1"]})
    assert Brand.objects.get().name == "Xeljanz XR"


def test_rows_that_both_added_are_both_there(anna, ben):
    drug = DrugFactory()
    brand = BrandFactory(drug=drug)
    form = opened(anna, drug)

    def added(form, name):
        extra = {
            k.replace("brands-0-", "brands-1-"): v for k, v in form.items() if "brands-0-" in k
        }
        extra |= {"brands-1-id": [""], "brands-1-name": [name], "brands-1-position": [""]}
        return form | extra | {"brands-TOTAL_FORMS": ["2"]}

    ben.post(change_url(drug), added(opened(ben, drug), "Bensbrand"))
    response = anna.post(change_url(drug), added(form, "Annasbrand"))
    assert response.status_code == 409
    anna.post(change_url(drug), fields(response) | {"_continue": ["1"]})
    assert set(Brand.objects.values_list("name", flat=True)) == {
        brand.name,
        "Bensbrand",
        "Annasbrand",
    }


def test_a_row_deleted_without_a_trace_of_who_is_no_server_error(anna):
    """A command or a shell deletes a row and does not move the version of the entry."""
    drug = DrugFactory()
    brand = BrandFactory(drug=drug, name="Xeljanz")
    form = opened(anna, drug)
    Brand.objects.all().delete()
    response = anna.post(
        change_url(drug), form | {f"{rows_of(form)[str(brand.pk)]}-name": ["Xeljanz XR"]}
    )
    assert response.status_code == 409
    assert anna.post(change_url(drug), fields(response) | {"_continue": ["1"]}).status_code == 302
    assert Brand.objects.get().name == "Xeljanz XR"


# A row's own form -----------------------------------------------------------------------


def test_a_row_on_its_own_form_collides_with_the_form_of_its_entry(anna, ben):
    drug = DrugFactory()
    brand = BrandFactory(drug=drug, name="Xeljanz")
    form = opened(anna, brand)
    whole = opened(ben, drug)
    ben.post(change_url(drug), whole | {f"{rows_of(whole)[str(brand.pk)]}-name": ["Ben's"]})
    response = anna.post(change_url(brand), form | {"name": ["Anna's"]})
    assert response.status_code == 409
    assert told(response)["both"]["Name"] == ("Xeljanz", "Ben's", "Anna's")


def test_a_row_that_is_gone_can_be_added_again_with_what_was_typed(anna, ben):
    drug = DrugFactory()
    brand = BrandFactory(drug=drug, name="Xeljanz")
    form = opened(anna, brand)
    whole = opened(ben, drug)
    ben.post(change_url(drug), whole | {f"{rows_of(whole)[str(brand.pk)]}-DELETE": ["on"]})
    response = anna.post(change_url(brand), form | {"name": ["Anna's"]})
    assert response.status_code == 409
    assert "Somebody deleted this while you were editing it" in response.text
    assert fields(response)["name"] == ["Anna's"]


# What comes with the form ---------------------------------------------------------------


@pytest.mark.parametrize("seal", ["", "nonsense", "eyJhIjoxfQ:1:2"])
def test_without_a_seal_nothing_is_merged_and_nothing_lost(anna, ben, seal):
    condition = ConditionFactory(body_system="As it was.")
    form = opened(anna, condition) | {"_opened_with": [seal]}
    save(ben, change_url(condition), body_system="What Ben wrote.")
    response = anna.post(change_url(condition), form | {"body_system": ["Anna."]})
    assert response.status_code == 409
    assert told(response)["unknown"] == {"Body system": (None, "What Ben wrote.", "Anna.")}


def test_the_seal_of_another_entry_is_not_taken(anna, ben):
    first, second = ConditionFactory(body_system="First."), ConditionFactory(body_system="Second.")
    form = opened(anna, second) | {"_opened_with": opened(anna, first)["_opened_with"]}
    save(ben, change_url(second), body_system="What Ben wrote.")
    response = anna.post(change_url(second), form | {"body_system": ["Anna."]})
    assert told(response)["unknown"] == {"Body system": (None, "What Ben wrote.", "Anna.")}


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "0"])
def test_a_version_that_is_none_is_compared_as_a_collision(anna, version):
    condition = ConditionFactory(body_system="As it was.")
    save(anna, change_url(condition), body_system="A first change.")
    form = opened(anna, condition) | {"_opened_version": [version]}
    response = anna.post(change_url(condition), form | {"body_system": ["Anna."]})
    assert response.status_code == 409
    assert Condition.objects.get().body_system == "A first change."


def test_a_refused_form_without_a_collision_keeps_its_seal(anna, ben):
    """What was opened stays what was opened, however often a form is refused."""
    drug = DrugFactory(inn="tofacitinib", drug_class="As it was.")
    refused = save(anna, change_url(drug), inn="", drug_class="Anna.")
    assert refused.status_code == 200
    save(ben, change_url(drug), drug_class="Ben.")
    form = fields(refused) | {"_continue": ["1"], "inn": ["tofacitinib"]}
    response = anna.post(change_url(drug), form)
    assert told(response)["both"] == {"Drug class": ("As it was.", "Ben.", "Anna.")}
    assert Drug.objects.get().drug_class == "Ben."


def test_a_reader_of_the_newsroom_gets_no_seal(client):
    client.force_login(UserFactory(staff=True, roles=["medical reviewer"]))
    assert "_opened_with" in client.get(change_url(ConditionFactory())).text
    client.force_login(UserFactory(staff=True, roles=["comment moderator"]))
    response = client.get(change_url(ConditionFactory()))
    assert response.status_code in (200, 403)
    assert "_opened_with" not in response.text
