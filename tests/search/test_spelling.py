import pytest

from search.query import search
from search.spelling import distance

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "name", "title"),
    [
        ("xeljans", "Xeljanz", "tofacitinib"),
        ("Xlejanz", "Xeljanz", "tofacitinib"),
        ("tofacitinab", "tofacitinib", "tofacitinib"),
        ("tofactinib", "tofacitinib", "tofacitinib"),
        ("olumient", "Olumiant", "baricitinib"),
        ("alopezia", "alopecia areata", "alopecia areata"),
        ("alopezia areata", "alopecia areata", "alopecia areata"),
        ("reumatoid artritis", "rheumatoid arthritis", "rheumatoid arthritis"),
        ("areota", "alopecia areata", "alopecia areata"),
    ],
)
def test_a_misspelt_name_is_found_and_named(catalogue, typed, name, title):
    results = search(typed)
    assert (results.did_you_mean, results.hits[0].title) == (name, title)


def test_a_whole_name_is_meant_rather_than_a_part_of_a_title(catalogue, write):
    write("Xeljanz overview", kind="source")
    results = search("xeljans")
    assert (results.did_you_mean, results.hits[0].title) == ("Xeljanz", "tofacitinib")


def test_a_misspelt_word_beside_a_good_one(catalogue):
    results = search("xeljans headache")
    assert results.did_you_mean == "xeljanz headache"
    assert results.hits[0].title == "tofacitinib"


@pytest.mark.parametrize("text", ["xeljanz", "alopecia", "headache", "tofac"])
def test_what_is_found_is_not_corrected(catalogue, text):
    assert search(text).did_you_mean is None


@pytest.mark.parametrize("text", ["qqxxzz", "L04AF02", "L63.1", "ab", "xy"])
def test_what_is_like_no_name_finds_nothing(catalogue, text):
    results = search(text)
    assert (results.count, results.did_you_mean) == (0, None)


@pytest.mark.parametrize(
    ("typed", "meant", "errors"),
    [
        ("xeljans", "xeljanz", 1),
        ("oluminat", "olumiant", 1),
        ("lupis", "lupus", 1),
        ("lapis", "lupus", None),
        ("aa", "ra", None),
        ("jak1", "jak2", None),
        ("deucravasitinab", "deucravacitinib", 2),
    ],
)
def test_how_many_letters_may_be_wrong(typed, meant, errors):
    assert distance(typed, meant) == errors
