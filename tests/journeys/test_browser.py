"""A real browser meets no page that breaks the security policy or that a phone cannot show."""

import pytest
from selenium.webdriver.common.by import By

from .desk import Desk

pytestmark = pytest.mark.browser

LISTS = ["/", "/drugs/", "/conditions/", "/safety/", "/approvals/", "/research/", "/guides/"]
PAGES = ["/drugs/tofacitinib/", "/conditions/alopecia-areata/", "/updates/", "/about/"]
OTHERS = ["/search/?q=jak", "/api/v1/docs/"]
NEWSROOM = ["/admin/", "/admin/drugs/drug/", "/admin/drugs/drug/add/", "/admin/guides/guide/add/"]


def complaints(browser) -> list[str]:
    """What the console says since the last look: refused scripts, missing files."""
    return [entry["message"] for entry in browser.get_log("browser")]


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("path", LISTS + PAGES + OTHERS)
def test_a_page_is_quiet_and_fits(chromium, site, path, width):
    chromium.set_window_size(width, 900)
    chromium.get(site.url + path)
    assert complaints(chromium) == []
    content, window = chromium.execute_script(
        "return [document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert content <= window


def test_an_editor_signs_in_and_opens_forms(chromium, site):
    chromium.set_window_size(1280, 900)
    Desk(chromium, site, site.username)
    assert chromium.find_elements(By.ID, "user-tools")
    for path in NEWSROOM:
        chromium.get(site.url + path)
        assert complaints(chromium) == [], path
