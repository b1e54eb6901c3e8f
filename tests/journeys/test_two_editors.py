"""Two editors collide, one of them signed out meanwhile: in a real browser nothing is lost."""

import pytest

from . import axe
from .desk import Desk

pytestmark = pytest.mark.browser
FORM = "/admin/guides/guide/2/change/"


@pytest.fixture
def wide(chromium):
    axe.dress(chromium, width=1280, scheme="light")
    return chromium


@pytest.fixture
def tabs(wide):
    """The tab of the one who is slow, and a second one."""
    first = wide.current_window_handle
    wide.switch_to.new_window("tab")
    second = wide.current_window_handle
    yield first, second
    wide.switch_to.window(second)
    wide.close()
    wide.switch_to.window(first)


def test_two_editors_collide_and_nothing_is_lost(wide, site, tabs):
    first, second = tabs
    wide.switch_to.window(first)
    anton = Desk(wide, site, "anton").open(FORM)
    before = anton.find("#id_summary").get_attribute("value")
    anton.write("#id_summary", "What Anton typed.")

    wide.switch_to.window(second)
    doris = Desk(wide, site, "doris").open(FORM)
    title = doris.find("#id_title").get_attribute("value")
    doris.write("#id_summary", "What Doris saved.").write("#id_title", f"{title} (Doris)")
    doris.click(doris.find("[name=_continue]"))
    wide.delete_cookie("sessionid")

    # Anton saves, and is signed out.
    wide.switch_to.window(first)
    anton.click(anton.find("[name=_continue]"))
    assert "What you typed is kept" in anton.text
    anton.flawless()
    anton.write("[name=username]", "anton").write("[name=password]", site.password)
    anton.click(anton.find("[type=submit]"))
    anton.flawless()
    anton.press("Send it again")

    # He sees all three texts, and his own in the form beside what only she changed.
    for words in (
        "Somebody else saved this while you were editing it",
        before,
        "What Doris saved.",
    ):
        assert words in anton.text
    assert anton.find("#id_summary").get_attribute("value") == "What Anton typed."
    assert anton.find("#id_title").get_attribute("value") == f"{title} (Doris)"
    anton.flawless()
    anton.write("#id_summary", "What both agreed on.").write("#id_title", title)
    anton.click(anton.find("[name=_continue]"))
    anton.open(FORM)
    assert anton.find("#id_summary").get_attribute("value") == "What both agreed on."


def test_buttons_and_preview_of_a_long_text(wide, site):
    anton = Desk(wide, site, "anton").open(FORM)
    anton.write("#id_summary", "Two words")
    wide.execute_script("document.getElementById('id_summary').setSelectionRange(4, 9)")
    anton.find(".field-summary .markdown-bar button").click()
    assert anton.find("#id_summary").get_attribute("value") == "Two **words**"
    anton.find(".field-summary .markdown-bar [aria-expanded]").click()
    anton.wait_for(".field-summary .markdown-preview strong")
    assert anton.find(".field-summary .markdown-preview").text == "Two words"
    anton.flawless()
