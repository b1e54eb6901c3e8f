"""The appointment sheet: every row once, with the ticks it is for; the same page and cost for everybody."""

import re
from html import unescape

import pytest
import segno
from django.conf import settings

from drugs.models import Status
from evidence.models import Jurisdiction
from jakinfo.pages.sheet import view
from jakinfo.pages.sheet.codes import code
from tests.factories import (
    BoxedWarningFactory,
    ConditionFactory,
    DrugFactory,
    DrugMonitoringFactory,
    FaqFactory,
    GuideFactory,
    IndicationClaimFactory,
    IndicationFactory,
    MonitoringFactory,
    RiskGroupFactory,
    WarningFactory,
    WarningFigureFactory,
    WarningSignFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def sheet(client):
    response = client.get("/sheet/")
    assert response.status_code == 200
    return response


def rows(html, words) -> list[dict]:
    """The data attributes of the rows that hold these words, in the order of the page."""
    parts = [
        part.split(">", 1) for part in re.split(r"<(?:li|tr|div|p)\b(?=[^>]*data-row)", html)[1:]
    ]
    return [
        dict(re.findall(r'data-(drugs|conditions|risks|without)="([^"]*)"', ties))
        for ties, text in parts
        if words in unescape(text).replace("\u00a0", " ")
    ]


def one_of_each(name, about="Itch"):
    drug = DrugFactory(slug=name, inn=name)
    condition = ConditionFactory(slug=about.lower(), name=about)
    IndicationFactory(drug=drug, condition=condition)
    DrugMonitoringFactory(drug=drug, text=f"{name} count before, at week 4")
    BoxedWarningFactory(drug=drug)
    guide = GuideFactory(drugs=[drug], conditions=[condition])
    FaqFactory(guide=guide, question=f"What is {name}?")
    warning = WarningFactory(applies_to=[drug])
    WarningFigureFactory(warning=warning)
    others = [
        make(slug=f"{make.__name__.lower()}-{name}", applies_to=[drug])
        for make in (WarningSignFactory, RiskGroupFactory, MonitoringFactory)
    ]
    publish(drug, condition, guide, warning, *others)
    return drug


def test_a_row_names_the_ticks_it_is_for(client):
    one_of_each("onetinib")
    html = sheet(client).content.decode()
    mine = {"drugs": "onetinib"}
    assert rows(html, "Onetinib: Itch") == [mine | {"conditions": "itch"}]
    assert rows(html, "any other condition") == [mine | {"without": "itch"}]
    assert rows(html, "Warningsignfactory onetinib") == [mine]
    question, advice = rows(html, "Riskgroupfactory onetinib")
    assert question == {"risks": "riskgroupfactory-onetinib"}
    assert advice == mine | question
    assert rows(html, "Onetinib count before") == [mine]
    assert rows(html, "What is onetinib?") == [mine | {"conditions": "itch"}]
    assert rows(html, "What does the boxed warning of onetinib mean for me?") == [mine]
    assert 'data-drugs="onetinib">Week 4</th>' in html


def test_what_the_sources_say_of_the_class_is_for_everybody(client):
    publish(DrugFactory(), WarningFactory(title="A harm of the class"))
    assert rows(sheet(client).content.decode(), "A harm of the class") == [{}]


def test_what_concerns_no_drug_of_the_page_is_not_on_it(client, monkeypatch):
    monkeypatch.setattr(view, "MOST_DRUGS", 1)
    publish(DrugFactory(slug="a", inn="atinib"), DrugFactory(slug="b", inn="btinib"))
    publish(WarningFactory(title="Harm of b", applies_to=[DrugFactory(slug="b")]))
    html = sheet(client).content.decode()
    assert "This page offers the first 1 medicines in alphabetical order." in html
    assert 'value="a"' in html
    assert 'value="b"' not in html
    assert "Harm of b" not in html


def test_a_status_shows_in_each_region_and_a_gap_is_no_refusal(client):
    drug, condition = DrugFactory(inn="onetinib"), ConditionFactory(name="Itch")
    IndicationFactory(drug=drug, condition=condition)
    IndicationFactory(
        drug=drug,
        condition=condition,
        jurisdiction=Jurisdiction.EU,
        status=Status.NOT_APPROVED,
        approval_date=None,
        date_precision="",
    )
    publish(drug)
    html = sheet(client).content.decode()
    row = re.search(r"Onetinib: Itch</th>(.*?)</tr>", html, re.DOTALL)[1]
    words = [
        re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'data-regions="\w+">(.*?)</span>', row)
    ]
    assert words == ["Approved", "Not approved", "No checked record", "No checked record"]


