"""A small published world in which every table of every kind has a row."""

import pytest

from tests import factories as make

KINDS = [
    "drugs",
    "conditions",
    "warnings",
    "warning-signs",
    "risk-groups",
    "monitoring",
    "dose-rules",
    "regulator-actions",
    "sources",
    "guides",
]
ROWS = ["indications", "changes"]


def world(number: int = 1) -> list:
    """Publish one entry of each kind; returns the live drug first."""
    drug = make.DrugFactory(slug=f"worldtinib-{number}")
    condition = make.ConditionFactory(slug=f"world-disease-{number}")
    paper = make.SourceFactory(slug=f"world-paper-{number}")
    entries = [drug, condition, paper, _guide(number, drug, condition)]
    entries += _safety(number, drug, condition)
    _drug_rows(drug, condition, paper)
    _condition_rows(condition)
    _source_rows(paper, number)
    return make.publish(*entries)


def _drug_rows(drug, condition, paper):
    for row in (
        make.AdverseEffectFactory,
        make.ApprovalFactory,
        make.BenefitFactory,
        make.BoxedWarningFactory,
        make.BrandFactory,
        make.DoseAdjustmentFactory,
        make.DrugMonitoringFactory,
        make.DrugSynonymFactory,
        make.FormFactory,
        make.IdentifierFactory,
        make.TargetFactory,
    ):
        row(drug=drug, sources=[paper])
    for topic in ("summary", "mechanism"):
        make.DrugStatementFactory(drug=drug, topic=topic)
    make.RegimenFactory(drug=drug, condition=condition)
    make.RegimenFactory(drug=drug, condition=condition, jurisdiction="", on_label=False)
    use = make.IndicationFactory(drug=drug, condition=condition)
    make.IndicationFactory(drug=drug, condition=condition, jurisdiction="JP", not_approved=True)
    make.IndicationClaimFactory(indication=use)


def _condition_rows(condition):
    for row in (
        make.CodeFactory,
        make.ConditionSynonymFactory,
        make.StatementFactory,
        make.SymptomFactory,
    ):
        row(condition=condition)


def _source_rows(paper, number):
    make.AuthorFactory(source=paper)
    make.JournalPageFactory(source=paper)
    digest = make.SourceFactory(slug=f"world-digest-{number}", lists=[paper], work=paper)
    paper.citation_count, paper.citation_count_from = 3, digest
    paper.save()
    make.publish(digest)


def _safety(number, drug, condition):
    warning = make.WarningFactory(slug=f"world-warning-{number}", applies_to=[drug])
    make.WarningFigureFactory(warning=warning)
    make.WarningAuthorityFactory(warning=warning)
    sign = make.WarningSignFactory(slug=f"world-sign-{number}", applies_to=[drug])
    make.WarningSignClaimFactory(sign=sign)
    return [
        warning,
        sign,
        make.RiskGroupFactory(slug=f"world-group-{number}", applies_to=[drug], warnings=[warning]),
        make.MonitoringFactory(slug=f"world-check-{number}", applies_to=[drug]),
        make.DoseRuleFactory(slug=f"world-rule-{number}", applies_to=[drug]),
        make.RegulatorActionFactory(
            slug=f"world-action-{number}", drugs=[drug], conditions=[condition]
        ),
    ]


def _guide(number, drug, condition):
    guide = make.GuideFactory(
        slug=f"world-guide-{number}", drugs=[drug], conditions=[condition], compared_for=condition
    )
    make.ParagraphFactory(section=make.SectionFactory(guide=guide))
    make.FaqFactory(guide=guide)
    make.ComparedDrugFactory(guide=guide, drug=drug)
    return guide


@pytest.fixture
def get(client, db):
    """Ask the API; the body is in `.json()`."""
    return lambda path, **headers: client.get(f"/api/v1/{path}", headers=headers or None)


@pytest.fixture
def refused(get):
    """The parameters that a request is refused for."""

    def ask(path):
        response = get(path)
        assert response.status_code == 400, response.content
        assert response.headers["Content-Type"] == "application/problem+json"
        return [fault["parameter"] for fault in response.json()["errors"]]

    return ask
