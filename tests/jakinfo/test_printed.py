"""A page on paper: what stands first, that nothing an editor types is code, who is turned away."""

import datetime
import json
import re
from types import SimpleNamespace

import pytest
import typst
from django.test import RequestFactory
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editorial.citing import Citation
from editorial.registry import kinds
from jakinfo.pages import printed
from jakinfo.pages.printed import pieces, typeset
from jakinfo.pages.printed.letters import FONTS, NO_SHAPE, printable, ranges
from jakinfo.pages.printed.prose import prose, prose_line
from tests.factories import (
    AdverseEffectFactory,
    BoxedWarningFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    GuideFactory,
    IndicationFactory,
    ParagraphFactory,
    SourceFactory,
    StatementFactory,
    SymptomFactory,
    WarningSignFactory,
    publish,
    withdraw,
)
from tests.jakinfo.fast import around_the_site, ask, within_the_test

MOMENT = datetime.datetime(2026, 3, 6, tzinfo=datetime.UTC)
HOST = "https://jakinfo.example"
CODE = '#read("/etc/passwd") $x^2$ *no bold* _no_ @ref <label> \\ #panic("x") // #eval("1")'


def told_of(live) -> dict:
    return printed.document(RequestFactory().get("/"), live)


def words(value) -> str:
    """All texts of a document in their order."""
    if isinstance(value, dict):
        return " ".join(words(part) for part in value.values())
    return " ".join(map(words, value)) if isinstance(value, list) else str(value)


def sheet(pieces_, title="A page", sources=()) -> dict:
    entry = SimpleNamespace(sources_checked_on=None, origin="import", last_reviewed=None, next_review=None)  # fmt: skip
    told = {"entry": entry, "kicker": "", "first": [], "lede": [], "pieces": pieces_, "sources": sources}  # fmt: skip
    cited = Citation("guide", "a-page", title, 3, MOMENT.date(), f"{HOST}/guides/a-page/?edition=3")
    return printed.sheet(told, cited)


def full_drug():
    label = SourceFactory()
    drug = DrugFactory(slug="exampletinib", inn="exampletinib")
    DrugStatementFactory(drug=drug, text="It blocks JAK enzymes. It is a tablet.")
    BoxedWarningFactory(drug=drug).sources.set([label])
    AdverseEffectFactory(drug=drug, serious=True, effect="blood clots").sources.set([label])
    IndicationFactory(drug=drug, condition=ConditionFactory(name="Ulcerative colitis"))
    sign = WarningSignFactory(title="Chest pain", urgency="emergency")
    sign.applies_to.add(drug)
    return publish(drug, sign)[0]


# What is sent -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_is_a_tagged_pdf_with_language_title_and_the_name_of_its_edition(client):
    live = full_drug()
    response = client.get("/drugs/exampletinib/page.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'inline; filename="jakinfo-exampletinib-edition-{live.edition}.pdf"'
    )
    assert response["Link"] == '<http://testserver/drugs/exampletinib/>; rel="canonical"'
    body = response.content
    assert body.startswith(b"%PDF-")
    for part in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang(en-GB)", b"(Exampletinib)", b"pdfuaid"):
        assert part in body, part


@pytest.mark.django_db
def test_the_same_edition_is_the_same_bytes_and_is_kept(client):
    full_drug()
    address, fast = "/drugs/exampletinib/page.pdf", around_the_site()
    with within_the_test():
        first, again = (ask(fast, address) for _ in range(2))
        assert first == again
        assert fast.kept.report()["hits"] == 1
        assert ask(around_the_site(), address).body == first.body
        assert ask(fast, address, if_none_match=first.headers["ETag"]).status == 304


@pytest.mark.django_db
def test_safety_comes_first_and_every_source_is_numbered():
    document = told_of(full_drug())
    text = words(document)
    order = ["Call your emergency number now", "chest pain", "Boxed warning on the US label",
             "Blood clots", "It blocks JAK enzymes.", "Ulcerative colitis"]  # fmt: skip
    places = [words([document["first"], document["lede"], document["pieces"]]).index(w) for w in order]  # fmt: skip
    assert places == sorted(places)
    assert "General information, not medical advice." in document["note"]
    assert document["address"]["u"] == "http://testserver/drugs/exampletinib/?edition=1"
    assert document["qr"].startswith("<svg")
    numbers = {n for found in re.findall(r'"refs": \[([^\]]+)\]', json.dumps(document))
               for n in map(int, found.split(","))}  # fmt: skip
    assert numbers == set(range(1, len(document["sources"]) + 1))
    assert "Not yet reviewed by a clinician." in text