def test_sources_that_disagree_become_a_question(client):
    claim = IndicationClaimFactory(stance="disagrees")
    publish(claim.indication.drug)
    html = sheet(client).content.decode()
    assert rows(html, "Sources disagree on") == [
        {"drugs": claim.indication.drug.slug, "conditions": claim.indication.condition.slug}
    ]


def test_every_source_that_is_cited_is_listed_under_its_number(client):
    one_of_each("onetinib")
    one_of_each("twotinib", "Cough")
    html = sheet(client).content.decode()
    cited = set(re.findall(r'href="#(source-\d+)"', html))
    listed = re.findall(r'<li id="(source-\d+)" value="(\d+)"', html)
    assert cited
    assert cited == {anchor for anchor, _ in listed}
    assert all(anchor == f"source-{number}" for anchor, number in listed)


def test_the_exact_edition_is_printed_and_in_the_code(client):
    one_of_each("onetinib")
    html = sheet(client).content.decode()
    address = "http://testserver/drugs/onetinib/?edition=1"
    assert f'<a href="{address}">{address}</a>' in html
    assert "edition 1 of" in html
    assert code(address)["path"] in html


def test_a_code_draws_every_dark_module_inside_its_quiet_zone():
    drawn = code("https://jakinfo.example/drugs/ruxolitinib-topical/?edition=12")
    matrix = segno.make(
        "https://jakinfo.example/drugs/ruxolitinib-topical/?edition=12", error="m", micro=False
    ).matrix
    dark = {
        (int(x) + step - 4, int(y) - 4)
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn["path"])
        for step in range(int(length))
    }
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, on in enumerate(row) if on}
    assert drawn["size"] == len(matrix) + 8


def test_nothing_on_the_page_could_carry_a_choice(client):
    """No form around the ticks, no names, nothing that a query could change."""
    one_of_each("onetinib")
    html = sheet(client).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert "<form" not in main
    assert " name=" not in main
    assert client.get("/sheet/?drug=onetinib").content == html.encode()


def test_without_a_script_every_row_is_there_and_the_page_says_so(client):
    one_of_each("onetinib")
    html = sheet(client).content.decode()
    hidden = re.findall(r"<[^>]* hidden>", html)
    assert all(re.search(r"data-(none|clear|hint|print) hidden>", tag) for tag in hidden)
    assert "because no script runs in your browser" in html


def test_the_script_is_small():
    assert (settings.BASE_DIR / "jakinfo/static/jakinfo/sheet.js").stat().st_size <= 3500


def test_tables_scroll_in_a_box_that_the_keyboard_reaches(client):
    one_of_each("onetinib")
    main = sheet(client).content.decode().split("<main")[1]
    boxes = re.findall(r'<div class="scroll" role="region" aria-label="[^"]+" tabindex="0"', main)
    assert len(boxes) == main.count("<table") == 3


def test_an_empty_site_says_so(client):
    assert "Nothing is published here yet" in sheet(client).content.decode()


def test_the_page_costs_the_same_queries_with_more_of_everything(client, django_assert_num_queries):
    one_of_each("onetinib")
    with django_assert_num_queries(6):
        sheet(client)
    one_of_each("twotinib", "Cough")
    one_of_each("threetinib", "Rash")
    with django_assert_num_queries(6):
        sheet(client)
