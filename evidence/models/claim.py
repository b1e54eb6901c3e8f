"""What one source says about a fact, agreeing with the regulator or not."""

from django.db import models
from django.db.models import Q

from editorial.language import N_
from editorial.twins import TwinForeignKey

from .fact import Basis, Checked


class Stance(models.TextChoices):
    AGREES = "agrees", N_("agrees with the regulator")
    PARTLY = "partly", N_("partly agrees with the regulator")
    DISAGREES = "disagrees", N_("disagrees with the regulator")
    NOT_COMPARED = "not_compared", N_("no regulator statement to compare with")


class ClaimColumns(models.Model):
    source = TwinForeignKey("evidence.Source", on_delete=models.PROTECT, related_name="+")
    says = models.CharField(
        max_length=300, help_text="What the source says, in our own short words."
    )
    stance = models.CharField(max_length=14, choices=Stance.choices)
    checked = models.CharField(max_length=8, choices=Checked.choices, default=Checked.RECALLED)
    basis = models.CharField(max_length=18, choices=Basis.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="%(app_label)s_%(class)s_stance"
            ),
            models.CheckConstraint(
                condition=Q(checked__in=Checked.values), name="%(app_label)s_%(class)s_checked"
            ),
        ]

    def __str__(self):
        return self.says
