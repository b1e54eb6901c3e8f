"""A colleague at the browser: signs in, fills in, presses, and waits for the page that answers."""

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from . import axe

REFUSALS = (403, 409, 422)
"""Answers to forms that Chromium notes in its console; they are what was asked for."""


class Desk:
    """One colleague at the browser."""

    def __init__(self, browser, site, name):
        self.browser, self.site = browser, site
        browser.get_log("browser")  # What others left there is not ours.
        self.open("/admin/")
        browser.delete_all_cookies()
        self.open("/admin/")
        browser.find_element(By.NAME, "username").send_keys(name)
        browser.find_element(By.NAME, "password").send_keys(site.password)
        self.click(self.find("[type=submit]"))

    def open(self, path):
        self.browser.get(self.site.url + path)
        return self

    @property
    def text(self) -> str:
        return self.browser.find_element(By.TAG_NAME, "body").text

    @property
    def path(self) -> str:
        return self.browser.current_url.removeprefix(self.site.url)

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def wait_for(self, css):
        """Until a script has put it there."""
        waiting = WebDriverWait(self.browser, 20)
        return waiting.until(lambda browser: browser.find_element(By.CSS_SELECTOR, css))

    def write(self, css, words):
        field = self.find(css)
        self.browser.execute_script("arguments[0].value = ''", field)
        field.send_keys(words)
        return self

    def press(self, words):
        button = self.browser.find_element(
            By.XPATH, f"//button[normalize-space()='{words}'] | //a[normalize-space()='{words}']"
        )
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        return self.click(button)

    def click(self, button):
        """Click, and wait for the page that answers."""
        page = self.browser.find_element(By.TAG_NAME, "html")
        button.click()
        waiting = WebDriverWait(self.browser, 20, ignored_exceptions=[WebDriverException])
        waiting.until(staleness_of(page))
        return self

    def quiet(self):
        """Nothing was refused by the security policy, and no script failed."""
        found = [entry["message"] for entry in self.browser.get_log("browser")]
        loud = [line for line in found if not any(f"status of {code}" in line for code in REFUSALS)]
        assert loud == [], loud

    def flawless(self):
        """Quiet, and without a violation of WCAG; what the checker itself says in the console is dropped."""
        self.quiet()
        found = axe.violations(self.browser)
        assert found == [], found
        self.browser.get_log("browser")
