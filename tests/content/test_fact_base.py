"""Row by row: what the YAML files say stands in the working copy, entry by entry.

Runs where the folder of the fact base lies beside the repository; elsewhere each test says that it
was not run. Wording that was changed on purpose keeps the first wording in the row's note.
"""

from functools import cache

import pytest

from drugs.models import Indication
from editorial.registry import kinds
from evidence.models import Source

from .fact_base import leaves, yaml_file
from .rows import all_texts

# Said in other words in our columns (choices, keys of other rows), or bookkeeping of the files.
ELSEWHERE = {
    "agrees_with_regulator",
    "authority",
    "authorities",
    "basis",
    "checked",
    "confirms",
    "correspondence_email",
    "correspondence_unit",
    "date_checked",
    "drug",
    "drugs",
    "entity",
    "file",
    "jurisdiction",
    "level",
    "precision",
    "rule",
    "slug",
    "sources",
    "also",
    "source",
    "maker_source",
    "figure_source",
    "urgency",
    "describes",
    "lists",
    "listed_in",
    "based_on",
    "reliability_tier",
    "applies_to",
    "condition",
    "diseases",
    "route_group",
    "key",
}
REFERENCES = {
    "sources",
    "also",
    "source",
    "maker_source",
    "figure_source",
    "describes",
    "listed_in",
    "lists",
}
TOOL = "find_string", "GitHub text hit"
HINT = " (see NOTES)"


def _entry(kind, slug):
    return kinds()[kind].model.objects.get(slug=slug)


@cache
def _haystack(kind, slug):
    """Every text of an entry's rows, and texts that our columns hold in parts."""
    entry = _entry(kind, slug)
    rows, owners = [entry], {kinds()[kind].model: [entry.pk]}
    for spec in kinds()[kind].children:
        found = list(
            spec.model.objects.filter(
                **{f"{spec.owner.name}__in": owners[spec.owner.remote_field.model]}
            )
        )
        owners[spec.model] = [row.pk for row in found]
        rows += found
    return "\n".join(_folded(text) for row in rows for text in (*all_texts(row), *_composed(row)))


def _composed(row):
    names = {field.name for field in row._meta.concrete_fields}
    for name in names:
        value = getattr(row, name)
        if hasattr(value, "isoformat"):
            yield from (value.isoformat()[:size] for size in (4, 7, 10))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield str(value)
    if "frequency" in names:
        yield f"{row.effect} ({row.frequency})"
        yield f"{row.effect} ({row.frequency.removesuffix(' placebo')})"
    if "strength" in names:
        yield f"{row.strength} ({row.note})"
    if "selectivity" in names:
        yield f"{row.selectivity} ({row.detail})"
        yield f"{row.selectivity}, {row.detail}"
    if "since" in names and row.since:
        yield f"{row.since:%Y-%m} ({row.remark})"
    if "until" in names and row.until:
        yield f"{row.date.year}-{row.until.year}"


def _folded(text):
    return " ".join(text.casefold().split())


def _missing(piece, kind, slug):
    """Texts of a piece of YAML that no row of the entry has."""
    stack = _haystack(kind, slug)
    found = []
    for name, text in leaves(piece):
        if (
            name in ELSEWHERE
            or text in ("not checked", "recalled")
            or any(tool in text for tool in TOOL)
        ):
            continue
        parts = (
            text.replace(")", "").split(" (")
            if name == "url"
            else text.split(" / ")
            if name == "brand"
            else [text]
        )
        found += [(name, part) for part in parts if _folded(part.replace(HINT, "")) not in stack]
    return found


def _without(piece, *names):
    return {name: value for name, value in piece.items() if name not in names}


def test_every_source(content):
    for row in yaml_file("sources.yaml"):
        entry = Source.objects.get(key=row["key"])
        assert (entry.tier, entry.source_kind) == (row["reliability_tier"], row["kind"])
        assert _missing(_without(row, "kind"), "source", entry.slug) == []


def test_every_condition(content):
    for row in yaml_file("conditions.yaml"):
        assert _missing(row, "condition", row["slug"]) == []


def test_every_drug(content):
    for row in yaml_file("drugs.yaml"):
        assert _missing(row, "drug", row["slug"]) == []


def test_every_indication_with_its_claims(content):
    for row in yaml_file("indications.yaml"):
        entry = Indication.objects.get(
            drug__slug=row["drug"],
            condition__slug=row["condition"],
            jurisdiction=row["jurisdiction"],
        )
        assert (entry.status, entry.checked) == (row["status"], row["checked"])
        assert [(claim.source.key, claim.checked) for claim in entry.claims.all()] == [
            (claim["source"], claim["checked"]) for claim in row["claims"]
        ]
        missing = _missing(_without(row, "date_precision"), "drug", row["drug"])
        assert [text for _, text in missing if "(written 2020)" not in text] == []


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("class_warnings", "warning"),
        ("regulator_actions", "regulator-action"),
        ("populations_at_risk", "risk-group"),
        ("dose_adjustment", "dose-rule"),
        ("monitoring", "monitoring"),
    ],
)
def test_everything_about_safety(content, part, kind):
    for row in yaml_file("safety.yaml")[part]:
        assert _missing(row, kind, row["key"]) == []


def test_every_warning_sign_and_the_note_on_urgency(content):
    data = yaml_file("safety.yaml")
    stack = "\n".join(
        _haystack("warning-sign", sign.slug) for sign in kinds()["warning-sign"].model.objects.all()
    )
    for row in data["symptoms"]:
        for name, text in leaves(row):
            assert name in ELSEWHERE or _folded(text) in stack, text
    assert _folded(data["urgency_note"]["text"]) in stack
    assert _folded(data["comparator"]["name"]) in _haystack("regulator-action", "oral-surveillance")


def test_every_guide_and_question(content):
    data = yaml_file("guides.yaml")
    stacks = {guide["slug"]: _haystack("guide", guide["slug"]) for guide in data["guides"]}
    for guide in data["guides"]:
        missing = _missing(guide, "guide", guide["slug"])
        assert [text for _, text in missing if "(seed data)" not in text] == []
    for row in data["faqs"]:
        assert any(
            _folded(row["question"]) in stack and _folded(row["answer"]) in stack
            for stack in stacks.values()
        )


@pytest.mark.parametrize("name", ["conditions", "drugs", "indications", "safety", "guides"])
def test_every_source_a_file_names_is_one_of_ours(content, name):
    ours = set(Source.objects.values_list("key", flat=True))
    named = {text for key, text in leaves(yaml_file(f"{name}.yaml")) if key in REFERENCES}
    assert named - ours == set()
