"""Safety in the newsroom: warnings, signs, risk groups, rules, checks and what regulators did."""

from django.contrib import admin

from editorial.admin import EntryAdmin, RowAdmin, RowStack, RowTable
from editorial.site import site
from evidence.admin import FactAdmin, FactTable, dated
from evidence.forms import FactEntryForm
from safety.models import (
    DoseRule,
    Monitoring,
    RegulatorAction,
    RiskGroup,
    Warning,
    WarningAuthority,
    WarningFigure,
    WarningSign,
    WarningSignClaim,
)


class SafetyAdmin(EntryAdmin):
    """An entry of the safety page: one fact, told plainly, with the drugs it concerns."""

    form = FactEntryForm
    search_fields = ("title", "slug", "text")
    prepopulated_fields = {"slug": ("title",)}
    stated: tuple = ()
    concerns: tuple = ("applies_to",)
    advice = "Say what can happen, to whom, compared with what. Numbers keep their denominator."

    def get_list_filter(self, request):
        return (*super().get_list_filter(request), "checked", "basis")

    def get_fieldsets(self, request, obj=None):
        return (
            (
                None,
                {
                    "fields": ("title", "slug", "text", *self.stated, "position"),
                    "description": self.advice,
                },
            ),
            ("Whom and what it concerns", {"fields": self.concerns}),
            ("Where it was read", {"fields": ("sources", "checked", "basis", "seen_at")}),
            (
                "For editors",
                {
                    "fields": (
                        "unchecked_fields",
                        "withheld",
                        "note",
                        "sources_checked_on",
                        "version",
                        "changed_at",
                    )
                },
            ),
        )


class FigureTable(FactTable):
    model = WarningFigure


class AuthorityTable(RowTable):
    model = WarningAuthority


class SignClaimStack(RowStack):
    model = WarningSignClaim


@admin.register(Warning, site=site)
class WarningAdmin(SafetyAdmin):
    list_display = ("title", "severity", "checked")
    list_filter = ("severity", "authorities__authority", "applies_to")
    stated = ("severity", "explanation", "comparator", "advice", "sites")
    inlines = (FigureTable, AuthorityTable)


@admin.register(WarningSign, site=site)
class WarningSignAdmin(SafetyAdmin):
    list_display = ("title", "urgency", "points_to", "checked")
    list_filter = ("urgency", "applies_to")
    stated = ("urgency", "points_to")
    inlines = (SignClaimStack,)
    advice = (
        "What somebody notices, and what to do now. Heart, stroke and clot signs are an emergency."
    )


@admin.register(RiskGroup, site=site)
class RiskGroupAdmin(SafetyAdmin):
    list_display = ("title", "rule", "checked")
    list_filter = ("rule", "applies_to")
    stated = ("rule",)
    concerns = ("applies_to", "warnings")


@admin.register(DoseRule, site=site)
class DoseRuleAdmin(SafetyAdmin):
    list_display = ("title", "checked")
    list_filter = ("applies_to",)


@admin.register(Monitoring, site=site)
class MonitoringAdmin(SafetyAdmin):
    list_display = ("title", "when", "checked")
    list_filter = ("applies_to",)
    stated = ("when",)


@admin.register(RegulatorAction, site=site)
class RegulatorActionAdmin(SafetyAdmin):
    list_display = ("title", "authority", dated, "checked")
    list_filter = ("authority", "drugs")
    date_hierarchy = "date"
    stated = (
        "authority",
        ("date", "date_precision", "until"),
        "basis_trial",
        "comparator",
        "risk_factors_found",
        "caution",
    )
    concerns = ("drugs", "conditions", "not_included")
    advice = "What a regulator ordered or found, and what the result cannot show."


@admin.register(WarningFigure, site=site)
class WarningFigureAdmin(FactAdmin):
    search_fields = ("text", "warning__title")


@admin.register(WarningAuthority, site=site)
class WarningAuthorityAdmin(RowAdmin):
    list_filter = ("authority",)
    search_fields = ("authority", "warning__title")


@admin.register(WarningSignClaim, site=site)
class WarningSignClaimAdmin(RowAdmin):
    also_listed = ("stance", "source")
    list_filter = ("stance",)
    search_fields = ("says", "source__title", "source__key", "sign__title")
