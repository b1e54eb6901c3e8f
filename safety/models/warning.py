"""Class warnings: what regulators say can go wrong, compared with what, for which drugs."""

from django.db import models
from django.db.models import Q

from editorial.language import N_, gettext
from editorial.models import EntryColumns
from editorial.twins import LiveBase, OwnerKey, TwinManyToManyField
from evidence.models import (
    DatePrecision,
    FactColumns,
    LiveFact,
    LiveFactEntry,
    NaturalManager,
    WorkingFact,
    WorkingFactEntry,
    natural_key,
)


class SafetyColumns(EntryColumns, FactColumns):
    """Shared by everything on the safety page: a title, a plain text, the drugs it applies to."""

    title = models.CharField(max_length=200, help_text="In words a patient would use.")
    text = models.TextField(
        blank=True,
        help_text="Plain English, short sentences, numbers with their denominator. No promise, no fear.",
    )

    path = "/safety/"

    class Meta(FactColumns.Meta):
        abstract = True

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/safety/#{self.slug}"

    def search_text(self):
        return {
            "summary": self.text,
            "body": ". ".join(filter(None, self.search_words())),
            "names": [],
        }

    def search_words(self):
        """What a reader may look for besides the title and the text."""
        return []


class WarningColumns(SafetyColumns):
    class Severity(models.TextChoices):
        BOXED = "boxed", N_("In the US boxed warning")
        SERIOUS = "serious", N_("Serious")
        LABORATORY = "laboratory", N_("Seen in blood tests")

    severity = models.CharField(max_length=10, choices=Severity.choices)
    explanation = models.TextField(
        blank=True, help_text="What it means for a reader, in two to four sentences."
    )
    comparator = models.CharField(
        max_length=120,
        blank=True,
        help_text="Compared with which other treatment the risk was seen.",
    )
    advice = models.CharField(
        max_length=200, blank=True, help_text="What prescribers are told to do."
    )
    sites = models.JSONField(default=list, blank=True, help_text="Parts of the body concerned.")
    date = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    applies_to = TwinManyToManyField("drugs.Drug", blank=True, related_name="warnings")

    kind = "warning"

    class Meta(SafetyColumns.Meta):
        abstract = True
        constraints = [
            *SafetyColumns.Meta.constraints,
            models.CheckConstraint(
                condition=Q(severity__in=["boxed", "serious", "laboratory"]),
                name="%(app_label)s_%(class)s_severity",
            ),
        ]

    def get_absolute_url(self):
        return f"/safety/{self.slug}/"

    def search_words(self):
        figures = [figure.text for figure in self.figures.all()]
        return [self.explanation, *figures, self.comparator, self.advice, *self.sites]


class Warning(WarningColumns, WorkingFactEntry):
    """A warning as editors keep it."""


class LiveWarning(WarningColumns, LiveFactEntry):
    """A warning as readers see it."""


class WarningFigureColumns(FactColumns):
    warning = OwnerKey("safety.Warning", related_name="figures")
    text = models.CharField(
        max_length=200, help_text="With its interval or denominator and what it compares."
    )

    natural_fields = ("warning__slug", "text")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            models.UniqueConstraint(
                fields=["warning", "text"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self):
        return self.text


class WarningFigure(WarningFigureColumns, WorkingFact):
    pass


class LiveWarningFigure(WarningFigureColumns, LiveFact):
    pass


class Authority(models.TextChoices):
    US = "US-FDA", N_("FDA (United States)")
    EU = "EU-EMA", N_("EMA (European Union)")
    UK = "UK-MHRA", N_("MHRA (United Kingdom)")
    LABELS = "labels", N_("Label texts")
    TRIAL = "trial", N_("Trial")
    REVIEW = "systematic_review", N_("Systematic review")


class WarningAuthorityColumns(models.Model):
    warning = OwnerKey("safety.Warning", related_name="authorities")
    authority = models.CharField(max_length=18, choices=Authority.choices)

    natural_fields = ("warning__slug", "authority")

    class Meta:
        abstract = True
        ordering = ["id"]
        verbose_name_plural = "warning authorities"
        constraints = [
            models.UniqueConstraint(
                fields=["warning", "authority"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(authority__in=Authority.values),
                name="%(app_label)s_%(class)s_authority",
            ),
        ]

    def __str__(self):
        return gettext(self.get_authority_display())


class WarningAuthority(WarningAuthorityColumns):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveWarningAuthority(WarningAuthorityColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)
