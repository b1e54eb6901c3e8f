"""Regulator actions: orders, reviews and the trials behind them, in time order."""

from django.db import models
from django.db.models import Q

from editorial.twins import TwinManyToManyField
from evidence.models import DatePrecision, LiveFactEntry, WorkingFactEntry

from .warning import Authority, SafetyColumns


class RegulatorActionColumns(SafetyColumns):
    authority = models.CharField(max_length=18, choices=Authority.choices)
    date = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    until = models.DateField(null=True, blank=True, help_text="End of a span such as 2022 to 2024.")
    drugs = TwinManyToManyField("drugs.Drug", blank=True, related_name="regulator_actions")
    conditions = TwinManyToManyField(
        "conditions.Condition", blank=True, related_name="regulator_actions"
    )
    not_included = models.JSONField(
        default=list, blank=True, help_text="Drugs the action expressly leaves out."
    )
    basis_trial = models.CharField(max_length=120, blank=True)
    comparator = models.CharField(max_length=160, blank=True)
    risk_factors_found = models.JSONField(default=list, blank=True)
    caution = models.CharField(max_length=200, blank=True, help_text="What the result cannot show.")

    kind = "regulator-action"

    class Meta(SafetyColumns.Meta):
        abstract = True
        ordering = ["date", "position", "id"]
        constraints = [
            *SafetyColumns.Meta.constraints,
            models.CheckConstraint(
                condition=Q(authority__in=Authority.values),
                name="%(app_label)s_%(class)s_authority",
            ),
        ]

    def search_words(self):
        trial = [self.basis_trial, self.comparator, self.caution]
        return [self.get_authority_display(), *trial, *self.not_included, *self.risk_factors_found]


class RegulatorAction(RegulatorActionColumns, WorkingFactEntry):
    """A regulator action as editors keep it."""


class LiveRegulatorAction(RegulatorActionColumns, LiveFactEntry):
    """A regulator action as readers see it."""
