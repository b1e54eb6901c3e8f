"""Citing a page: the same edition in the same words, and no title breaks a file."""

import re
from datetime import date

import pytest

from editorial.citing import Citation
from jakinfo.pages.citing import CITED
from tests import factories

ADDRESS = "https://jakinfo.example/drugs/x/?edition=3"
FACTORIES = {
    "drug": factories.DrugFactory,
    "condition": factories.ConditionFactory,
    "warning": factories.WarningFactory,
    "guide": factories.GuideFactory,
    "source": factories.SourceFactory,
}


def cited(title: str) -> Citation:
    return Citation("drug", "x", title, 3, date(2026, 3, 6), ADDRESS)


def test_in_words():
    assert cited("Tofacitinib").text == f"Tofacitinib. jakinfo, edition 3, 6 March 2026. {ADDRESS}"
    assert cited("Is it safe?").text.startswith("Is it safe? jakinfo")


def test_ris():
    lines = cited("Tofacitinib").ris.split("\r\n")
    assert lines[:3] == ["TY  - ELEC", "AU  - jakinfo", "TI  - Tofacitinib"]
    assert "DA  - 2026/03/06/" in lines
    assert f"UR  - {ADDRESS}" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_bibtex():
    found = cited("Tofacitinib").bibtex
    assert found.startswith("@misc{jakinfo-drug-x-3,\n  author = {{jakinfo}},\n")
    assert "  title = {{Tofacitinib}},\n" in found
    assert f"  url = {{{ADDRESS}}},\n" in found
    assert "  month = mar,\n}\n" in found


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("}, note = {x", r"{\textbraceright}, note = {\textbraceleft}x"),
        ("100% of R&D_#1 for $5", r"100\% of R\&D\_\#1 for \$5"),
        (r"\input{/etc/passwd}", r"{\textbackslash}input{\textbraceleft}/etc/passwd{\textbraceright}"),
        ("a~b^c – ≥ Ж", r"a{\textasciitilde}b{\textasciicircum}c – ≥ Ж"),
    ],
)  # fmt: skip
def test_bibtex_keeps_its_braces(title, written):
    found = cited(title).bibtex
    assert f"title = {{{{{written}}}}}," in found
    assert found.count("{") == found.count("}")


@pytest.mark.django_db
def test_a_title_cannot_begin_a_new_line(client):
    hostile = "One\r\nER  - \r\nTY  - BOOK\u2028two\u202e"
    guide = factories.publish(factories.GuideFactory(slug="hostile", title=hostile))
    ris = client.get("/guides/hostile/cite.ris")
    assert "TI  - One ER - TY - BOOK two\r\n" in ris.content.decode()
    assert len(re.findall(r"^(?:TY|ER)  - ", ris.content.decode(), re.MULTILINE)) == 2
    assert "title = {{One ER - TY - BOOK two}}" in client.get("/guides/hostile/cite.bib").content.decode()  # fmt: skip
    assert ris["Content-Disposition"] == (
        f'attachment; filename="jakinfo-guide-hostile-{guide.edition}.ris"'
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", CITED)
def test_every_kind_with_a_page_can_be_cited(client, kind):
    live = factories.publish(FACTORIES[kind]())
    page = client.get(live.address).content.decode()
    address = f"http://testserver{live.address}?edition={live.edition}"
    assert f". jakinfo, edition {live.edition}, " in page
    assert address in page
    for wanted, media in (("ris", "x-research-info-systems"), ("bib", "x-bibtex")):
        file = f"{live.address}cite.{wanted}"
        assert f'href="{file}"' in page
        response = client.get(file)
        assert response["Content-Type"] == f"application/{media}; charset=utf-8"
        assert address in response.content.decode()
        assert client.get(file).content == response.content
    assert (f'href="{live.address}page.pdf"' in page) == (kind in ("drug", "condition", "guide"))


@pytest.mark.django_db
def test_our_page_about_a_source_is_not_the_source(client):
    live = factories.publish(factories.SourceFactory(title="A trial of something"))
    assert "TI  - Note on “A trial of something”" in client.get(f"{live.address}cite.ris").content.decode()  # fmt: skip
