"""Drugs and every kind of row that a drug owns."""

import datetime

import factory
from factory.django import DjangoModelFactory

from drugs.models import (
    AdverseEffect,
    Approval,
    Benefit,
    BoxedWarning,
    Brand,
    DoseAdjustment,
    Drug,
    DrugMonitoring,
    DrugStatement,
    DrugSynonym,
    Form,
    Identifier,
    Indication,
    IndicationClaim,
    Regimen,
    Status,
    Target,
)
from evidence.models import Jurisdiction

from .conditions import ConditionFactory
from .evidence import ClaimFactory, FactFactory


class DrugFactory(DjangoModelFactory):
    class Meta:
        model = Drug
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"exampletinib-{n}")
    inn = factory.SelfAttribute("slug")
    drug_class = factory.LazyAttribute(lambda drug: f"JAK inhibitor ({drug.route})")
    route = Drug.Route.ORAL


class DrugFactFactory(FactFactory):
    class Meta:
        abstract = True

    drug = factory.SubFactory(DrugFactory)


class DrugSynonymFactory(DrugFactFactory):
    class Meta:
        model = DrugSynonym

    text = factory.Sequence(lambda n: f"CP-{n} (research code)")


class BrandFactory(DrugFactFactory):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brandanz {n}")
    company = "Example Pharma"
    regions = factory.LazyFunction(lambda: ["US", "EU"])


class TargetFactory(DrugFactFactory):
    class Meta:
        model = Target

    target = Target.Enzyme.JAK1
    selectivity = Target.Selectivity.PRIMARY


class FormFactory(DrugFactFactory):
    class Meta:
        model = Form

    form = "film-coated tablet"
    strength = factory.Sequence(lambda n: f"{n + 1} mg")


class IdentifierFactory(DrugFactFactory):
    class Meta:
        model = Identifier

    system = "ATC"
    value = factory.Sequence(lambda n: f"L04AF{n:02}")


class DrugStatementFactory(DrugFactFactory):
    class Meta:
        model = DrugStatement

    topic = DrugStatement.Topic.SUMMARY
    text = "It calms an immune system that is too active."
    position = factory.Sequence(int)


class AdverseEffectFactory(DrugFactFactory):
    class Meta:
        model = AdverseEffect

    effect = factory.Sequence(lambda n: f"headache {n}")
    seriousness = AdverseEffect.Seriousness.COMMON
    frequency = ""

    class Params:
        serious = factory.Trait(
            seriousness=AdverseEffect.Seriousness.SERIOUS,
            effect=factory.Sequence(lambda n: f"serious infection {n}"),
        )


class BenefitFactory(DrugFactFactory):
    class Meta:
        model = Benefit

    text = factory.Sequence(lambda n: f"less itch within {n + 1} weeks")


class DoseAdjustmentFactory(DrugFactFactory):
    class Meta:
        model = DoseAdjustment

    text = factory.Sequence(lambda n: f"Halve the dose when the kidneys work below {n + 1} %.")


class DrugMonitoringFactory(DrugFactFactory):
    class Meta:
        model = DrugMonitoring

    text = factory.Sequence(lambda n: f"blood count every {n + 1} months")


class BoxedWarningFactory(DrugFactFactory):
    class Meta:
        model = BoxedWarning

    jurisdiction = Jurisdiction.US
    present = True
    since = datetime.date(2021, 12, 1)
    since_precision = "month"


class IndicationFactory(DrugFactFactory):
    class Meta:
        model = Indication

    condition = factory.SubFactory(ConditionFactory)
    jurisdiction = Jurisdiction.US
    status = Status.APPROVED
    approval_date = datetime.date(2018, 6, 1)
    date_precision = "month"
    population = "adults"

    class Params:
        not_approved = factory.Trait(
            status=Status.NOT_APPROVED, approval_date=None, date_precision=""
        )
        off_label = factory.Trait(status=Status.OFF_LABEL, approval_date=None, date_precision="")


class IndicationClaimFactory(ClaimFactory):
    class Meta:
        model = IndicationClaim

    indication = factory.SubFactory(IndicationFactory)


class RegimenFactory(DrugFactFactory):
    class Meta:
        model = Regimen

    condition = factory.SubFactory(ConditionFactory)
    population = "adults"
    regimen = factory.Sequence(lambda n: f"{n + 1} mg twice a day")
    jurisdiction = Jurisdiction.US
    on_label = True


class ApprovalFactory(DrugFactFactory):
    class Meta:
        model = Approval

    date = datetime.date(2012, 11, 6)
    date_precision = "day"
    jurisdiction = Jurisdiction.US
    event = factory.Sequence(lambda n: f"approved for use {n}")
