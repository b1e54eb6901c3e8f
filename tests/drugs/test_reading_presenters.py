"""Sentences, numbers and timetables of a drug, each from a row of data."""

import pytest

from drugs.presenters import numbers
from drugs.presenters.standing import for_whom
from drugs.presenters.timetable import moments, timetable


@pytest.mark.parametrize(
    ("population", "who", "form", "rest"),
    [
        ("adults with severe disease", "adults", "severe", ""),
        ("adults, moderate to severe", "adults", "moderate to severe", ""),
        ("adults", "adults", "", ""),
        ("age 12 and over, severe", "people from 12 years of age", "severe", ""),
        (
            "from 2 years, moderate to severe",
            "people from 2 years of age",
            "moderate to severe",
            "",
        ),
        ("adults, with methotrexate", "", "", "adults, with methotrexate"),
        ("", "", "", ""),
    ],
)
def test_whom_a_use_is_for_stands_in_the_sentence_or_after_it(population, who, form, rest):
    assert for_whom(population) == (who, form, rest)


@pytest.mark.parametrize(
    ("given", "worded"),
    [
        ("", "not known"),
        ("uncommon", "not known; the source says only “uncommon”"),
        ("10%", "10 in 100 people (10%)"),
        ("10.8%", "108 in 1,000 people (10.8%)"),
        ("12.4% v 9% placebo", "124 in 1,000 people against 90 in 1,000 (12.4% v 9% placebo)"),
        ("3 in 100 people", "3 in 100 people"),
        ("2.3% of samples", "2.3% of samples"),
        ("4% (2% to 6%)", "4% (2% to 6%)"),
        ("0.98 per 100 patient-years", "0.98 per 100 patient-years"),
    ],
)
def test_a_frequency_has_its_number_or_is_not_known(given, worded):
    assert numbers.frequency(given) == worded


def test_a_figure_counts_people_only_where_its_source_does():
    counted = numbers.figure("hazard ratio 1.48 (1.04-2.09); 4.2% v 2.9% of people")
    assert counted["people"] == "42 in 1,000 people against 29 in 1,000"
    assert "1 means no difference" in counted["reading"]
    rate = numbers.figure("0.98 per 100 patient-years")
    assert (rate["people"], rate["text"]) == ("", "0.98 per 100 patient-years")
    assert "It is not a count of people." in rate["reading"]
    assert numbers.figure("4.2% more events")["people"] == ""


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("TB test before and during (not for COVID-19)", ["Before the start", "During treatment"]),
        (
            "lymphocytes before, at week 4, then as routine",
            ["Before the start", "Week 4", "As routine"],
        ),
        ("liver tests at week 4 to 12 and every 3 months", ["Week 4 to 12", "Every 3 months"]),
        ("skin checks at intervals", ["At intervals"]),
        ("no live vaccines during treatment", []),
        ("start only if counts are above a limit; pause during infection", []),
        ("take it before meals", []),
    ],
)
def test_the_moments_that_a_text_names(text, columns):
    assert [heading for *_, heading in moments(text)] == columns


def test_the_columns_come_from_the_data_and_a_ban_is_never_a_tick():
    own = [{"text": "Counts before, at week 4"}, {"text": "Skin checks at intervals"}]
    ban = {"text": "Vaccines: no live vaccines", "when": "before, during"}
    made = timetable([("Own", own), ("Class", [ban])])
    assert made["columns"] == ["Before the start", "Week 4", "At intervals"]
    assert [row["cells"] for row in made["groups"][0]["rows"]] == [
        [True, True, False],
        [False, False, True],
    ]
    assert [group["heading"] for group in made["groups"]] == ["Own"]
    assert [row["text"] for row in made["other"]] == ["Vaccines: no live vaccines (before, during)"]
    assert timetable([("Own", [])]) == {"columns": [], "groups": [], "other": []}
