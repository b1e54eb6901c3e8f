"""The meaning of a word where it stands: found, opened and closed with the keyboard alone."""

import pytest
from selenium.webdriver import ActionChains, Keys

from . import axe

pytestmark = pytest.mark.browser

OPEN = "return document.querySelectorAll('[popover]:popover-open').length"


def test_a_meaning_is_read_with_the_keyboard(chromium, site):
    axe.dress(chromium, width=360, scheme="light")
    chromium.get(f"{site.url}/drugs/tofacitinib/")
    word = chromium.find_element("css selector", "main button.term")
    for _ in range(200):
        if chromium.switch_to.active_element == word:
            break
        ActionChains(chromium).send_keys(Keys.TAB).perform()
    assert chromium.switch_to.active_element == word
    assert chromium.execute_script(OPEN) == 0
    ActionChains(chromium).send_keys(Keys.ENTER).perform()
    assert chromium.execute_script(OPEN) == 1
    meaning = chromium.find_element("id", word.get_attribute("popovertarget"))
    assert word.text.lower() in meaning.text.lower()
    assert axe.violations(chromium) == []
    ActionChains(chromium).send_keys(Keys.ESCAPE).perform()
    assert chromium.execute_script(OPEN) == 0
    assert chromium.switch_to.active_element == word
