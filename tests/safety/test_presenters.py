"""The wording of warnings, signs and risk groups."""

import pytest

from editorial.bare import bare
from evidence.presenters import References
from safety import presenters
from safety.models import LiveRegulatorAction, LiveRiskGroup, LiveWarningSign
from tests.factories import DrugFactory, WarningFactory, publish


@pytest.mark.parametrize(
    ("rule", "text", "worded"),
    [
        ("caution", "Use with care.", "Use with care."),
        ("contraindicated", "Exampletinib must not be used.", "Exampletinib must not be used."),
        ("avoid", "Pregnancy test first.", "Avoid. Pregnancy test first."),
        ("avoid", "", "Avoid."),
    ],
)
def test_a_rule_is_said_once(rule, text, worded):
    assert presenters.rule_in_words(LiveRiskGroup(rule=rule, text=text)) == worded


def test_each_cause_is_named_once():
    signs = [LiveWarningSign(points_to=cause) for cause in ("stroke", "clot", "stroke")]
    assert presenters.may_point_to(signs).startswith("They may point to: stroke; clot.")


def test_no_sign_points_to_nothing():
    assert presenters.may_point_to([]) == ""


def test_what_an_action_rests_on_and_leaves_out():
    action = LiveRegulatorAction(basis_trial="A trial", not_included=["fedratinib", "ruxolitinib"])
    assert presenters.action_notes(action) == [
        "Rests on the trial: A trial.",
        "Not included: fedratinib, ruxolitinib.",
    ]


@pytest.mark.django_db
def test_drugs_are_named_only_where_they_differ_from_the_usual_ones():
    both = [DrugFactory(inn="atinib"), DrugFactory(inn="btinib")]
    usual = bare(publish(WarningFactory(applies_to=both), WarningFactory(applies_to=both)))
    [other] = bare([publish(WarningFactory(applies_to=both[:1]))])
    drugs = presenters.usual_drugs([*usual, other])
    assert [drug.title for drug in drugs] == ["Atinib", "Btinib"]
    cards = [presenters.warning_card(row, References(), drugs) for row in (usual[0], other)]
    assert [[name for _, name in card["drugs"]] for card in cards] == [[], ["atinib"]]
