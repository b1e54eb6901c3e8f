"""How a difference is put in front of an editor: marked up for eyes and for screen readers, nothing trusted."""

import pytest
from django.template.loader import render_to_string

from editorial.differences import Difference, Names, Row, Table, Text, Value, difference
from editorial.differences.shapes import Named
from editorial.differences.words import compared
from editorial.registry import kinds

ADDED = '<ins><span class="visually-hidden">added: </span>{}</ins>'
REMOVED = '<del><span class="visually-hidden">removed: </span>{}</del>'


def shown(*fields, tables=(), state="changed"):
    found = Difference("drug", "Tofacitinib", state, fields, tables)
    return render_to_string("admin/difference.html", {"difference": found})


def text(before, after):
    return shown(Text("text", "Text", compared(before, after)))


def test_nothing_differs():
    found = difference(kinds()["drug"], None, None)
    page = render_to_string("admin/difference.html", {"difference": found})
    assert "Nothing differs." in page
    assert "<section" not in page


@pytest.mark.parametrize(
    ("state", "words"), [("new", "All of it is new."), ("withdrawn", "All of it is taken away.")]
)
def test_new_and_withdrawn_entries_say_so(state, words):
    assert words in shown(Value("inn", "INN", "", "x"), state=state)


def test_a_value_has_its_old_and_its_new_words():
    page = shown(Value("status", "Status", "Approved", "Withdrawn"))
    assert REMOVED.format("Approved") in page
    assert ADDED.format("Withdrawn") in page
    assert "<dt>Status</dt>" in page


def test_what_was_or_is_empty_has_one_side_only():
    assert "<del>" not in shown(Value("status", "Status", "", "Approved"))
    assert "<ins>" not in shown(Value("status", "Status", "Approved", ""))


def test_a_screen_reader_hears_where_a_change_begins_and_ends():
    page = text("Take 5 mg.", "Take 10 mg.")
    assert '<del><span class="visually-hidden"> removed: </span>5' in page
    assert 'removed: </span>5<span class="visually-hidden"> end of removal, </span></del>' in page
    assert '10<span class="visually-hidden"> end of addition, </span></ins> mg.' in page


def test_what_cannot_be_seen_is_named():
    assert '<span class="mark">[no-break space]</span>' in text("5 mg", "5\u00a0mg")


def test_a_long_unchanged_stretch_is_folded_but_there():
    stretch = " ".join(f"w{number}" for number in range(200))
    page = text(f"one {stretch} two", f"ONE {stretch} TWO")
    assert "<summary>… 160 words unchanged …</summary>w" in page
    assert "w100" in page


def test_sets_tell_what_came_and_went_and_keep_the_rest_at_hand():
    parts = [(Named(n, name),) for n, name in enumerate(("New", "Old", "Kept"))]
    page = shown(Names("sources", "Sources", *parts))
    assert ADDED.format("New") in page
    assert REMOVED.format("Old") in page
    assert "<summary>1 unchanged</summary>" in page


def test_rows_are_told_by_state_and_title_and_moved_ones_in_one_line_each():
    moved = (Value("position", "Position", "0", "3"),)
    rows = (
        Row(1, "Xeljanz", "", "added", ()),
        Row(2, "Olumiant", "", "removed", ()),
        Row(3, "Rinvoq", "Section", "moved", moved),
    )
    page = shown(tables=(Table("drugs.brand", "brands", rows),))
    assert "<ins>Xeljanz</ins>" in page
    assert "<del>Olumiant</del>" in page
    assert "from position 0 to 3" in page
    assert '<span class="within">in Section</span>' in page
    assert "Rows: 1 added, 1 removed, 1 moved" in page


@pytest.mark.parametrize("shape", ["value", "text", "names", "title"])
def test_nothing_is_trusted(shape):
    hostile = "<script>alert(1)</script>"
    named = (Named(1, hostile),)
    page = {
        "value": lambda: shown(Value("x", hostile, hostile, "b")),
        "text": lambda: text(hostile, f"{hostile} and"),
        "names": lambda: shown(Names("x", "X", named, named, named)),
        "title": lambda: shown(
            tables=(Table("x", hostile, (Row(1, hostile, hostile, "added", ()),)),)
        ),
    }[shape]()
    assert "<script" not in page
    assert "&lt;script" in page
