"""Every row of the fact base is in the working copy; as many are live as should be."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps

from editorial.registry import live_of

from . import fact_base
from .rows import specs

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text())
OF_FACT_BASE = [line for line in EXPECTED if line["file"]]


def _id(line):
    return line["model"]


@pytest.mark.parametrize("line", EXPECTED, ids=_id)
def test_the_working_copy_has_every_row(content, line):
    assert apps.get_model(line["model"]).objects.count() == line["working"]


@pytest.mark.parametrize("line", EXPECTED, ids=_id)
def test_as_many_rows_are_live(content, line):
    assert live_of(apps.get_model(line["model"])).objects.count() == line["live"]


@pytest.mark.parametrize("line", OF_FACT_BASE, ids=_id)
def test_the_table_counts_the_fact_base(line):
    assert fact_base.count(line["file"], line["part"]) == line["yaml"]


@pytest.mark.parametrize("line", EXPECTED, ids=_id)
def test_a_difference_is_explained(line):
    assert line["yaml"] == line["working"] or line["why"]


def test_the_table_names_every_model():
    assert {line["model"] for line in EXPECTED} == {spec.label for spec in specs()}


def test_every_code_of_the_identifier_list_is_there(content):
    rows = fact_base.yaml_file("identifiers.yaml")
    assert len(rows) == 216
    for row in rows:
        model = apps.get_model(
            {"drug": "drugs.identifier", "condition": "conditions.code"}[row["entity"]]
        )
        found = model.objects.get(
            **{f"{row['entity']}__slug": row["slug"]}, system=row["system"], value=row["value"]
        )
        assert (found.checked, found.label) == (row["checked"], row["label"])


def test_the_load_says_what_it_did(content):
    assert (content.entries, content.rows, content.kept, content.published) == (319, 1667, 0, 316)
