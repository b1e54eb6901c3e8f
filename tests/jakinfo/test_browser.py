"""A real browser meets no page that its security policy breaks or that a phone cannot show."""

import pytest
from django.contrib.auth import get_user_model
from selenium.webdriver.common.by import By

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/", "/drugs/", "/conditions/", "/safety/", "/approvals/", "/research/", "/guides/"]
PUBLIC += ["/search/?q=jak", "/updates/", "/about/", "/api/v1/docs/"]


def console(browser) -> list[str]:
    """What the page complained about since the last look."""
    return [entry["message"] for entry in browser.get_log("browser")]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_quiet_and_fits_a_phone(chromium, live_server, path):
    chromium.set_window_size(360, 800)
    chromium.get(live_server.url + path)
    assert console(chromium) == []
    widths = "return [document.documentElement.scrollWidth, window.innerWidth]"
    content, window = chromium.execute_script(widths)
    assert content <= window


def test_an_editor_signs_in_and_opens_forms_without_a_complaint(chromium, live_server):
    get_user_model().objects.create_superuser("ada", password="a long enough phrase")
    chromium.set_window_size(1280, 900)
    chromium.get(live_server.url + "/admin/")
    chromium.find_element(By.NAME, "username").send_keys("ada")
    chromium.find_element(By.NAME, "password").send_keys("a long enough phrase\n")
    assert chromium.find_elements(By.ID, "user-tools")
    for path in ("/admin/", "/admin/drugs/drug/", "/admin/drugs/drug/add/", "/admin/guides/guide/add/"):
        chromium.get(live_server.url + path)
        assert console(chromium) == []
