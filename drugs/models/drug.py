"""A drug by its international nonproprietary name (INN), one entry per route."""

from django.db import models
from django.db.models import Q

from editorial.language import N_
from editorial.models import EntryColumns, LiveEntry, SlugManager, WorkingEntry
from evidence.models import DatePrecision
from search.index import Name


class DrugColumns(EntryColumns):
    class Route(models.TextChoices):
        ORAL = "oral", N_("by mouth")
        TOPICAL = "topical", N_("on the skin")

    inn = models.CharField(
        max_length=80,
        verbose_name="INN",
        help_text="International nonproprietary name, lower case, no brand.",
    )
    qualifier = models.CharField(
        max_length=40,
        blank=True,
        help_text="Tells two entries of one INN apart, for example: cream.",
    )
    drug_class = models.CharField(max_length=80, help_text="For example: JAK inhibitor (oral).")
    route = models.CharField(max_length=8, choices=Route.choices)
    first_approval = models.DateField(
        null=True,
        blank=True,
        help_text="First approval anywhere; only when an approval below shows it.",
    )
    first_approval_precision = models.CharField(
        max_length=5, choices=DatePrecision.choices, blank=True
    )

    kind = "drug"
    path = "/drugs/"
    searched = frozenset({"condition"})
    chosen_by = {
        "brands": ("name",),
        "targets": ("target",),
        "indications": ("jurisdiction", "status"),
        "claims": ("stance",),
    }

    class Meta:
        abstract = True
        ordering = ["inn", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(route__in=["oral", "topical"]), name="%(app_label)s_%(class)s_route"
            ),
            models.UniqueConstraint(
                fields=["inn", "route"], name="%(app_label)s_%(class)s_inn_route"
            ),
        ]
        indexes = [
            models.Index(fields=["inn", "slug"], name="%(class)s_in_order"),
            models.Index(fields=["route", "inn", "slug"], name="%(class)s_route_in_order"),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        name = self.inn[:1].upper() + self.inn[1:]
        return f"{name} ({self.qualifier})" if self.qualifier else name

    def get_absolute_url(self):
        return f"/drugs/{self.slug}/"

    def search_text(self):
        """What the search knows of a drug: every name and code, and the words of its facts."""
        names = [
            Name(self.inn, "synonym"),
            *(Name(row.text, "synonym") for row in self.synonyms.all()),
        ]
        names += [Name(row.name, "brand") for row in self.brands.all()]
        names += [Name(row.value, "code", row.system) for row in self.identifiers.all()]
        said = [row.text for row in self.statements.all()]
        said += [row.effect for row in self.adverse_effects.all()]
        said += [row.condition.name for row in self.indications.all()]
        said += [row.target for row in self.targets.all()]
        return {
            "summary": said[0] if self.statements.all() else "",
            "body": "\n".join(said),
            "names": names,
        }


class Drug(DrugColumns, WorkingEntry):
    """A drug as editors keep it."""

    unchecked_fields = models.JSONField(
        default=list,
        blank=True,
        help_text="Columns known from memory only; they are left blank when published.",
    )
    objects = SlugManager()


class LiveDrug(DrugColumns, LiveEntry):
    """A drug as readers see it."""
