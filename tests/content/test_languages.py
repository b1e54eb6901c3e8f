"""Every page of the real content in a pseudo-language: what is neither in brackets nor data, nobody marked."""

import json
import re
from datetime import date
from itertools import islice

import pytest
from django.db import models
from django.shortcuts import render
from django.utils import timezone

from drugs.models import Drug, LiveBrand, LiveDrug, LiveTarget
from drugs.presenters.facts import brand_line
from editorial.models import LiveEdition
from editorial.registry import kinds
from guides.models import LiveAnswer, LiveGuide, LiveTerm
from jakinfo.pages.machine import STANDING, with_pages
from safety.models import LiveWarning
from search.models import SearchBody, SearchEntry
from tests.factories import publish, withdraw
from tests.languages.pseudo import CODE, Data, bare, spoken

OTHER = [
    "/",
    "/sheet/",
    "/updates/?kind=drug",
    "/approvals/?region=jp&sort=approved&status=approved",
    "/approvals/?region=mars&system=none",
    "/compare/?drug=tofacitinib&drug=baricitinib&drug=nothing",
    "/compare/",
    "/search/",
    "/search/?q=xeljanz",
    "/search/?q=L04AF01",
    "/search/?q=tofacitnib",
    "/search/?q=zzzzqq",
    "/drugs/?target=JAK1&status=approved",
    "/drugs/?target=JAK9",
    "/drugs/?status=withdrawn&route=topical",
    "/drugs/tofacitinib/?region=mars",
    "/drugs/tofacitinib/?edition=1",
    "/drugs/tofacitinib/?edition=7",
    "/drugs/tofacitinib/?as_of=2020-01-01",
    "/drugs/tofacitinib/?as_of=yesterday",
    f"/drugs/tofacitinib/?as_of={date.today()}",
    f"/drugs/?as_of={date.today()}&target=JAK1",
    f"/?as_of={date.today()}",
    "/conditions/?as_of=2000-01-01",
    "/about/?as_of=2000-01-01",
    "/drugs/tofacitinib/history/",
    "/drugs/tofacitinib/history/1/",
    "/guides/tofacitinib-for-alopecia-areata/questions/",
    "/feedback/?page=/drugs/tofacitinib/",
    "/research/?kind=journal_article",
    "/about/review/?kind=drug&state=checked",
    "/api/v1/docs/",
    "/nothing/",
]
OF_A_KIND = 8
"""Entries of a kind that are read; there are 194 sources."""
TYPED = ["xeljanz", "tofacitnib", "zzzzqq", "nothing", "yesterday"]
OURS = ["jakinfo", "JAK", "Atom", "CSV", "JSON"]
DJANGOS = ("Dieses Feld ist zwingend erforderlich", "Bitte sicherstellen, dass der Wert")
SAID_HERE = ["It was wrong.", "JAK1 (primary)", "x" * 3000]
SAID_BY_THE_DATA = "⟦Boxed warning on the US label⟧"
PARTS = ["severe", "active", "moderate to severe", "TYK2 inhibitor", "TEC"]
"""What a page takes out of the middle of a value."""


def strings(value):
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def values():
    """Every text of the published rows; what the code offers to choose from is no data."""
    texts = models.CharField | models.TextField | models.JSONField
    for spec in (spec for kind in kinds().values() for spec in kind.rows):
        own = [f.attname for f in spec.columns if isinstance(f, texts) and not f.choices]
        for row in spec.live.objects.values_list(*own):
            yield from strings(list(row))


def told_together():
    """Values of several columns that a page says in one breath."""
    yield from map(brand_line, LiveBrand.objects.all())
    yield from (f"{term.name}: {term.definition}" for term in LiveTerm.objects.all())
    yield from SearchEntry.objects.values_list("title", flat=True)
    yield from LiveEdition.objects.values_list("note", flat=True)


@pytest.fixture
def said(content):
    return [*values(), *told_together(), *LiveTarget.Enzyme.values, *TYPED, *OURS, *PARTS]


@pytest.fixture
def data(said):
    return Data(said)