@pytest.mark.django_db
def test_a_status_is_a_word_with_a_shape():
    [uses] = [p for p in told_of(full_drug())["pieces"] if p.get("heads", [{}])[0] and p["kind"] == "table"
              and words(p["heads"]).startswith("Condition")]  # fmt: skip
    assert uses["rows"][0][1]["status"] == {"shape": "full", "word": "Approved"}


@pytest.mark.django_db
def test_a_condition_and_a_guide_say_what_their_pages_say(client):
    condition = ConditionFactory(name="Alopecia areata")
    StatementFactory(condition=condition, topic="cause", text="immune cells attack hair")
    SymptomFactory(condition=condition, text="hair falls out")
    row = ParagraphFactory(text="A blood test comes **first**. See [safety](/safety/).")
    live, guide = publish(condition, row.section.guide)
    told = words(told_of(live))
    assert "Immune cells attack hair" in told
    assert "Hair falls out" in told
    [paragraph] = [p for p in told_of(guide)["pieces"] if p["kind"] == "para"]
    assert [(run["t"], run.get("b", False), run.get("u")) for run in paragraph["runs"]] == [
        ("A blood test comes ", False, None),
        ("first", True, None),
        (". See ", False, None),
        ("safety", False, "http://testserver/safety/"),
        (".", False, None),
    ]
    for entry in (live, guide):
        assert client.get(f"{entry.address}page.pdf").content.startswith(b"%PDF-")


# Who is turned away ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["drugs", "conditions", "guides"])
def test_what_was_never_published_is_not_found(client, path):
    DrugFactory(slug="secret"), ConditionFactory(slug="secret"), GuideFactory(slug="secret")
    assert client.get(f"/{path}/secret/page.pdf").status_code == 404
    assert client.get(f"/{path}/secret/cite.ris").status_code == 404
    assert client.post(f"/{path}/secret/page.pdf").status_code == 405


@pytest.mark.django_db
def test_what_was_withdrawn_is_gone_and_what_was_renamed_has_moved(client):
    withdraw(publish(DrugFactory(slug="gone")))
    drug = DrugFactory(slug="old")
    publish(drug)
    drug.slug = "new"
    drug.save()
    publish(drug)
    for file in ("page.pdf", "cite.ris", "cite.bib"):
        assert client.get(f"/drugs/gone/{file}").status_code == 410
        assert client.get(f"/drugs/old/{file}")["Location"] == f"/drugs/new/{file}"


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_as_often_as_the_page(client, many, django_assert_max_num_queries):
    live = full_drug()
    for n in range(many):
        IndicationFactory(drug_id=live.pk, condition=ConditionFactory(name=f"Condition {n}"))
    publish(kinds()["drug"].model.objects.get(pk=live.pk))
    with django_assert_max_num_queries(8) as page:
        client.get("/drugs/exampletinib/")
    with django_assert_max_num_queries(8) as paper:
        client.get("/drugs/exampletinib/page.pdf")
    # The page explains words, which paper cannot.
    assert len(paper) == len(page) - 1


# What an editor may type -----------------------------------------------------------------------


@pytest.mark.django_db
def test_an_earlier_edition_is_printed_as_it_was(client):
    drug = DrugFactory(slug="exampletinib", inn="oldtinib")
    publish(drug)
    drug.inn = "newtinib"
    drug.save()
    publish(drug)
    for asked, title, other in (
        ("", b"Newtinib", b"Oldtinib"),
        ("?edition=1", b"Oldtinib", b"Newtinib"),
    ):
        made = client.get(f"/drugs/exampletinib/page.pdf{asked}")
        assert title in made.content
        assert other not in made.content
    assert (made["X-Robots-Tag"], "edition-1.pdf" in made["Content-Disposition"]) == (
        "noindex",
        True,
    )
    assert b"page.pdf?edition=1" in client.get("/drugs/exampletinib/?edition=1").content
    assert client.get("/drugs/exampletinib/page.pdf?as_of=2001-01-01").status_code == 404
    assert client.get("/drugs/exampletinib/page.pdf?as_of=soon").status_code == 400


