import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.index import Name
from search.models import Role
from search.query import Results, search, suggest

pytestmark = pytest.mark.django_db


def titles(text, **options):
    return [hit.title for hit in search(text, **options).hits]


def test_a_hit_says_what_it_is_and_where(catalogue):
    [hit, *_] = search("alopecia areata").hits
    assert (hit.kind, hit.entry_id, hit.slug) == ("condition", 3, "alopecia-areata")
    assert hit.url == "/conditions/3/"
    assert hit.matched == Name("alopecia areata", "title")


def test_an_exact_name_comes_first(catalogue):
    assert titles("tofacitinib")[0] == "tofacitinib"
    assert titles("aa")[0] == "alopecia areata"


def test_a_brand_finds_its_drug_and_says_so(catalogue):
    [hit] = search("xeljanz").hits
    assert (hit.title, hit.matched) == ("tofacitinib", Name("Xeljanz", "brand"))


def test_a_name_prefix_comes_before_full_text(write):
    write("guide", body="rinvoq rinvoq rinvoq")
    write("upadacitinib", Name("Rinvoq LQ", Role.BRAND))
    assert titles("rinvoq") == ["upadacitinib", "guide"]


def test_an_exact_name_comes_before_a_prefix(write):
    write("lupus hair loss", kind="condition")
    write("systemic lupus erythematosus", Name("Lupus", Role.SYNONYM), kind="condition")
    assert titles("lupus")[0] == "systemic lupus erythematosus"


def test_a_name_inside_a_question_is_recognised(catalogue):
    [hit] = search("What are the side effects of Xeljanz?").hits
    assert hit.matched == Name("Xeljanz", "brand")


def test_title_weighs_more_than_body(write):
    write("one", body="vitiligo " * 3 + "other words here")
    write("about vitiligo", body="other words here")
    assert titles("vitiligo")[0] == "about vitiligo"


def test_full_text_alone_names_no_name(catalogue):
    [hit] = search("headache").hits
    assert hit.matched is None
    assert ("headache", True) in hit.passage


@pytest.mark.parametrize(
    "text", ["L04AF01", "l04af01", "ATC|L04AF01", "ATC L04AF01", "87LA6FU830", " l04af01 "]
)
def test_a_code_finds_its_drug(catalogue, text):
    [hit] = search(text).hits
    assert (hit.title, hit.matched.role) == ("tofacitinib", "code")


@pytest.mark.parametrize("text", ["L63.0", "l63.0", "ICD-10 L63.0", "icd-10|l63.0"])
def test_a_code_finds_its_condition(catalogue, text):
    [hit] = search(text).hits
    assert hit.matched == Name("L63.0", "code", "ICD-10")


def test_the_longest_code_is_the_one_recognised(write):
    codes = [Name(code, Role.CODE, "ICD-10") for code in ("L63", "L63.0", "L63.01")]
    write("alopecia areata", *codes, kind="condition")
    assert search("l63.0").hits[0].matched.text == "L63.0"


@pytest.mark.parametrize("text", ["tofac", "xelj", "TOFACI"])
def test_the_last_word_may_be_unfinished(catalogue, text):
    assert titles(text)[0] == "tofacitinib"


def test_only_the_last_word_may_be_unfinished(catalogue):
    assert titles("hair los") == ["lupus hair loss", "Hair and JAK drugs", "alopecia areata"]
    assert search("tofac inhibitor").any_word


def test_accents_and_case_do_not_matter(write):
    write("Sjögren disease")
    assert titles("SJOGREN") == titles("sjögren") == ["Sjögren disease"]


def test_counts_are_of_every_kind_and_count_of_the_kinds_asked(catalogue):
    results = search("tofacitinib", kinds=["condition", "guide"])
    assert results.counts == {"condition": 1, "drug": 1, "guide": 1}
    assert results.count == 2
    assert {hit.kind for hit in results.hits} == {"condition", "guide"}


