"""The base of every row that states something: its sources, how it was checked, what it rests on."""

from django.db import models
from django.db.models import Q

from editorial.language import N_
from editorial.models import LiveEntry, SlugManager, WorkingEntry
from editorial.twins import LiveBase, TwinManyToManyField

from .natural import NaturalManager, natural_key
from .notes import WorkingNotes


class Checked(models.TextChoices):
    SEEN = "seen", N_("seen in the source")
    DOUBLE = "double", N_("seen in two separate sources")
    RECALLED = "recalled", N_("from memory: waits for a check")


class Basis(models.TextChoices):
    REGULATOR = "regulator", N_("Regulator or official leaflet")
    JOURNAL = "journal", N_("Journal")
    SECONDARY = "secondary", N_("Report about it")
    REFERENCE_DATABASE = "reference_database", N_("Reference database")
    SEED = "seed", N_("Only the article says so")


class FactColumns(models.Model):
    sources = TwinManyToManyField(
        "evidence.Source",
        blank=True,
        related_name="+",
        help_text="Every place this was read. At least one.",
    )
    checked = models.CharField(
        max_length=8,
        choices=Checked.choices,
        default=Checked.RECALLED,
        help_text="Seen only when somebody read it in the source. What is recalled is never published.",
    )
    basis = models.CharField(
        max_length=18,
        choices=Basis.choices,
        blank=True,
        help_text="What kind of source carries it.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order on the page.")

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked__in=Checked.values), name="%(app_label)s_%(class)s_checked"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[*Basis.values, ""]), name="%(app_label)s_%(class)s_basis"
            ),
        ]


class WorkingFact(WorkingNotes):
    is_live = False

    note = models.TextField(blank=True, help_text="For editors only; never published.")

    objects = NaturalManager()
    natural_key = natural_key

    class Meta:
        abstract = True


class LiveFact(models.Model, metaclass=LiveBase):
    is_live = True
    live_constraints = [
        models.CheckConstraint(
            condition=Q(checked__in=[Checked.SEEN, Checked.DOUBLE]),
            name="%(app_label)s_%(class)s_never_recalled",
        )
    ]

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        abstract = True


class WorkingFactEntry(WorkingNotes, WorkingEntry):
    """For entries that are themselves one fact, such as a safety warning."""

    objects = SlugManager()

    class Meta:
        abstract = True


class LiveFactEntry(LiveEntry):
    live_constraints = LiveFact.live_constraints

    class Meta:
        abstract = True