@pytest.mark.django_db
def test_code_and_strange_letters_of_an_editor_are_shown_as_text(client):
    drug = DrugFactory(slug="hostile", inn="ho*stile* #x")
    DrugStatementFactory(drug=drug, text=f"{CODE} \u202eabc שלום 日本")
    document = told_of(publish(drug))
    assert f"{CODE} abc שלום {NO_SHAPE}{NO_SHAPE}" in words(document["pieces"])
    assert document["boxes"]
    assert b"(Ho*stile* #x)" in client.get("/drugs/hostile/page.pdf").content


def test_typst_sees_the_text_and_not_the_code():
    """Asked of typst itself: the heading it would set is a text, letter by letter."""
    document = sheet([pieces.heading(CODE)]) | {"fonts": FONTS}
    found = typst.query(
        typeset.TEMPLATE, "heading", root=typeset.HERE, sys_inputs={"page": json.dumps(document)}
    )
    [heading, *_] = json.loads(found)
    assert CODE in words(heading["body"])


MARKDOWN = [
    "- one\n  - two\n    - three\n      - four\n\n    more\n",
    "3. three\n4. four\n\n> quoted **bold *both* bold**\n\n---\n\n```\ncode\n```",
    "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |",
    "#### deep\n\n###### deeper\n\n#\n\ntext",
    "[x](javascript:alert(1)) [y](//evil.example) [z](https://a.example/%22)",
    "\u0301" * 60 + "\u200d\ufe0f" + "a" * 9000 + "\ud800",
    CODE,
]


@example(MARKDOWN[5])
@given(st.text(max_size=300) | st.sampled_from(MARKDOWN))
@settings(max_examples=12, deadline=None)
def test_no_text_makes_typst_refuse(text):
    entry = SimpleNamespace(title=text, date=None, origin_label="regulator", tier="A",
                            publisher=text, url=f"https://example.org/{text}")  # fmt: skip
    shown = [
        *prose(text, HOST),
        pieces.heading(text, 4),
        pieces.para(*prose_line(text, HOST), refs=[1, 2, 99]),
        pieces.table([text, "b"], [[pieces.cell(text)], []]),
        pieces.box("quiet", text, [pieces.listed([pieces.line(text)])], level=3),
    ]
    made = printed.pdf(sheet(shown, title=text, sources=[entry]), MOMENT)
    assert made.startswith(b"%PDF-")


def test_links_lead_to_the_web_only():
    runs = prose_line(MARKDOWN[4] + " [m](mailto:a@b.example) [s](/safety/) [a](#x)", HOST)
    assert [run["u"] for run in runs if "u" in run] == [
        "https://a.example/%22",
        "mailto:a@b.example",
        f"{HOST}/safety/",
    ]


def test_lists_keep_their_depth_and_numbers():
    [bullets] = prose(MARKDOWN[0], HOST)
    assert [(words(row["runs"]), row["deep"]) for row in bullets["lines"]][:4] == [
        ("one", 0), ("two", 1), ("three", 2), ("four", 3)]  # fmt: skip
    assert prose(MARKDOWN[1], HOST)[0]["start"] == 3


def test_a_very_long_page_is_cut_and_says_so():
    document = sheet([pieces.para(f"{n} {'word ' * 200}") for n in range(2000)])
    assert len(json.dumps(document)) < 1.2 * pieces.MOST
    last = document["pieces"][-1]
    assert words(last["runs"]).startswith("It is too long for a file. The rest is at https://")


# Letters -----------------------------------------------------------------------------------------


def test_the_fonts_have_every_letter_of_the_list():
    letters = [chr(code) for first, last in ranges() for code in range(first, last + 1)]
    shown = [pieces.para(" ".join(f"a{letter}" for letter in letters))]
    document = sheet(shown)
    document["pieces"] = shown
    assert printed.pdf(document, MOMENT)


def test_a_letter_without_a_shape_would_be_refused():
    document = sheet([])
    document["pieces"] = [pieces.para("日")]
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        printed.pdf(document, MOMENT)


@pytest.mark.parametrize("letter", "–—≥≤°½µαβ…●◐○✕▲“”’\u00a0\u00ad×→™®²₂")
def test_what_our_texts_use_is_there(letter):
    assert printable(f"a{letter}b") == f"a{letter}b"