@pytest.mark.parametrize("kind", ["nothing", "\0", "\ud800", "' OR 1=1 --", "x" * 10_000])
def test_an_unknown_kind_has_no_hits(catalogue, kind):
    results = search("tofacitinib", kinds=[kind])
    assert (results.hits, results.count) == ([], 0)


def test_pages_hold_each_hit_once(write):
    for number in range(7):
        write(f"entry {number}", body="psoriasis")
    pages = [titles("psoriasis", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({title for page in pages for title in page}) == 7
    assert search("psoriasis", limit=3, offset=9).count == 7


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (0, 0), (10, 10**30), (10**30, -(10**30))])
def test_wild_numbers_are_brought_into_range(catalogue, limit, offset):
    assert search("tofacitinib", limit=limit, offset=offset).count == 3


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂", "\0", "\ud800", "()", '""', "\u202e"])
def test_without_a_word_nothing_is_asked(catalogue, text, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert search(text) == Results()
        assert suggest(text) == []


def test_when_no_entry_holds_all_the_words_some_are_enough(catalogue):
    results = search("headache hedgehog")
    assert results.any_word
    assert [hit.title for hit in results.hits] == ["tofacitinib"]
    assert results.did_you_mean is None


def test_common_words_in_a_question_need_not_be_in_the_entry(catalogue):
    assert titles("what is the headache about") == ["tofacitinib"]


def test_a_query_of_common_words_only_is_still_asked(write):
    write("spondylitis", Name("AS", Role.SYNONYM))
    assert titles("as") == ["spondylitis"]


def test_words_after_the_eighth_are_not_read(catalogue):
    assert titles("tofacitinib " * 8 + "hedgehog") == titles("tofacitinib " * 8)


def test_results_common_to_many_entries_are_ranked_by_their_heading(write, monkeypatch):
    monkeypatch.setattr("search.query.COMMON", 1)
    write("one", body="vitiligo")
    write("about vitiligo", body="vitiligo")
    assert titles("vitiligo")[0] == "about vitiligo"


def queries(text):
    with CaptureQueriesContext(connection) as captured:
        results = search(text)
    return results.count, captured.captured_queries


def test_the_number_of_queries_does_not_grow(write):
    write("one", Name("Brandone", Role.BRAND), body="psoriasis")
    count, before = queries("psoriasis")
    write("two", Name("Brandtwo", Role.BRAND), body="psoriasis")
    write("psoriasis", Name("Brandthree", Role.BRAND), body="psoriasis")
    counted, after = queries("psoriasis")
    assert (count, counted) == (1, 3)
    assert len(before) == len(after) == 2


@pytest.mark.parametrize(
    ("text", "number"), [("xeljanz", 2), ("xeljans", 4), ("headache hedgehog", 4), ("qqxxzz", 2)]
)
def test_never_more_than_four_queries(catalogue, text, number):
    assert len(queries(text)[1]) == number


def test_only_search_tables_are_read(catalogue):
    with CaptureQueriesContext(connection) as captured:
        search("xeljans")
        suggest("xel")
    sql = " ".join(query["sql"] for query in captured)
    tables = re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", sql)
    assert tables
    assert all(table.startswith("search_") for table in tables)


def test_suggests_names_that_begin_so(catalogue):
    [suggestion] = suggest("xelj")
    assert suggestion.name == Name("Xeljanz", "brand")
    assert (suggestion.title, suggestion.url) == ("tofacitinib", "/drugs/1/")


def test_suggests_the_shortest_first_and_no_more_than_asked(write):
    for title in ("alopecia areata totalis", "alopecia", "alopecia areata"):
        write(title, kind="condition")
    assert [each.name.text for each in suggest("alop", limit=2)] == ["alopecia", "alopecia areata"]


def test_suggests_with_one_query(catalogue, django_assert_num_queries):
    with django_assert_num_queries(1):
        suggest("a")
