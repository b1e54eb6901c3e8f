"""What a drug is approved for, and how it is taken for that."""

from django.contrib import admin
from django.urls import reverse

from editorial import queues
from editorial.admin import RowAdmin, RowStack
from editorial.site import site
from editorial.wording import short_date
from evidence.admin import FactAdmin, FactTable, dated
from evidence.models import Stance

from ..models import Approval, Indication, IndicationClaim, Regimen


class ClaimStack(RowStack):
    model = IndicationClaim
    classes = ()


class IndicationTable(FactTable):
    """Open a row's own form to see and add what single sources claim about it."""

    model = Indication


class RegimenTable(FactTable):
    model = Regimen


class ApprovalTable(FactTable):
    model = Approval


@admin.register(Indication, site=site)
class IndicationAdmin(FactAdmin):
    also_listed = ("condition", "jurisdiction", "status", "approved_on")
    list_filter = ("status", "jurisdiction", "condition")
    search_fields = ("drug__inn", "condition__name", "population")
    date_hierarchy = "approval_date"
    inlines = (ClaimStack,)

    @admin.display(description="approved on", ordering="approval_date")
    def approved_on(self, indication):
        return short_date(indication.approval_date, indication.date_precision)

    def choice_label(self, indication):
        return f"{indication.drug}, {indication.condition}: {indication}"


@admin.register(IndicationClaim, site=site)
class IndicationClaimAdmin(RowAdmin):
    also_listed = ("stance", "source")
    list_filter = ("stance",)
    search_fields = ("says", "source__title", "source__key", "indication__condition__name")


@admin.register(Regimen, site=site)
class RegimenAdmin(FactAdmin):
    also_listed = ("condition", "population", "jurisdiction", "on_label")
    list_filter = ("on_label", "jurisdiction", "condition")
    search_fields = ("regimen", "population", "condition__name")


@admin.register(Approval, site=site)
class ApprovalAdmin(FactAdmin):
    also_listed = ("jurisdiction", dated)
    list_filter = ("jurisdiction",)
    search_fields = ("event",)
    date_hierarchy = "date"


def contested(user):
    """Indications about which a source disagrees with what is recorded."""
    found = Indication.objects.filter(claims__stance=Stance.DISAGREES).distinct()
    return found.select_related("drug", "condition").order_by("drug__slug", "condition__slug", "pk")


def of_indications(rows):
    return [
        queues.Item(
            title=f"{row.drug} for {row.condition}",
            url=reverse("admin:drugs_indication_change", args=[row.pk]),
            what=f"{row.get_jurisdiction_display()}: {row.get_status_display().lower()}; a source differs",
            when=row.approval_date,
        )
        for row in rows
    ]


queues.add(
    queues.Queue(
        "contested",
        "Contested facts",
        "A source says otherwise. Readers are shown both sides.",
        contested,
        of_indications,
    )
)
