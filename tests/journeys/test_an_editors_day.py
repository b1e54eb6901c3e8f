"""An editor's day in a real browser: a dose is corrected, returned, signed by two, scheduled, overtaken."""

import re
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from . import axe
from .desk import Desk

pytestmark = pytest.mark.browser
OLD, NEW = "2 mg once daily", "4 mg once daily"


def visitor(site, path) -> str:
    with urllib.request.urlopen(site.url + path) as answer:  # noqa: S310 - our own address
        return answer.read().decode()


def change_the_dose(desk, pk, words):
    desk.open(f"/admin/drugs/regimen/{pk}/change/").write("#id_regimen", words)
    desk.click(desk.find("[name=_continue]"))
    desk.quiet()


def first_regimen(desk) -> tuple[str, str]:
    """Of baricitinib: the id of a dose, and the address of its drug's form."""
    desk.open("/admin/drugs/regimen/?q=baricitinib&checked__exact=seen")
    link = desk.find("#result_list tbody th a").get_attribute("href")
    pk = re.search(r"/regimen/(\d+)/", link).group(1)
    desk.open(f"/admin/drugs/regimen/{pk}/change/")
    drug = desk.find(".field-drug a, .field-drug .readonly a").get_attribute("href")
    return pk, drug.removeprefix(desk.site.url)


@pytest.fixture
def wide(chromium):
    axe.dress(chromium, width=1280, scheme="light")
    return chromium


def test_a_dose_from_the_author_to_the_readers(wide, site):
    anton = Desk(wide, site, "anton")
    pk, drug = first_regimen(anton)
    change_the_dose(anton, pk, OLD)

    # The author proposes and cannot sign.
    anton.open(drug).press("Propose this")
    anton.write("#id_note", "The dose as the label gives it.").press("Propose")
    proposal = anton.path
    assert "You changed this text, so somebody else has to sign it." in anton.text
    assert "Sign this text" not in anton.text
    anton.quiet()

    # A reviewer returns it with a comment.
    berta = Desk(wide, site, "berta").open(proposal)
    assert OLD in berta.text
    berta.write("#do ~ .verbs [name=comment]", "The label says 4 mg.")
    berta.press("Return with this comment")
    assert "Returned" in berta.text
    berta.quiet()

    # The author corrects it and proposes again; the conversation goes on.
    anton = Desk(wide, site, "anton")
    change_the_dose(anton, pk, NEW)
    anton.open(drug).press("Propose this")
    assert "which was returned" in anton.text
    anton.press("Propose")
    answer = anton.path
    assert answer != proposal
    assert "The label says 4 mg." in anton.text

    # Two people sign, a publisher schedules.
    berta = Desk(wide, site, "berta").open(answer)
    berta.press("Sign this text")
    assert "Berta, medical review" in berta.text
    carla = Desk(wide, site, "carla").open(answer)
    carla.press("Sign this text")
    # The form knows minutes only: half a minute ahead at least, also after cutting the seconds.
    soon = datetime.now(UTC) + timedelta(seconds=90)
    carla.browser.execute_script(
        "document.querySelector('[name=at]').value = arguments[0]", f"{soon:%Y-%m-%dT%H:%M}"
    )
    carla.press("Schedule")
    assert "Scheduled" in carla.text
    carla.quiet()

    # Visitors see the old text until the minute, the new one after.
    page = "/drugs/baricitinib/"
    assert "Nothing is due." in site.manage("publish_due")
    assert NEW not in visitor(site, page).replace("\u00a0", " ")

    # An emergency warning overtakes it.
    carla.open("/admin/safety/emergency/")
    carla.write("#id_title", "Serious liver injury").write("#id_text", "Call your doctor at once.")
    for label in carla.browser.find_elements(By.CSS_SELECTOR, "#id_applies_to label"):
        if label.text.strip() == "Baricitinib":
            label.click()
    Select(carla.find("#id_sources")).select_by_index(0)
    carla.write("#id_note", "A new warning.").write("#id_reason", "Deaths were reported.")
    carla.press("Publish this warning now")
    assert "Not countersigned yet" in carla.text
    emergency = carla.path
    assert "Serious liver injury" in visitor(site, page)
    assert NEW not in visitor(site, page).replace("\u00a0", " ")
    assert "Emergency warnings not countersigned" in carla.open("/admin/").text
    berta = Desk(wide, site, "berta").open(emergency)
    berta.press("Countersign")
    assert "Countersigned by Berta" in berta.text

    while datetime.now(UTC) < soon.replace(second=0):
        time.sleep(0.5)
    assert "Published" in site.manage("publish_due")
    assert NEW in visitor(site, page).replace("\u00a0", " ")

    # The reviewer leaves the team; what she signed stays.
    site.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import User; User.objects.get(username='berta').delete()",
    )
    carla = Desk(wide, site, "carla").open(answer)
    assert "Berta, medical review" in carla.text
    assert "The log and the audit are whole" in site.manage("verify_log")


def test_a_withdrawn_guide_is_gone(wide, site):
    doris = Desk(wide, site, "doris")
    doris.open("/admin/guides/guide/1/change/")
    slug = doris.find("#id_slug").get_attribute("value")
    doris.press("Withdraw")
    doris.write("#id_reason", "It is written anew.").write("#id_note", "Agreed on Monday.")
    doris.write("#id_replaced_by", "/guides/").press("Propose to withdraw")
    proposal = doris.path
    for name in ("ada", "carla"):
        desk = Desk(wide, site, name).open(proposal)
        if name == "ada":
            assert "Sign this text" not in desk.text
    site.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import Group, User\n"
        "u, _ = User.objects.get_or_create(username='emil', is_staff=True, first_name='Emil')\n"
        f"u.set_password({site.password!r}); u.save()\n"
        "u.groups.add(Group.objects.get(name='medical reviewer'))",
    )
    for name in ("emil", "carla"):
        Desk(wide, site, name).open(proposal).press("Sign this text")
    Desk(wide, site, "carla").open(proposal).press("Publish now")
    with pytest.raises(urllib.error.HTTPError) as gone:
        visitor(site, f"/guides/{slug}/")
    assert gone.value.code == 410
    assert "It is written anew." in gone.value.read().decode()
