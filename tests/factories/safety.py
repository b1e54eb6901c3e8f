"""Everything on the safety page. `applies_to=[drug, ...]` says which drugs it concerns."""

import datetime

import factory
from factory.django import DjangoModelFactory

from safety.models import (
    Authority,
    DoseRule,
    Monitoring,
    RegulatorAction,
    RiskGroup,
    Warning,
    WarningAuthority,
    WarningFigure,
    WarningSign,
    WarningSignClaim,
)

from .evidence import ClaimFactory, FactFactory


class SafetyFactory(FactFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("slug",)

    title = factory.LazyAttribute(lambda entry: entry.slug.replace("-", " ").capitalize())
    text = "Ask before treatment starts, and again at every visit."
    position = factory.Sequence(int)

    @factory.post_generation
    def applies_to(self, create, extracted, **kwargs):
        if create and extracted:
            self.applies_to.set(extracted)


class WarningFactory(SafetyFactory):
    class Meta:
        model = Warning

    slug = factory.Sequence(lambda n: f"warning-{n}")
    severity = Warning.Severity.BOXED
    comparator = "TNF blockers"
    advice = "Use it only when nothing else suits."
    date = datetime.date(2021, 9, 1)
    date_precision = "month"


class WarningFigureFactory(FactFactory):
    class Meta:
        model = WarningFigure

    warning = factory.SubFactory(WarningFactory)
    text = factory.Sequence(lambda n: f"{n + 2} in 100 people a year, against 1 in 100")


class WarningAuthorityFactory(DjangoModelFactory):
    class Meta:
        model = WarningAuthority

    warning = factory.SubFactory(WarningFactory)
    authority = Authority.US


class RiskGroupFactory(SafetyFactory):
    class Meta:
        model = RiskGroup

    slug = factory.Sequence(lambda n: f"risk-group-{n}")
    rule = RiskGroup.Rule.LAST_RESORT

    @factory.post_generation
    def warnings(self, create, extracted, **kwargs):
        if create and extracted:
            self.warnings.set(extracted)


class DoseRuleFactory(SafetyFactory):
    class Meta:
        model = DoseRule

    slug = factory.Sequence(lambda n: f"dose-rule-{n}")


class MonitoringFactory(SafetyFactory):
    class Meta:
        model = Monitoring

    slug = factory.Sequence(lambda n: f"check-{n}")
    when = "before, during"


class WarningSignFactory(SafetyFactory):
    class Meta:
        model = WarningSign

    slug = factory.Sequence(lambda n: f"sign-{n}")
    urgency = WarningSign.Urgency.SAME_DAY
    points_to = "infection"

    class Params:
        emergency = factory.Trait(
            urgency=WarningSign.Urgency.EMERGENCY,
            points_to="heart attack",
            text="Call emergency services.",
        )


class WarningSignClaimFactory(ClaimFactory):
    class Meta:
        model = WarningSignClaim

    sign = factory.SubFactory(WarningSignFactory)
    says = "Contact your doctor."


class RegulatorActionFactory(FactFactory):
    class Meta:
        model = RegulatorAction
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"action-{n}")
    title = factory.LazyAttribute(lambda action: action.slug.replace("-", " ").capitalize())
    text = "The regulator asked for a new warning on every label."
    position = factory.Sequence(int)
    authority = Authority.US
    date = datetime.date(2021, 9, 1)
    date_precision = "day"

    @factory.post_generation
    def drugs(self, create, extracted, **kwargs):
        if create and extracted:
            self.drugs.set(extracted)

    @factory.post_generation
    def conditions(self, create, extracted, **kwargs):
        if create and extracted:
            self.conditions.set(extracted)
