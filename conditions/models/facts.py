"""What is known about a condition: its names, signs, codes, and short statements by topic."""

from django.db import models
from django.db.models import Q

from editorial.language import N_
from editorial.twins import LiveBase, OwnerKey
from evidence.models import FactColumns, LiveFact, NaturalManager, WorkingFact, natural_key


class ConditionSynonymColumns(models.Model):
    condition = OwnerKey("conditions.Condition", related_name="synonyms")
    text = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    natural_fields = ("condition__slug", "text")

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "text"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self):
        return self.text


class ConditionSynonym(ConditionSynonymColumns):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveConditionSynonym(ConditionSynonymColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)


class SymptomColumns(FactColumns):
    condition = OwnerKey("conditions.Condition", related_name="symptoms")
    text = models.CharField(
        max_length=200, help_text="One sign or symptom, in words a patient would use."
    )

    natural_fields = ("condition__slug", "text")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            models.UniqueConstraint(
                fields=["condition", "text"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self):
        return self.text


class Symptom(SymptomColumns, WorkingFact):
    pass


class LiveSymptom(SymptomColumns, LiveFact):
    pass


class CodeColumns(FactColumns):
    condition = OwnerKey("conditions.Condition", related_name="codes")
    system = models.CharField(
        max_length=40, help_text="ICD-10-CM, ICD-11 MMS, MeSH, SNOMED CT, MONDO ..."
    )
    value = models.CharField(max_length=60)
    label = models.CharField(
        max_length=160, blank=True, help_text="The name the code system gives it."
    )

    natural_fields = ("condition__slug", "system", "value")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            models.UniqueConstraint(
                fields=["condition", "system", "value"], name="%(app_label)s_%(class)s_once"
            ),
        ]
        indexes = [models.Index(fields=["system", "value"], name="%(class)s_system_value")]

    def __str__(self):
        return f"{self.system} {self.value}"


class Code(CodeColumns, WorkingFact):
    pass


class LiveCode(CodeColumns, LiveFact):
    pass


class StatementColumns(FactColumns):
    class Topic(models.TextChoices):
        SUMMARY = "summary", N_("Summary")
        SUBTYPE = "subtype", N_("Forms")
        WHO = "who", N_("Who gets it")
        CAUSE = "cause", N_("Causes")
        SEVERITY = "severity", N_("How severity is measured")
        IMPACT = "impact", N_("Effect on daily life")
        MANAGEMENT = "management", N_("Treatment in general")

    condition = OwnerKey("conditions.Condition", related_name="statements")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    text = models.TextField(
        help_text="Plain English, short sentences, numbers with their denominator. No promise, no fear."
    )

    natural_fields = ("condition__slug", "topic", "position")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            models.UniqueConstraint(
                fields=["condition", "topic", "position"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    topic__in=[
                        "summary",
                        "subtype",
                        "who",
                        "cause",
                        "severity",
                        "impact",
                        "management",
                    ]
                ),
                name="%(app_label)s_%(class)s_topic",
            ),
        ]

    def __str__(self):
        return self.text[:80]


class Statement(StatementColumns, WorkingFact):
    class Meta(StatementColumns.Meta):
        verbose_name = "statement"


class LiveStatement(StatementColumns, LiveFact):
    pass
