"""The pictures: lengths and places follow the data, no mark covers another, none without data."""

from datetime import date
from itertools import combinations

from drugs.presenters.pictures import WIDTH, enzymes, line_of_years, unnamed


def target(name, selectivity):
    return {"target": name, "selectivity": selectivity, "how": f"{selectivity} words"}


def test_a_bar_is_whole_half_or_dashed_and_has_its_words():
    rows = [
        target("JAK1", "primary"),
        target("JAK2", "secondary"),
        target("TEC kinase family", "primary"),
    ]
    bars = enzymes(rows)["bars"]
    assert [(bar["name"], bar["length"]) for bar in bars] == [
        ("JAK1", 110),
        ("JAK2", 55),
        ("JAK3", 0),
        ("TYK2", 0),
        ("TEC", 110),
    ]
    assert bars[2]["words"] == "no checked record"
    assert unnamed(rows) == ["JAK3", "TYK2"]
    assert (enzymes([]), unnamed([])) == (None, [])


def event(day, warns=False, precision="day", until=None):
    return {"date": day, "precision": precision, "until": until, "warns": warns}


def test_every_dated_event_has_its_mark_and_none_covers_another():
    events = [event(f"2021-{month:02}-01") for month in (1, 2, 3)]
    events += [event(date(2022, 1, 1), warns=True), event(None, warns=True, precision="")]
    drawn = line_of_years(events)
    assert [mark["number"] for mark in drawn["over"]] == [1, 2, 3]
    assert [mark["number"] for mark in drawn["under"]] == [4]
    for one, other in combinations(drawn["over"] + drawn["under"], 2):
        assert max(abs(one["x"] - other["x"]), abs(one["y"] - other["y"])) > 20
    for mark in drawn["over"] + drawn["under"]:
        assert 10 <= mark["x"] <= WIDTH - 10
        assert 10 <= mark["y"] <= drawn["height"] - 10
    assert all(mark["y"] < drawn["line"] for mark in drawn["over"])
    assert all(mark["y"] > drawn["line"] for mark in drawn["under"])


def test_a_year_alone_stands_in_its_middle_and_a_span_has_an_end():
    drawn = line_of_years(
        [event("2020-01-01", precision="year"), event("2021-01-01", until="2022-01-01", warns=True)]
    )
    assert [tick["year"] for tick in drawn["ticks"]] == [2020, 2021, 2022, 2023]
    left, right = drawn["ticks"][0]["x"], drawn["ticks"][1]["x"]
    assert left < drawn["over"][0]["x"] < right
    [span] = drawn["under"]
    assert (span["x"], span["end"]) == (drawn["ticks"][1]["x"], drawn["ticks"][2]["x"])


def test_forty_years_have_few_labels_and_no_date_has_no_picture():
    assert len(line_of_years([event("1990-05-01"), event("2030-05-01")])["ticks"]) <= 8
    assert line_of_years([event(None)]) is None
