"""What a drug does, for good and ill, and what has to be watched."""

from django.db import models
from django.db.models import Q

from editorial.language import N_, gettext
from editorial.twins import OwnerKey
from evidence.models import DatePrecision, FactColumns, Jurisdiction, LiveFact, WorkingFact

from .product import once
from .use import date_with_precision


class DrugStatementColumns(FactColumns):
    class Topic(models.TextChoices):
        SUMMARY = "summary", N_("Summary")
        MECHANISM = "mechanism", N_("How it works")

    drug = OwnerKey("drugs.Drug", related_name="statements")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    text = models.TextField(
        help_text="Plain English, short sentences, numbers with their denominator. No promise, no fear."
    )

    natural_fields = ("drug__slug", "topic", "position")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "topic", "position"),
            models.CheckConstraint(
                condition=Q(topic__in=["summary", "mechanism"]),
                name="%(app_label)s_%(class)s_topic",
            ),
        ]

    def __str__(self):
        return self.text[:80]


class DrugStatement(DrugStatementColumns, WorkingFact):
    pass


class LiveDrugStatement(DrugStatementColumns, LiveFact):
    pass


class AdverseEffectColumns(FactColumns):
    class Seriousness(models.TextChoices):
        COMMON = "common", N_("Common")
        SERIOUS = "serious", N_("Serious")

    drug = OwnerKey("drugs.Drug", related_name="adverse_effects")
    effect = models.CharField(
        max_length=200, help_text="MedDRA-like wording a patient understands."
    )
    seriousness = models.CharField(max_length=8, choices=Seriousness.choices)
    frequency = models.CharField(
        max_length=80,
        blank=True,
        help_text="With its number, for example: 3 in 100 people. Blank when not known.",
    )

    natural_fields = ("drug__slug", "seriousness", "effect")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "seriousness", "effect"),
            models.CheckConstraint(
                condition=Q(seriousness__in=["common", "serious"]),
                name="%(app_label)s_%(class)s_seriousness",
            ),
        ]

    def __str__(self):
        return self.effect


class AdverseEffect(AdverseEffectColumns, WorkingFact):
    pass


class LiveAdverseEffect(AdverseEffectColumns, LiveFact):
    pass


class BenefitColumns(FactColumns):
    """A benefit that a source claims; never a promise of ours."""

    drug = OwnerKey("drugs.Drug", related_name="benefits")
    text = models.CharField(max_length=200)
    claim_about = models.CharField(
        max_length=120, blank=True, help_text="The use it is claimed for, with its status."
    )

    natural_fields = ("drug__slug", "text")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "text")]

    def __str__(self):
        return self.text


class Benefit(BenefitColumns, WorkingFact):
    pass


class LiveBenefit(BenefitColumns, LiveFact):
    pass


class DoseAdjustmentColumns(FactColumns):
    drug = OwnerKey("drugs.Drug", related_name="dose_adjustments")
    text = models.CharField(max_length=300)

    natural_fields = ("drug__slug", "text")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "text")]

    def __str__(self):
        return self.text


class DoseAdjustment(DoseAdjustmentColumns, WorkingFact):
    pass


class LiveDoseAdjustment(DoseAdjustmentColumns, LiveFact):
    pass


class DrugMonitoringColumns(FactColumns):
    drug = OwnerKey("drugs.Drug", related_name="monitoring")
    text = models.CharField(max_length=200, help_text="Which test or check, and when.")

    natural_fields = ("drug__slug", "text")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "text")]

    def __str__(self):
        return self.text


class DrugMonitoring(DrugMonitoringColumns, WorkingFact):
    pass


class LiveDrugMonitoring(DrugMonitoringColumns, LiveFact):
    pass


class BoxedWarningColumns(FactColumns):
    """Whether the label of a jurisdiction carries a boxed warning; unknown stays unknown."""

    drug = OwnerKey("drugs.Drug", related_name="boxed_warnings")
    jurisdiction = models.CharField(
        max_length=8, choices=Jurisdiction.choices, default=Jurisdiction.US
    )
    present = models.BooleanField(
        null=True, blank=True, help_text="Unknown when nobody could read the label."
    )
    since = models.DateField(null=True, blank=True)
    since_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    changed = models.DateField(null=True, blank=True)
    changed_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    remark = models.CharField(max_length=160, blank=True)

    natural_fields = ("drug__slug", "jurisdiction")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "jurisdiction"),
            date_with_precision("since", "since_precision"),
            date_with_precision("changed", "changed_precision"),
        ]

    def __str__(self):
        return gettext("Boxed warning, %(place)s") % {"place": self.jurisdiction}


class BoxedWarning(BoxedWarningColumns, WorkingFact):
    pass


class LiveBoxedWarning(BoxedWarningColumns, LiveFact):
    pass
