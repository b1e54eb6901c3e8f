"""Warning signs: what somebody may notice, how fast to act, and what it may point to."""

from django.db import models
from django.db.models import Q

from editorial.language import N_
from editorial.twins import LiveBase, OwnerKey, TwinManyToManyField
from evidence.models import (
    ClaimColumns,
    LiveFactEntry,
    NaturalManager,
    WorkingFactEntry,
    WorkingNotes,
    natural_key,
)

from .warning import SafetyColumns


class WarningSignColumns(SafetyColumns):
    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", N_("Call emergency services now")
        SAME_DAY = "same_day", N_("Contact your doctor the same day")
        SOON = "soon", N_("Tell your doctor soon")

    urgency = models.CharField(
        max_length=10,
        choices=Urgency.choices,
        help_text="Heart, stroke and clot signs are always an emergency, as the regulators word it.",
    )
    points_to = models.CharField(max_length=120, help_text="What it may be a sign of.")
    applies_to = TwinManyToManyField("drugs.Drug", blank=True, related_name="warning_signs")

    kind = "warning-sign"

    class Meta(SafetyColumns.Meta):
        abstract = True
        constraints = [
            *SafetyColumns.Meta.constraints,
            models.CheckConstraint(
                condition=Q(urgency__in=["emergency", "same_day", "soon"]),
                name="%(app_label)s_%(class)s_urgency",
            ),
        ]

    def search_words(self):
        return [self.get_urgency_display(), f"It may point to: {self.points_to}"]


class WarningSign(WarningSignColumns, WorkingFactEntry):
    """A warning sign as editors keep it."""


class LiveWarningSign(WarningSignColumns, LiveFactEntry):
    """A warning sign as readers see it."""


class WarningSignClaimColumns(ClaimColumns):
    """What a source tells readers to do about a sign, where that differs from the regulators' advice."""

    sign = OwnerKey("safety.WarningSign", related_name="claims")

    natural_fields = ("sign__slug", "position")

    class Meta(ClaimColumns.Meta):
        abstract = True
        constraints = [
            *ClaimColumns.Meta.constraints,
            models.UniqueConstraint(
                fields=["sign", "position"], name="%(app_label)s_%(class)s_once"
            ),
        ]


class WarningSignClaim(WarningSignClaimColumns, WorkingNotes):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveWarningSignClaim(WarningSignClaimColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)
