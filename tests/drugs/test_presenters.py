"""How statuses, names and forms are worded."""

import pytest

from conditions.models import LiveCondition
from drugs.models import LiveBrand, LiveDrug, LiveForm, LiveIndication
from drugs.presenters import breakable, lower_first, status_sentence
from drugs.presenters.facts import brand_line, form_lines, kind_of_drug, lede
from drugs.presenters.safety import advice
from safety.models import LiveRiskGroup


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("approved", "Tofacitinib is approved for ulcerative colitis in the European Union."),
        (
            "not_approved",
            "Tofacitinib is not approved for ulcerative colitis in the European Union.",
        ),
        (
            "off_label",
            "Tofacitinib is not approved for ulcerative colitis in the European Union; doctors may use it off-label.",
        ),
        (
            "investigational",
            "Tofacitinib is under study for ulcerative colitis in the European Union; it is not approved there.",
        ),
        (
            "withdrawn",
            "The approval of Tofacitinib for ulcerative colitis in the European Union has ended.",
        ),
    ],
)
def test_each_status_is_one_sentence(status, sentence):
    row = LiveIndication(
        drug=LiveDrug(inn="tofacitinib"),
        condition=LiveCondition(name="Ulcerative colitis"),
        jurisdiction="EU-EMA",
        status=status,
    )
    assert status_sentence(row.drug, row) == sentence


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Alopecia areata", "alopecia areata"),
        ("COVID-19", "COVID-19"),
        ("Crohn's disease", "Crohn's disease"),
        ("Lupus-related diffuse alopecia", "lupus-related diffuse alopecia"),
    ],
)
def test_names_inside_a_sentence(name, inside):
    assert lower_first(name) == inside


def test_strengths_are_gathered_by_form():
    forms = [LiveForm(form="tablet", strength="5 mg"), LiveForm(form="tablet", strength="10 mg")]
    assert form_lines(forms) == ["tablet 5 mg, 10 mg"]


def test_a_brand_with_and_without_what_is_known():
    assert (
        brand_line(LiveBrand(name="Xeljanz", company="Pfizer", regions=["US", "EU"]))
        == "Xeljanz (Pfizer; US, EU)"
    )
    assert brand_line(LiveBrand(name="Tofara")) == "Tofara"


def test_the_lede_is_the_first_sentence():
    assert lede({"text": "It is a tablet. It works."}) == {"text": "It is a tablet."}
    assert lede(None) is None


def test_the_kind_of_drug_says_the_route_once():
    drug = LiveDrug(inn="x", drug_class="JAK inhibitor (oral, blood disorders)", route="oral")
    assert kind_of_drug(drug) == "JAK inhibitor, by mouth"


def test_advice_that_repeats_its_rule_is_said_once():
    group = LiveRiskGroup(rule="caution", text="Use with care.")
    assert advice(group) == {"rule": "Use with care.", "text": ""}
    group.text = "Ask about clots."
    assert advice(group) == {"rule": "With care", "text": "Ask about clots."}


def test_a_long_name_may_break_before_its_ending():
    assert breakable(LiveDrug(inn="deucravacitinib")) == "Deucravaci\u00adtinib"
