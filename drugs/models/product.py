"""What a drug is called, sold as, made up as and coded as."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from editorial.language import N_
from editorial.twins import OwnerKey
from evidence.models import FactColumns, LiveFact, WorkingFact


def once(*fields):
    return models.UniqueConstraint(fields=fields, name="%(app_label)s_%(class)s_once")


class DrugSynonymColumns(FactColumns):
    drug = OwnerKey("drugs.Drug", related_name="synonyms")
    text = models.CharField(max_length=120, help_text="A research code, a salt, another spelling.")

    natural_fields = ("drug__slug", "text")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "text")]

    def __str__(self):
        return self.text


class DrugSynonym(DrugSynonymColumns, WorkingFact):
    pass


class LiveDrugSynonym(DrugSynonymColumns, LiveFact):
    pass


class BrandColumns(FactColumns):
    drug = OwnerKey("drugs.Drug", related_name="brands")
    name = models.CharField(max_length=80, help_text="As printed on the pack.")
    company = models.CharField(max_length=120, blank=True, help_text="Blank when not checked.")
    regions = models.JSONField(
        default=list, blank=True, help_text='Where it is sold, for example ["US", "EU"].'
    )

    natural_fields = ("drug__slug", "name")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "name")]
        indexes = [
            models.Index(fields=["name"], name="%(class)s_name"),
            models.Index(Upper("name"), name="%(class)s_name_in_any_case"),
        ]

    def __str__(self):
        return self.name


class Brand(BrandColumns, WorkingFact):
    pass


class LiveBrand(BrandColumns, LiveFact):
    pass


class TargetColumns(FactColumns):
    class Enzyme(models.TextChoices):
        JAK1 = "JAK1", "JAK1"
        JAK2 = "JAK2", "JAK2"
        JAK3 = "JAK3", "JAK3"
        TYK2 = "TYK2", "TYK2"
        TEC = "TEC kinase family", "TEC kinase family"

    class Selectivity(models.TextChoices):
        PRIMARY = "primary", N_("mainly blocked")
        SECONDARY = "secondary", N_("less blocked")

    drug = OwnerKey("drugs.Drug", related_name="targets")
    target = models.CharField(max_length=20, choices=Enzyme.choices)
    selectivity = models.CharField(max_length=10, choices=Selectivity.choices)
    detail = models.CharField(
        max_length=80, blank=True, help_text="For example: irreversible, allosteric, pan-JAK."
    )

    natural_fields = ("drug__slug", "target")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [
            *FactColumns.Meta.constraints,
            once("drug", "target"),
            models.CheckConstraint(
                condition=Q(selectivity__in=["primary", "secondary"]),
                name="%(app_label)s_%(class)s_selectivity",
            ),
            models.CheckConstraint(
                condition=Q(target__in=["JAK1", "JAK2", "JAK3", "TYK2", "TEC kinase family"]),
                name="%(app_label)s_%(class)s_target",
            ),
        ]
        indexes = [models.Index(fields=["target", "drug"], name="%(class)s_target_drug")]

    def __str__(self):
        return f"{self.target} ({self.selectivity})"


class Target(TargetColumns, WorkingFact):
    pass


class LiveTarget(TargetColumns, LiveFact):
    pass


class FormColumns(FactColumns):
    drug = OwnerKey("drugs.Drug", related_name="forms")
    form = models.CharField(max_length=80, help_text="For example: film-coated tablet.")
    strength = models.CharField(max_length=60)

    natural_fields = ("drug__slug", "form", "strength")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "form", "strength")]

    def __str__(self):
        return f"{self.form} {self.strength}"


class Form(FormColumns, WorkingFact):
    pass


class LiveForm(FormColumns, LiveFact):
    pass


class IdentifierColumns(FactColumns):
    drug = OwnerKey("drugs.Drug", related_name="identifiers")
    system = models.CharField(
        max_length=40, help_text="ATC, UNII, RxCUI, ChEMBL, CAS, InChIKey ..."
    )
    value = models.CharField(max_length=60)
    label = models.CharField(max_length=160, blank=True)

    natural_fields = ("drug__slug", "system", "value")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("drug", "system", "value")]
        indexes = [models.Index(fields=["system", "value"], name="%(class)s_system_value")]

    def __str__(self):
        return f"{self.system} {self.value}"


class Identifier(IdentifierColumns, WorkingFact):
    pass


class LiveIdentifier(IdentifierColumns, LiveFact):
    pass
