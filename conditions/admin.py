"""Conditions in the newsroom."""

from django.contrib import admin

from editorial.admin import EntryAdmin, RowAdmin, RowTable
from editorial.site import site
from evidence.admin import FactAdmin, FactStack, FactTable

from .models import Code, Condition, ConditionSynonym, Statement, Symptom


class SynonymTable(RowTable):
    model = ConditionSynonym


class StatementStack(FactStack):
    model = Statement


class SymptomTable(FactTable):
    model = Symptom


class CodeTable(FactTable):
    model = Code


@admin.register(Condition, site=site)
class ConditionAdmin(EntryAdmin):
    list_display = ("name", "body_system")
    list_filter = ("body_system",)
    search_fields = ("name", "slug", "synonyms__text", "codes__value")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (StatementStack, SynonymTable, SymptomTable, CodeTable)
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "slug", "body_system"),
                "description": "One disease, one page. A summary of two to four plain sentences comes first; "
                "what a treatment may do belongs to the drug.",
            },
        ),
        ("For editors", {"fields": ("note", "sources_checked_on", "version", "changed_at")}),
    )


@admin.register(ConditionSynonym, site=site)
class ConditionSynonymAdmin(RowAdmin):
    search_fields = ("text",)


@admin.register(Statement, site=site)
class StatementAdmin(FactAdmin):
    also_listed = ("topic",)
    list_filter = ("topic",)
    search_fields = ("text",)


@admin.register(Symptom, site=site)
class SymptomAdmin(FactAdmin):
    search_fields = ("text",)


@admin.register(Code, site=site)
class CodeAdmin(FactAdmin):
    also_listed = ("label",)
    list_filter = ("system",)
    search_fields = ("value", "label")
