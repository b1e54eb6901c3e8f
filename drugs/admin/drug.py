"""The drug with all its tables."""

from django.contrib import admin

from editorial.admin import EntryAdmin
from editorial.site import site
from editorial.wording import short_date
from evidence.forms import DatedEntryForm

from ..models import Drug
from .effect import (
    AdverseEffectTable,
    BenefitTable,
    BoxedWarningTable,
    DoseAdjustmentTable,
    MonitoringTable,
    StatementStack,
)
from .product import BrandTable, FormTable, IdentifierTable, SynonymTable, TargetTable
from .use import ApprovalTable, IndicationTable, RegimenTable


@admin.register(Drug, site=site)
class DrugAdmin(EntryAdmin):
    form = DatedEntryForm
    list_display = ("title", "route", "first_approved")
    list_filter = ("route", "drug_class", "targets__target")
    search_fields = ("inn", "slug", "brands__name", "synonyms__text", "identifiers__value")
    prepopulated_fields = {"slug": ("inn", "qualifier")}
    inlines = (
        StatementStack,
        BoxedWarningTable,
        IndicationTable,
        RegimenTable,
        ApprovalTable,
        AdverseEffectTable,
        BenefitTable,
        DoseAdjustmentTable,
        MonitoringTable,
        BrandTable,
        SynonymTable,
        TargetTable,
        FormTable,
        IdentifierTable,
    )
    fieldsets = (
        (
            None,
            {
                "fields": ("inn", "qualifier", "slug", "drug_class", "route"),
                "description": "One page per substance and route. Every fact below names where it was read; "
                "what is only remembered may be written down, but waits here until somebody has seen it.",
            },
        ),
        ("First approval anywhere", {"fields": (("first_approval", "first_approval_precision"),)}),
        (
            "For editors",
            {"fields": ("unchecked_fields", "note", "sources_checked_on", "version", "changed_at")},
        ),
    )

    @admin.display(description="first approval", ordering="first_approval")
    def first_approved(self, drug):
        return short_date(drug.first_approval, drug.first_approval_precision)

    @admin.display(description="drug", ordering="inn")
    def title(self, drug):
        return drug.title
