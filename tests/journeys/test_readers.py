"""What readers come for: a patient, a clinician, a question and its answer."""

import re
import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from guides.forms import QUICKEST

from . import axe
from .desk import Desk

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
FETCH = "fetch(arguments[0]).then(got => got.text()).then(arguments[1])"
QUESTION = "May I drink coffee with these tablets?"
ANSWER = (
    "None of the sources behind this page says anything about coffee. Please ask your pharmacist."
)


class Reader(Desk):
    """Somebody without an account."""

    def __init__(self, browser, site, width):
        self.browser, self.site = browser, site
        browser.get_log("browser")
        axe.dress(browser, width=width, scheme="light")
        self.open("/")
        browser.delete_all_cookies()

    @property
    def main(self) -> str:
        return self.find("main").text

    def follow(self, css, words):
        links = self.browser.find_elements(By.CSS_SELECTOR, css)
        link = next(link for link in links if link.text == words)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
        return self.click(link)

    def fits(self):
        content, window = self.browser.execute_script(
            "return [document.documentElement.scrollWidth, window.innerWidth]"
        )
        assert content <= window
        return self

    def place(self, css) -> int:
        """How far down the page it begins, in pixels."""
        return self.find(css).location["y"]


def test_a_patient_finds_what_is_approved_where_they_live_and_what_to_watch_for(chromium, site):
    reader = Reader(chromium, site, PHONE).fits()
    reader.write("#q-hero", "olumiant").click(reader.find(".search-hero button"))
    assert "Olumiant is a brand of baricitinib." in reader.main
    reader.fits().follow("main a", "Baricitinib").fits().flawless()
    assert reader.path == "/drugs/baricitinib/"

    reader.follow(".regions a", "European Union").fits()
    standing = [line for line in reader.main.splitlines() if "severe alopecia areata" in line]
    assert "Approved for adults with severe alopecia areata." in re.sub(r"\d", "", standing[0])

    for words in ("Call your emergency number now", "Boxed warning on the US label"):
        assert words in reader.main
    assert reader.place("#emergency") < reader.place("#uses")
    assert reader.place(".boxed") < reader.place("#uses")

    reader.follow("main a", "Prepare for an appointment")
    for value in ("baricitinib", "alopecia-areata"):
        box = reader.find(f"input[value='{value}']")
        chromium.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
        box.click()
    sheet = reader.find(".sheet").text
    assert "Baricitinib: Alopecia areata" in sheet
    assert "Call emergency services now" in sheet
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = reader.find("body").text
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert printed.startswith("My appointment sheet")
    reader.fits().flawless()


def test_a_clinician_compares_three_drugs_and_cites_a_page(chromium, site):
    reader = Reader(chromium, site, DESK)
    reader.open("/compare/")
    for place, name in enumerate(("Tofacitinib", "Baricitinib", "Upadacitinib"), start=1):
        Select(reader.find(f"#drug-{place}")).select_by_visible_text(name)
    reader.click(reader.find("main form .button"))
    heads = [head.text for head in chromium.find_elements(By.CSS_SELECTOR, ".compared thead a")]
    assert heads == ["Tofacitinib", "Baricitinib", "Upadacitinib"]
    assert "cannot say which drug is better" in reader.main
    reader.flawless()

    reader.follow(".compared thead a", "Upadacitinib")
    chromium.execute_script("arguments[0].scrollIntoView({block: 'center'})", reader.find("#cite"))
    reader.find("#cite summary").click()
    cited = re.search(r"https?://\S+/drugs/upadacitinib/\?edition=\d+", reader.find("#cite").text)
    assert cited
    record = chromium.execute_async_script(FETCH, f"{site.url}/drugs/upadacitinib/cite.ris")
    assert record.startswith("TY  - ")
    assert f"UR  - {cited[0]}" in record
    reader.flawless()
    chromium.get(cited[0])
    assert "Upadacitinib" in reader.find("h1").text


def test_a_question_is_answered_by_a_moderator(chromium, site):
    guide = "/guides/jak-inhibitors-and-psoriasis/"
    reader = Reader(chromium, site, PHONE)
    reader.open(f"{guide}questions/").write("#text", QUESTION).write("#email", "mia@example.org")
    # Who is quicker than a person is taken for a machine.
    time.sleep(QUICKEST)
    reader.click(reader.find("form.letter .button"))
    assert "sent" in reader.path
    assert QUESTION not in reader.open(f"{guide}questions/").main

    moderator = Desk(chromium, site, "mona")
    moderator.open("/admin/queue/comments-to-moderate/")
    moderator.click(chromium.find_element(By.PARTIAL_LINK_TEXT, "May I drink coffee"))
    assert "mia@example.org" in moderator.find("#content").text
    moderator.write("[name=answer]", ANSWER).click(moderator.find("[name=_answer]"))
    assert "Answered." in moderator.text

    reader = Reader(chromium, site, PHONE)
    shown = reader.open(f"{guide}questions/").main
    assert QUESTION in shown
    assert ANSWER in shown
    assert "mia@example.org" not in chromium.page_source
    reader.fits().flawless()
