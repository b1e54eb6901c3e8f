"""What a drug does, for good and ill, and what has to be watched."""

from django.contrib import admin

from editorial.site import site
from editorial.wording import short_date
from evidence.admin import FactAdmin, FactStack, FactTable

from ..models import (
    AdverseEffect,
    Benefit,
    BoxedWarning,
    DoseAdjustment,
    DrugMonitoring,
    DrugStatement,
)


class StatementStack(FactStack):
    model = DrugStatement


class AdverseEffectTable(FactTable):
    model = AdverseEffect


class BenefitTable(FactTable):
    model = Benefit


class DoseAdjustmentTable(FactTable):
    model = DoseAdjustment


class MonitoringTable(FactTable):
    model = DrugMonitoring


class BoxedWarningTable(FactTable):
    model = BoxedWarning


@admin.register(DrugStatement, site=site)
class DrugStatementAdmin(FactAdmin):
    also_listed = ("topic",)
    list_filter = ("topic",)
    search_fields = ("text",)


@admin.register(AdverseEffect, site=site)
class AdverseEffectAdmin(FactAdmin):
    also_listed = ("seriousness", "frequency")
    list_filter = ("seriousness",)
    search_fields = ("effect", "frequency")


@admin.register(Benefit, site=site)
class BenefitAdmin(FactAdmin):
    also_listed = ("claim_about",)
    search_fields = ("text", "claim_about")


@admin.register(DoseAdjustment, site=site)
class DoseAdjustmentAdmin(FactAdmin):
    search_fields = ("text",)


@admin.register(DrugMonitoring, site=site)
class DrugMonitoringAdmin(FactAdmin):
    search_fields = ("text",)


@admin.register(BoxedWarning, site=site)
class BoxedWarningAdmin(FactAdmin):
    also_listed = ("jurisdiction", "present", "since_when")
    list_filter = ("present", "jurisdiction")
    search_fields = ("remark",)

    @admin.display(description="since", ordering="since")
    def since_when(self, warning):
        return short_date(warning.since, warning.since_precision)
