"""Proposals, editions, signatures and what readers see: to read, never to change by hand."""

import json
from collections import defaultdict

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import format_html

from editorial.models import (
    AuditRow,
    Edition,
    HiddenRow,
    LiveChange,
    SignOff,
    Touch,
)
from editorial.registry import kinds
from editorial.site import site


class ReadOnly:
    """Only the verbs in editorial/actions.py write these rows."""

    view_on_site = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    show_facets = admin.ShowFacets.ALLOW
    show_full_result_count = False
    actions = None


class NamedEntries(ChangeList):
    """A page of log rows with the working entries they name, one query a kind."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        wanted = defaultdict(set)
        for row in self.result_list:
            wanted[row.kind].add(row.entry_id)
        entries = {
            (name, entry.pk): entry
            for name, ids in wanted.items()
            for entry in kinds()[name].model.objects.filter(pk__in=ids).order_by()
        }
        for row in self.result_list:
            row.named_entry = entries.get((row.kind, row.entry_id))


class EntryRowAdmin(ReadOnlyAdmin):
    """A log row that names an entry by kind and id."""

    def get_changelist(self, request, **kwargs):
        return NamedEntries

    @admin.display(description="entry")
    def entry(self, row):
        named = row.named_entry
        if named is None:
            return f"{row.kind} {row.entry_id}, deleted"
        meta = named._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[named.pk])
        return format_html('<a href="{}">{}</a>', url, named)


@admin.register(Edition, site=site)
class EditionAdmin(ReadOnlyAdmin):
    list_display = (
        "seq",
        "kind",
        "title",
        "number",
        "change",
        "origin",
        "published_at",
        "published_by_name",
    )
    list_display_links = ("seq", "title")
    list_filter = ("kind", "change", "origin")
    search_fields = ("title", "slug", "note", "published_by_name")
    date_hierarchy = "published_at"
    ordering = ("-seq",)
    fieldsets = (
        (None, {"fields": ("seq", "kind", "title", "slug", "number", "change", "note")}),
        ("Withdrawal", {"fields": ("reason", "replaced_by")}),
        ("Who and when", {"fields": ("origin", "proposal", "published_at", "published_by_name")}),
        ("The text", {"fields": ("sha256", "text"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document")

    @admin.display(description="document")
    def text(self, edition):
        if edition.document is None:
            return "None: this edition withdrew the entry."
        written = json.dumps(edition.document, indent=1, ensure_ascii=False)
        return format_html('<pre class="document">{}</pre>', written)


@admin.register(AuditRow, site=site)
class AuditRowAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "name", "verb", "outcome", "about")
    list_filter = ("outcome", "verb")
    search_fields = ("name", "about", "detail")
    date_hierarchy = "at"
    fields = ("id", "at", "name", "verb", "outcome", "about", "detail", "previous", "sha256")


@admin.register(SignOff, site=site)
class SignOffAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "role", "name", "at")
    list_filter = ("role",)
    list_select_related = ("proposal",)
    search_fields = ("name", "sha256", "proposal__note")
    date_hierarchy = "at"
    fields = ("proposal", "role", "name", "at", "sha256")


@admin.register(Touch, site=site)
class TouchAdmin(EntryRowAdmin):
    list_display = ("at", "name", "kind", "entry", "after_edition")
    list_filter = ("kind",)
    search_fields = ("name",)
    date_hierarchy = "at"
    ordering = ("-at",)
    fields = ("kind", "entry_id", "name", "after_edition", "at")


@admin.register(HiddenRow, site=site)
class HiddenRowAdmin(EntryRowAdmin):
    list_display = ("row_model", "row_id", "kind", "entry", "waits_for_kind", "waits_for_id")
    list_filter = ("kind", "waits_for_kind")
    search_fields = ("row_model", "=waits_for_id")
    fields = ("kind", "entry_id", "row_model", "row_id", "waits_for_kind", "waits_for_id")


@admin.register(LiveChange, site=site)
class LiveChangeAdmin(ReadOnlyAdmin):
    list_display = ("seq", "kind", "title", "edition", "change", "published_at", "note")
    list_display_links = ("seq", "title")
    list_filter = ("kind", "change")
    search_fields = ("title", "slug", "note")
    date_hierarchy = "published_at"
