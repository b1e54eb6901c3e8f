"""Entries: their list says how each stands towards readers, their form shows it and cannot set it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse

from editorial.aggregate import aggregate, with_targets
from editorial.forms import EntryForm
from editorial.registry import kinds
from editorial.standing import any_row, ever_published, listed, standing, waits
from editorial.wording import NBSP, short_date

from .history import EntryHistory
from .proposing import ProposableEntries
from .working import WorkingAdmin

STANDING = ("published", "origin", "edited", "waiting", "hidden")
"""The list columns of every kind of entry."""


class EntryList(ChangeList):
    """A page of entries, each with its standing."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        found = listed(kinds()[self.model.kind], self.result_list)
        for entry in self.result_list:
            entry.listed = found[entry.pk]


class PublishedFilter(admin.SimpleListFilter):
    title = "published"
    parameter_name = "published"

    def lookups(self, request, model_admin):
        return [("yes", "Published"), ("no", "Not published")]

    def queryset(self, request, queryset):
        live = Exists(kinds()[queryset.model.kind].live.objects.filter(pk=OuterRef("pk")))
        return {"yes": queryset.filter(live), "no": queryset.filter(~live)}.get(
            self.value(), queryset
        )


class WaitingFilter(admin.SimpleListFilter):
    title = "facts that wait for a check"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("yes", "Some wait"), ("no", "None waits")]

    def queryset(self, request, queryset):
        waiting = any_row(kinds()[queryset.model.kind], waits)
        return {"yes": queryset.filter(waiting), "no": queryset.filter(~waiting)}.get(
            self.value(), queryset
        )


class EntryAdmin(ProposableEntries, EntryHistory, WorkingAdmin):
    """The working copy of one kind of entry. Nothing here reaches a reader before it is signed."""

    form = EntryForm
    change_form_template = "admin/entry_change_form.html"

    def get_changelist(self, request, **kwargs):
        return EntryList

    def get_list_display(self, request):
        return (*self.list_display, *STANDING)

    def get_list_filter(self, request):
        return (*self.list_filter, PublishedFilter, WaitingFilter)

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "version", "changed_at")

    def get_object(self, request, object_id, from_field=None):
        """The entry for its form, with all its rows."""
        entry = super().get_object(request, object_id, from_field)
        if entry is not None and _for_its_form(request):
            entry.aggregate = with_targets(aggregate(entry))
        return entry

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            # A form that was refused has already put what was typed into the rows.
            opened = getattr(obj, "aggregate", None) if request.method == "GET" else None
            context["standing"] = standing(obj, opened)
            context |= self.proposing_links(request, obj, context["standing"].live)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Say in the heading of each table how many rows it holds, as it opens closed."""
        for inline, formset in zip(inline_instances, formsets, strict=True):
            inline.verbose_name_plural = _heading(inline.model, formset.get_queryset())
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    # Deleting -----------------------------------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not ever_published(obj))

    def delete_view(self, request, object_id, extra_context=None):
        entry = self.get_object(request, unquote(object_id))
        if entry and self.has_view_permission(request, entry) and ever_published(entry):
            self.message_user(request, _kept(entry), messages.ERROR)
            return HttpResponseRedirect(self._address(entry))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        """Among several chosen entries, name those that have to stay."""
        found, counted, lacking, protected = super().get_deleted_objects(objs, request)
        kept = [_kept(entry) for entry in objs if ever_published(entry)]
        if kept:
            lacking.discard(self.opts.verbose_name)
        return found, counted, lacking, [*protected, *kept]

    def _address(self, entry):
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(f"{self.admin_site.name}:{name}", args=[entry.pk])

    # List columns -------------------------------------------------------------------------

    @admin.display(description="published")
    def published(self, entry):
        live = entry.listed.live
        if live is None:
            return "withdrawn" if entry.listed.withdrawn else "not published"
        on = short_date(live.published_at)
        return f"edition{NBSP}{live.edition}, {on}"

    @admin.display(description="origin")
    def origin(self, entry):
        return entry.listed.live and entry.listed.live.origin

    @admin.display(description="edited since")
    def edited(self, entry):
        return "yes" if entry.listed.edited else None

    @admin.display(description="to check")
    def waiting(self, entry):
        return entry.listed.waiting or None

    @admin.display(description="hidden")
    def hidden(self, entry):
        return entry.listed.hidden or None


def _for_its_form(request) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name.endswith("_change")


def _kept(entry) -> str:
    return (
        f"“{entry}” has been published, so it is kept. "
        "To take it away from readers, propose to withdraw it."
    )


def _heading(model, rows) -> str:
    rows = list(rows)
    waiting = sum(getattr(row, "checked", "") == "recalled" for row in rows)
    withheld = sum(bool(getattr(row, "withheld", "")) for row in rows)
    parts = [str(len(rows) or "none")]
    if waiting:
        parts.append(f"{waiting} waiting for a check")
    if withheld:
        parts.append(f"{withheld} withheld")
    return f"{model._meta.verbose_name_plural}: {', '.join(parts)}"
