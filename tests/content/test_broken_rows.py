"""A broken fixture row: the load names its file, entry and field, and changes nothing."""

import pytest
from django.apps import apps

from jakinfo.content import ContentError, load

from .small import DRUG, change

BROKEN = {
    "a reference to nothing": (
        "[[a-label]]",
        "[[no-label]]",
        "brand (testinib, Testa), field sources: there is no source",
    ),
    "a set that is no list": (
        "[[a-label]]",
        "a-label",
        "field sources: is not a list of references",
    ),
    "an owner that is not there": (
        "drug: [testinib]\n    name",
        "drug: [tastinib]\n    name",
        "(tastinib, Testa), field drug: there is no drug",
    ),
    "another entry's row": (
        "drug: [testinib]\n    name",
        "drug: [tofacitinib]\n    name",
        "belongs to another entry than testinib",
    ),
    "a claim of nobody": (
        "- model: drugs.drugsynonym\n",
        "- model: drugs.indication\n"
        "  fields: {drug: [testinib], condition: [vitiligo], jurisdiction: JP, status: approved}\n"
        "- model: drugs.indicationclaim\n  fields: {indication: [testinib, vitiligo, JP], says: so, stance: agrees}\n"
        "- model: drugs.drugsynonym\n",
        "drugs.indicationclaim (testinib, vitiligo, JP, ?), field source: This field cannot be null",
    ),
    "no owner": (
        "drug: [testinib]\n    name",
        "name",
        "drugs.brand (?, Testa): does not say which entry",
    ),
    "a wrong choice": (
        "route: oral",
        "route: aural",
        "drugs.drug (testinib), field route: Value 'aural' is not a valid choice",
    ),
    "a wrong basis": (
        "basis: regulator",
        "basis: hearsay",
        "drugs.brand (testinib, Testa), field basis",
    ),
    "a missing column": (
        "    drug_class: JAK inhibitor (oral)\n",
        "",
        "drugs.drug (testinib), field drug_class: This field cannot be blank",
    ),
    "a column there is not": (
        "    route: oral",
        "    rout: oral",
        "drugs.drug (testinib), field rout: there is no such field",
    ),
    "a date that is none": (
        "2020-01-31",
        "last year",
        "drugs.drug (testinib), field first_approval",
    ),
    "too long": (
        "name: Testa",
        "name: " + "T" * 81,
        "field name: Ensure this value has at most 80 characters",
    ),
    "an INN that is taken": ("inn: testinib", "inn: tofacitinib", "drugs.drug (testinib): "),
    "a model there is not": (
        "model: drugs.brand",
        "model: drugs.bland",
        "line 10: there is no model drugs.bland",
    ),
    "a published model": (
        "model: drugs.brand",
        "model: drugs.livebrand",
        "drugs.livebrand is not part of the working copy",
    ),
    "a model of another kind": (
        "model: drugs.brand",
        "model: auth.user",
        "auth.user is not part of the working copy",
    ),
    "a primary key": (
        "- model: drugs.brand\n",
        "- model: drugs.brand\n  pk: 7\n",
        "line 10: an object has a model and fields",
    ),
    "broken YAML": (
        "regions: [US]",
        "regions: [US",
        "fixtures/drugs/testinib.yaml: not valid YAML",
    ),
    "no list": (DRUG, "drug: testinib", "fixtures/drugs/testinib.yaml: is not a list of objects"),
    "a row before its entry": (
        "- model: drugs.drug\n",
        "- model: drugs.drugsynonym\n  fields: {drug: [testinib]}\n- model: drugs.drug\n",
        "comes before the entry that owns it",
    ),
    "a row stated twice": (
        "- model: drugs.drugsynonym",
        "- model: drugs.brand\n  fields: {drug: [testinib], name: Testa}\n- model: drugs.drugsynonym",
        "drugs.brand (testinib, Testa): is stated twice",
    ),
    "a fact without a source": (
        "    sources: [[a-label]]\n",
        "",
        "brand (testinib, Testa), field sources: a fact that was seen names at least one",
    ),
    "promotion alone": (
        "[[a-label]]",
        "[[a-shop]]",
        "brand (testinib, Testa), field sources: promotion (tier F) alone",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_named_and_changes_nothing(folder, old, new, message):
    before = _counts()
    change(folder, old, new)
    with pytest.raises(ContentError) as refused:
        load(folder)
    assert "fixtures/drugs/testinib.yaml" in str(refused.value)
    assert message in str(refused.value)
    assert _counts() == before


def _counts():
    """How many rows every table holds."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models(include_auto_created=True)
    }
