"""What a drug is approved for, where and since when, and how it is taken for that."""

from django.db import models
from django.db.models import Q

from editorial.language import N_, gettext
from editorial.twins import LiveBase, OwnerKey, TwinForeignKey
from evidence.models import (
    ClaimColumns,
    DatePrecision,
    FactColumns,
    Jurisdiction,
    LiveFact,
    NaturalManager,
    WorkingFact,
    WorkingNotes,
    natural_key,
)

from .product import once


def date_with_precision(date, precision):
    """A date is stored with how exactly it is known, or neither is there."""
    return models.CheckConstraint(
        condition=Q(**{f"{date}__isnull": True, precision: ""})
        | Q(**{f"{date}__isnull": False, f"{precision}__in": DatePrecision.values}),
        name=f"%(app_label)s_%(class)s_{date}",
    )


class Status(models.TextChoices):
    APPROVED = "approved", N_("Approved")
    OFF_LABEL = "off_label", N_("Off-label")
    INVESTIGATIONAL = "investigational", N_("Under study")
    NOT_APPROVED = "not_approved", N_("Not approved")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class IndicationColumns(FactColumns):
    """The regulatory status of one drug for one condition in one jurisdiction."""

    drug = OwnerKey("drugs.Drug", related_name="indications")
    condition = TwinForeignKey(
        "conditions.Condition", on_delete=models.PROTECT, related_name="indications"
    )
    jurisdiction = models.CharField(max_length=8, choices=Jurisdiction.choices)
    status = models.CharField(max_length=16, choices=Status.choices)
    approval_date = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    population = models.CharField(
        max_length=200, blank=True, help_text="Whom it is for: age, severity, form."
    )
    line_of_therapy = models.CharField(
        max_length=200, blank=True, help_text="After which other treatment."
    )

    natural_fields = ("drug__slug", "condition__slug", "jurisdiction")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "condition", "jurisdiction"),
            models.CheckConstraint(
                condition=Q(jurisdiction__in=Jurisdiction.values),
                name="%(app_label)s_%(class)s_jurisdiction",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="%(app_label)s_%(class)s_status"
            ),
            date_with_precision("approval_date", "date_precision"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "status"], name="%(class)s_where_status"),
            models.Index(fields=["status", "drug"], name="%(class)s_status_drug"),
        ]

    def __str__(self):
        words = {
            "status": gettext(self.get_status_display()),
            "place": gettext(self.get_jurisdiction_display()),
        }
        return gettext("%(status)s in %(place)s") % words


class Indication(IndicationColumns, WorkingFact):
    pass


class LiveIndication(IndicationColumns, LiveFact):
    pass


class IndicationClaimColumns(ClaimColumns):
    indication = OwnerKey("drugs.Indication", related_name="claims")

    natural_fields = (
        "indication__drug__slug",
        "indication__condition__slug",
        "indication__jurisdiction",
        "position",
    )

    class Meta(ClaimColumns.Meta):
        abstract = True
        constraints = [*ClaimColumns.Meta.constraints, once("indication", "position")]
        indexes = [models.Index(fields=["stance", "indication"], name="%(class)s_stance")]


class IndicationClaim(IndicationClaimColumns, WorkingNotes):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveIndicationClaim(IndicationClaimColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)


class RegimenColumns(FactColumns):
    """How much, how often, for whom; tied to an approval or marked off-label."""

    drug = OwnerKey("drugs.Drug", related_name="regimens")
    condition = TwinForeignKey(
        "conditions.Condition", on_delete=models.PROTECT, related_name="regimens"
    )
    population = models.CharField(max_length=120)
    regimen = models.CharField(
        max_length=200, help_text="Amount with unit, how often, for how long."
    )
    jurisdiction = models.CharField(
        max_length=8,
        choices=Jurisdiction.choices,
        blank=True,
        help_text="Blank for off-label use anywhere.",
    )
    on_label = models.BooleanField(help_text="Does a label of that jurisdiction give this dose?")

    natural_fields = ("drug__slug", "condition__slug", "jurisdiction", "population", "regimen")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "condition", "jurisdiction", "population", "regimen"),
            models.CheckConstraint(
                condition=Q(jurisdiction__in=[*Jurisdiction.values, ""]),
                name="%(app_label)s_%(class)s_jurisdiction",
            ),
            models.CheckConstraint(
                condition=Q(on_label=False) | ~Q(jurisdiction=""),
                name="%(app_label)s_%(class)s_label_of_somewhere",
            ),
        ]

    def __str__(self):
        return self.regimen


class Regimen(RegimenColumns, WorkingFact):
    pass


class LiveRegimen(RegimenColumns, LiveFact):
    pass


class ApprovalColumns(FactColumns):
    """One dated regulator decision in the history of a drug."""

    drug = OwnerKey("drugs.Drug", related_name="approvals")
    date = models.DateField()
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices)
    jurisdiction = models.CharField(max_length=8, choices=Jurisdiction.choices)
    event = models.CharField(max_length=160)

    natural_fields = ("drug__slug", "jurisdiction", "date", "event")

    class Meta(FactColumns.Meta):
        abstract = True
        ordering = ["date", "position", "id"]
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "jurisdiction", "date", "event"),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values),
                name="%(app_label)s_%(class)s_precision",
            ),
            models.CheckConstraint(
                condition=Q(jurisdiction__in=Jurisdiction.values),
                name="%(app_label)s_%(class)s_jurisdiction",
            ),
        ]

    def __str__(self):
        return self.event


class Approval(ApprovalColumns, WorkingFact):
    pass


class LiveApproval(ApprovalColumns, LiveFact):
    pass
