"""Source numbers and the two sides of a disagreement."""

from drugs.models import IndicationClaim
from evidence.models import Source, Stance
from evidence.presenters import References, region_choices, sides


def source(key, **columns):
    return Source(key=key, slug=key, title=f"Title of {key}", **columns)


def test_sources_are_numbered_in_the_order_of_first_use():
    label, trial, blog = source("label"), source("trial"), source("blog")
    references = References()
    assert references.cite([trial]) == (1,)
    assert references.cite([label, trial, label]) == (1, 2)
    assert references.cite([blog]) == (3,)
    assert references.listed() == [trial, label, blog]


def test_two_copies_of_one_source_are_one_number():
    references = References()
    assert references.number(source("label")) == references.number(source("label")) == 1
    assert len(references.listed()) == 1


def test_a_page_without_sources_lists_none():
    references = References()
    assert references.cite([]) == ()
    assert references.listed() == []


def test_each_side_names_its_source_what_it_says_and_how_it_stands():
    blog = source("blog", publisher="A blog", origin_label="search_traffic", tier="E")
    claim = IndicationClaim(source=blog, says="It is approved.", stance=Stance.DISAGREES)
    assert sides([claim], References()) == [
        {
            "who": "Title of blog",
            "label": "Written for search traffic",
            "says": "It is approved.",
            "stance": "disagrees",
            "stance_word": "disagrees with the regulator",
            "refs": (1,),
        }
    ]


def test_a_side_without_a_publisher_goes_by_its_title():
    claim = IndicationClaim(source=source("paper"), says="It helps.", stance=Stance.AGREES)
    assert sides([claim], References())[0]["who"] == "Title of paper"


def test_the_regions_of_the_switch():
    assert region_choices()[0] == ("us", "United States")
    assert [code for code, _ in region_choices()] == ["us", "eu", "uk", "jp"]
