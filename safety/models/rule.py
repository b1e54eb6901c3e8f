"""Who should take care, how doses change, and what is checked."""

from django.db import models
from django.db.models import Q

from editorial.language import N_
from editorial.twins import TwinManyToManyField
from evidence.models import LiveFactEntry, WorkingFactEntry

from .warning import SafetyColumns


class RiskGroupColumns(SafetyColumns):
    class Rule(models.TextChoices):
        LAST_RESORT = "only_if_no_alternative", N_("Only if nothing else suits")
        CAUTION = "caution", N_("With care")
        SCREEN = "screen_and_treat_first", N_("Screen and treat first")
        AVOID = "avoid", N_("Avoid")
        CONTRAINDICATED = "contraindicated", N_("Must not be used")
        DO_NOT_COMBINE = "do_not_combine", N_("Do not combine")

    rule = models.CharField(max_length=24, choices=Rule.choices)
    applies_to = TwinManyToManyField("drugs.Drug", blank=True, related_name="risk_groups")
    warnings = TwinManyToManyField("safety.Warning", blank=True, related_name="risk_groups")

    kind = "risk-group"

    class Meta(SafetyColumns.Meta):
        abstract = True
        constraints = [
            *SafetyColumns.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    rule__in=[
                        "only_if_no_alternative",
                        "caution",
                        "screen_and_treat_first",
                        "avoid",
                        "contraindicated",
                        "do_not_combine",
                    ]
                ),
                name="%(app_label)s_%(class)s_rule",
            ),
        ]

    def search_words(self):
        return [self.get_rule_display()]


class RiskGroup(RiskGroupColumns, WorkingFactEntry):
    """A risk group as editors keep it."""


class LiveRiskGroup(RiskGroupColumns, LiveFactEntry):
    """A risk group as readers see it."""


class DoseRuleColumns(SafetyColumns):
    applies_to = TwinManyToManyField("drugs.Drug", blank=True, related_name="dose_rules")

    kind = "dose-rule"

    class Meta(SafetyColumns.Meta):
        abstract = True


class DoseRule(DoseRuleColumns, WorkingFactEntry):
    """A dose rule as editors keep it."""


class LiveDoseRule(DoseRuleColumns, LiveFactEntry):
    """A dose rule as readers see it."""


class MonitoringColumns(SafetyColumns):
    when = models.CharField(max_length=120, blank=True, help_text="For example: before, during.")
    applies_to = TwinManyToManyField("drugs.Drug", blank=True, related_name="class_monitoring")

    kind = "monitoring"

    class Meta(SafetyColumns.Meta):
        abstract = True
        verbose_name = "check"

    def search_words(self):
        return [self.when]


class Monitoring(MonitoringColumns, WorkingFactEntry):
    """A check or test as editors keep it."""


class LiveMonitoring(MonitoringColumns, LiveFactEntry):
    """A check or test as readers see it."""
