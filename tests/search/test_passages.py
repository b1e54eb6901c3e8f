from search.passages import ELLIPSIS, passage, pattern


def cut(words, *texts, prefix=False):
    return passage(pattern(words, prefix=prefix), *texts)


def test_marks_the_words_and_keeps_the_rest():
    assert cut(["hair", "loss"], "Patchy hair and Loss.") == [
        ("Patchy ", False),
        ("hair", True),
        (" and ", False),
        ("Loss", True),
        (".", False),
    ]


def test_marks_whole_words_only():
    assert cut(["hair"], "chair hairy") == [("chair hairy", False)]


def test_marks_the_last_word_as_a_beginning():
    assert cut(["alop"], "Alopecia areata", prefix=True) == [
        ("Alopecia", True),
        (" areata", False),
    ]


def test_finds_words_under_accents():
    assert ("Sjögren", True) in cut(["sjogren"], "With Sjögren disease")


def test_cuts_a_long_text_around_the_word_between_words():
    pieces = cut(["needle"], "before " * 100 + "needle " + "after " * 100)
    text = "".join(piece for piece, _ in pieces)
    assert text.startswith(f"{ELLIPSIS}before")
    assert text.endswith(f"after{ELLIPSIS}")
    assert len(text) < 240


def test_takes_the_next_text_when_the_first_does_not_hold_the_word():
    assert cut(["two"], "one", "one two") == [("one ", False), ("two", True)]


def test_without_the_word_it_is_the_beginning():
    assert cut(["zero"], "", "one two") == [("one two", False)]


def test_nothing_gives_nothing():
    assert cut(["zero"], "", "") == []


def test_markup_stays_text():
    assert cut(["b"], "<b>x</b>")[0] == ("<", False)
