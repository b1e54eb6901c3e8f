"""A reader makes a sheet for an appointment, with the keyboard and without a network, and prints it."""

import base64
import re

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from . import axe

pytestmark = pytest.mark.browser

TICKED = ("baricitinib", "alopecia-areata", "age65", "smoker", "uk")
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
REQUESTS = "return performance.getEntriesByType('resource').length"
STORED = "return JSON.stringify([localStorage, sessionStorage, document.cookie])"
NETWORK = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@pytest.fixture
def page(chromium, site):
    """The page, loaded; then the network is taken away."""
    axe.dress(chromium, width=1280, scheme="light")
    chromium.get(site.url + "/sheet/")
    chromium.get_log("browser")
    chromium.execute_cdp_cmd("Network.enable", {})
    chromium.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"offline": True})
    yield chromium
    chromium.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK | {"offline": False})
    axe.dress(chromium, width=1280, scheme="light")


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def tick(browser, value):
    """With the tabulator to the box and the space bar on it."""
    for _ in range(60):
        press(browser, Keys.TAB)
        if browser.switch_to.active_element.get_attribute("value") == value:
            return press(browser, Keys.SPACE)
    return pytest.fail(f"the keyboard does not reach {value}")


def tick_all(browser):
    browser.execute_script("document.getElementById('main').focus()")
    for value in TICKED:
        tick(browser, value)


def text(browser) -> str:
    return browser.find_element(By.TAG_NAME, "main").text


def test_ticks_show_what_applies_and_send_nothing(page):
    address, before = page.current_url, page.execute_script(REQUESTS)
    stored = page.execute_script(STORED)
    assert "Tick at least one medicine" in text(page)
    assert not page.find_element(By.CSS_SELECTOR, ".sheet").is_displayed()

    tick_all(page)

    shown = page.find_element(By.CSS_SELECTOR, ".sheet").text
    for words in (
        "Medicines: Baricitinib",
        "Call emergency services now",
        "Baricitinib: Alopecia areata",
        "Baricitinib: boxed warning on the US label",
        "Age 65 or over",
        "TB test before and during treatment (not for COVID-19 use)",
        # Which one depends on the journeys before.
        "/drugs/baricitinib/?edition=",
    ):
        assert words in shown
    for words in (
        "Tofacitinib:",
        "Vitiligo",
        "Pregnancy",
        "Week 4",
        "Japan",
        "any other condition",
    ):
        assert words not in shown
    cited = {link.text for link in page.find_elements(By.CSS_SELECTOR, ".sheet .ref a")} - {""}
    listed = [
        source.get_attribute("value")
        for source in page.find_elements(By.CSS_SELECTOR, "[data-sources] li")
        if source.is_displayed()
    ]
    assert {re.sub(r"\D", "", number) for number in cited} == set(listed)

    assert page.current_url == address
    assert page.execute_script(REQUESTS) == before
    assert page.execute_script(STORED) == stored
    assert page.get_log("browser") == []
    # And the count notices a request, although none gets through.
    page.execute_async_script("fetch('/drugs/').catch(() => 0).finally(arguments[0])")
    assert page.execute_script(REQUESTS) == before + 1
    page.get_log("browser")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_made_sheet_breaks_no_rule_and_fits(page, width, scheme):
    axe.dress(page, width=width, scheme=scheme)
    tick_all(page)
    assert axe.violations(page) == []
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_print_holds_the_sheet_alone_on_two_pages(page):
    tick_all(page)
    pdf = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", A4)["data"])
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in (1, 2)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = page.find_element(By.TAG_NAME, "body").text
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert printed.startswith("My appointment sheet")
    assert "General information, not medical advice" in printed
    for words in ("Abrocitinib", "Find your way", "Print this sheet", "Clear all ticks"):
        assert words not in printed


def test_a_sheet_can_be_emptied(page):
    tick_all(page)
    page.find_element(By.ID, "notes").send_keys("Ask about summer.")
    page.find_element(By.CSS_SELECTOR, "[data-clear] button").click()
    assert "Tick at least one medicine" in text(page)
    assert page.find_element(By.ID, "notes").get_attribute("value") == ""