@pytest.fixture
def own(said, client):
    """Pages whose data has words of the interface: headings of guides, terms, names of the API."""
    schema = strings(json.loads(client.get("/api/v1/schema/").content))
    terms = strings(list(map(list, LiveTerm.objects.values_list("name", "synonyms"))))
    index = strings(list(map(list, SearchBody.objects.values_list("summary", "body"))))
    found = {"/api/v1/docs/": Data(said, schema)}
    found |= dict.fromkeys(
        ("/", f"/?as_of={date.today()}", "/updates/", "/glossary/"), Data(said, terms)
    )
    found |= dict.fromkeys((a for a in OTHER if a.startswith("/search/")), Data([*said, *index]))
    for guide in LiveGuide.objects.all():
        headings = guide.sections.values_list("heading", flat=True)
        remarks = guide.compared_drugs.values_list("status_remark", flat=True)
        found[guide.get_absolute_url()] = Data(said, [*headings, *remarks])
    return found


def pages():
    for name in with_pages():
        live = kinds()[name].live.objects.defer("document")
        yield from (row.get_absolute_url() for row in islice(live, OF_A_KIND))


def test_every_text_of_every_page_is_marked(data, own, client, tmp_path):
    unmarked = {}
    with spoken(tmp_path):
        for address in dict.fromkeys([*OTHER, *STANDING, *pages()]):
            text = client.get(address).content.decode()
            assert f'<html lang="{CODE}">' in text, address
            found = bare(text, own.get(address, data))
            if found:
                unmarked[address] = list(dict.fromkeys(found))
    assert unmarked == {}


def test_every_text_of_a_page_in_another_state_is_marked(said, client, tmp_path):
    drug, gone = Drug.objects.get(slug="tofacitinib"), LiveDrug.objects.get(slug="filgotinib")
    drug.route, drug.drug_class = "topical", "JAK inhibitor"
    drug.save()
    drug.targets.first().delete()
    drug.indications.first().delete()
    publish(drug, note="It was wrong.")
    withdraw(gone, reason="It was wrong.")
    LiveWarning.objects.filter(slug="mace").update(origin="emergency", next_review="2020-01-01")
    guide = LiveGuide.objects.first()
    LiveAnswer.objects.create(
        id=1, guide_id=guide.pk, text="Yes.", answer="Yes.", reporting=True, led_to_change=True,
        answered_at=timezone.now(),
    )  # fmt: skip
    known = Data([*said, *SAID_HERE], ["Yes."])
    unmarked = {}
    with spoken(tmp_path):
        for address in (
            "/drugs/tofacitinib/", "/drugs/tofacitinib/history/2/", "/drugs/filgotinib/",
            "/drugs/filgotinib/history/2/", "/safety/", "/safety/mace/", "/approvals/",
            f"{guide.get_absolute_url()}questions/",
        ):  # fmt: skip
            unmarked[address] = bare(client.get(address).content.decode(), known)
        for about in ("", "wrong"):
            letter = {"about": about, "text": "x" * 3000, "page": "/"}
            answer = client.post("/feedback/", letter).content.decode()
            found = bare(answer, known)
            unmarked[f"/feedback/ {about}"] = [f for f in found if not f.startswith(DJANGOS)]
    assert {address: found for address, found in unmarked.items() if found} == {}


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "503"])
def test_every_text_of_a_page_about_an_error_is_marked(rf, tmp_path, name):
    with spoken(tmp_path):
        assert bare(render(rf.get("/"), f"{name}.html").content.decode(), Data(OURS)) == []


@pytest.mark.parametrize("address", ["/drugs/tofacitinib/", "/safety/"])
def test_a_text_that_nobody_marked_is_found(data, client, tmp_path, address):
    with spoken(tmp_path):
        text = client.get(address).content.decode()
    for heading in set(re.findall(r"<h[1-4][^>]*>(⟦[^⟧<]+⟧)</h", text)) - {SAID_BY_THE_DATA}:
        assert bare(text.replace(heading, heading[1:-1]), data), heading


def test_a_date_is_written_as_the_language_does(content, client, tmp_path):
    address = "/drugs/tofacitinib/"
    assert "6\xa0November\xa02012" in client.get(address).content.decode()
    with spoken(tmp_path):
        assert "6.\xa0November\xa02012" in client.get(address).content.decode()
    assert "6\xa0November\xa02012" in client.get(address).content.decode()
