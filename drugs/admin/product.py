"""Names, packs, targets and codes of a drug."""

from django.contrib import admin

from editorial.site import site
from evidence.admin import FactAdmin, FactTable

from ..models import Brand, DrugSynonym, Form, Identifier, Target


class SynonymTable(FactTable):
    model = DrugSynonym


class BrandTable(FactTable):
    model = Brand


class TargetTable(FactTable):
    model = Target


class FormTable(FactTable):
    model = Form


class IdentifierTable(FactTable):
    model = Identifier


@admin.register(DrugSynonym, site=site)
class DrugSynonymAdmin(FactAdmin):
    search_fields = ("text",)


@admin.register(Brand, site=site)
class BrandAdmin(FactAdmin):
    also_listed = ("company",)
    search_fields = ("name", "company")


@admin.register(Target, site=site)
class TargetAdmin(FactAdmin):
    also_listed = ("detail",)
    list_filter = ("target", "selectivity")
    search_fields = ("target", "detail")


@admin.register(Form, site=site)
class FormAdmin(FactAdmin):
    search_fields = ("form", "strength")


@admin.register(Identifier, site=site)
class IdentifierAdmin(FactAdmin):
    also_listed = ("label",)
    list_filter = ("system",)
    search_fields = ("value", "label")
