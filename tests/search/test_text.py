import pytest

from search.text import aligned, clean, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tofacitinib", "tofacitinib"),
        ("CP-690,550 (research code)", "cp 690 550 research code"),
        ("ATC|L04AF01", "atc l04af01"),
        ("Sjögren’s", "sjogren s"),
        ("Sjo\u0308gren", "sjogren"),
        ("STRASSE straße", "strasse strasse"),
        ("Jakob Ørsted, Łódź, İzmir", "jakob orsted lodz izmir"),
        ("ТОФАЦИТИНИБ й", "тофацитиниб и"),
        ("tofa\u00adciti\u200bnib\u200f", "tofacitinib"),
        ("snake_case", "snake case"),
        ("5 mg", "5 mg"),
        ('" * ^ : ( ) -- 🙂', ""),
        ("a\0b\ud800c", "abc"),
    ],
)
def test_folds(text, folded):
    assert fold(text) == folded


def test_folding_twice_changes_nothing():
    assert fold(fold("Élan-2 ﬁne ½")) == fold("Élan-2 ﬁne ½")


def test_long_words_are_cut():
    assert fold("x" * 10_000) == "x" * 64


def test_clean_keeps_what_can_be_stored():
    assert clean("é\0\udfff🙂 \u202e") == "é🙂 \u202e"


@pytest.mark.parametrize("text", ["Ärzte ﬁne ½ straße", "İzmir 🙂", "plain", ""])
def test_aligned_keeps_every_position(text):
    assert len(aligned(text)) == len(text)


def test_aligned_takes_accents_off():
    assert aligned("ÉLAN Ørsted") == "elan orsted"
