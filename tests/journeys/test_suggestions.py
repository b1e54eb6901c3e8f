"""The search box with its suggestions, by keyboard, as a screen reader is told, and without scripts."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from . import axe

pytestmark = pytest.mark.browser


def options(browser) -> list[str]:
    """What is offered, once the answer is there."""
    WebDriverWait(browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, "[role=option]"))
    return [row.text for row in browser.find_elements(By.CSS_SELECTOR, "[role=option]")]


def test_names_are_offered_chosen_by_keyboard_and_said(chromium, site):
    axe.dress(chromium, width=360, scheme="light")
    chromium.get(site.url + "/about/")
    box = chromium.find_element(By.ID, "q")
    box.send_keys("xelj")
    assert options(chromium)[0] == "Xeljanz brand of tofacitinib"
    assert box.get_attribute("aria-expanded") == "true"
    assert "Use the up and down arrow keys" in chromium.page_source
    box.send_keys(Keys.DOWN)
    chosen = chromium.find_element(By.ID, box.get_attribute("aria-activedescendant"))
    assert chosen.get_attribute("aria-selected") == "true"
    assert axe.violations(chromium) == []
    content, window = chromium.execute_script(
        "return [document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert content <= window
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("value") == "xelj"
    box.send_keys("a")
    options(chromium)
    box.send_keys(Keys.DOWN, Keys.ENTER)
    WebDriverWait(chromium, 10).until(lambda b: b.current_url.endswith("/drugs/tofacitinib/"))
    assert chromium.get_log("browser") == []


def test_enter_without_a_choice_searches(chromium, site):
    chromium.get(site.url + "/")
    box = chromium.find_element(By.ID, "q-hero")
    box.send_keys("olum")
    assert "Olumiant brand of baricitinib" in options(chromium)
    box.send_keys(Keys.ENTER)
    WebDriverWait(chromium, 10).until(lambda b: "/search/?q=olum" in b.current_url)
