"""Texts compared word by word: nothing lost, words whole, long unchanged stretches out of the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.differences import Segment, Text
from editorial.differences.words import compared

PIECES = [
    "the ",
    "dose ",
    "2.5 ",
    "mg",
    "\n",
    "\n\n",
    ". ",
    "**",
    "in 10",
    " ",
    "\u00a0",
    "é",
    "1,5",
]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def told(before, after):
    return [(s.sort, s.text) for s in compared(before, after)]


def joined(segments, *sorts):
    return "".join(s.text for s in segments if s.sort in sorts)


@given(TEXTS, TEXTS)
def test_the_segments_give_both_texts_back(before, after):
    segments = compared(before, after)
    assert joined(segments, "same", "removed") == before
    assert joined(segments, "same", "added") == after


@given(TEXTS, TEXTS)
def test_segments_alternate_and_are_never_empty(before, after):
    sorts = [s.sort for s in compared(before, after)]
    assert all(s.text for s in compared(before, after))
    assert all(one != other for one, other in zip(sorts, sorts[1:], strict=False))
    assert "added removed" not in " ".join(sorts)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert told(text, text) == ([("same", text)] if text else [])


@given(TEXTS, TEXTS)
def test_shortening_hides_nothing_but_what_is_unchanged(before, after):
    text = Text("text", "Text", compared(before + " w" * 200, after + " w" * 200))
    assert joined(text.pieces, "same", "gap", "removed") == before + " w" * 200
    assert joined(text.pieces, "same", "gap", "added") == after + " w" * 200


def test_a_number_changes_as_a_whole():
    assert told("Take 2.5 mg.", "Take 2.0 mg.") == [
        ("same", "Take "),
        ("removed", "2.5"),
        ("added", "2.0"),
        ("same", " mg."),
    ]


def test_words_added_before_a_full_stop_leave_it_alone():
    assert told("In adults.", "In adults, with care.") == [
        ("same", "In adults"),
        ("added", ", with care"),
        ("same", "."),
    ]


def test_a_new_paragraph_leaves_its_neighbours_alone():
    before = "The first.\n\nThe last.\n"
    assert told(before, "The first.\n\nOne between.\n\nThe last.\n") == [
        ("same", "The first.\n\n"),
        ("added", "One between.\n\n"),
        ("same", "The last.\n"),
    ]


def test_markdown_is_compared_as_written():
    assert told("It is **safe**.", "It is *safe*.") == [
        ("same", "It is "),
        ("removed", "**"),
        ("added", "*"),
        ("same", "safe"),
        ("removed", "**"),
        ("added", "*"),
        ("same", "."),
    ]


def test_a_short_word_that_stayed_by_chance_does_not_break_up_two_other_sentences():
    before, after = "Itch eases within weeks", "Blood counts fell within months"
    assert told("Rash and " + before, "Pain and " + after)[-2:] == [
        ("removed", "weeks"),
        ("added", "months"),
    ]
    assert told("many people of another age", "several adults of any origin") == [
        ("removed", "many people of another age"),
        ("added", "several adults of any origin"),
    ]


def test_a_word_used_often_is_no_noise():
    """What difflib's autojunk does to texts of 200 words and more."""
    words = ["dose"] * 300
    before, after = " ".join(["one", *words, "two"]), " ".join(["three", *words, "four"])
    assert [text for sort, text in told(before, after) if sort == "removed"] == ["one", "two"]


def test_a_hopeless_case_is_replaced_as_a_whole_and_still_exact():
    before, after = "x " * 3000 + "a", "y " + "x z " * 3000
    segments = compared(before, after)
    assert joined(segments, "same", "removed") == before
    assert joined(segments, "same", "added") == after


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("\n", "line break"),
        (" ", "space"),
        ("\u00a0", "no-break space"),
        ("\u200b", "zero width space"),
        ("\ufeff\n", "zero width no-break space, line break"),
        ("word\n", ""),
        ("\u200bword", ""),
        (" word", ""),
    ],
)
def test_what_cannot_be_seen_has_a_name(text, mark):
    assert Segment("added", text).mark == mark


def test_long_unchanged_stretches_are_a_gap_that_says_how_long():
    stretch = " ".join(f"w{n}" for n in range(200))
    text = Text("text", "Text", compared(f"one. {stretch} end", f"two. {stretch} END"))
    gap = next(piece for piece in text.pieces if piece.sort == "gap")
    assert gap.words == 200 - 2 * 20 + 1
    assert [piece.sort for piece in text.pieces] == [
        *("removed", "added", "same", "gap", "same", "removed", "added")
    ]


def test_short_unchanged_stretches_stay_in_sight():
    stretch = " ".join(f"w{n}" for n in range(40))
    text = Text("text", "Text", compared(f"one. {stretch} end", f"two. {stretch} END"))
    assert "gap" not in [piece.sort for piece in text.pieces]


def test_before_the_first_change_only_the_end_of_the_stretch_is_shown():
    text = Text("text", "Text", compared("w " * 100 + "one", "w " * 100 + "two"))
    assert [(p.sort, p.words) for p in text.pieces][:2] == [("gap", 80), ("same", 20)]
