"""Rows that an entry owns: as tables on the entry's form, and each with a form of its own."""

from django.contrib import admin
from django.contrib.admin import StackedInline, TabularInline
from django.urls import reverse
from django.utils.html import format_html

from editorial.actions import touch
from editorial.aggregate import entry_of, owner_key, path_to_entry
from editorial.forms import RowForm, RowFormSet

from .working import WorkingAdmin, WorkingFields

ABOUT = ("sources", "checked", "basis", "position")
"""What a row says about itself; shown after what it states."""
INTERNAL = ("seen_at", "unchecked_fields", "withheld", "note")


def stated(model) -> list[str]:
    """The columns in which a row states something, in the order of the model."""
    key = owner_key(model)
    apart = {key.name, *ABOUT, *INTERNAL}
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return [f.name for f in fields if f.editable and not f.auto_created and f.name not in apart]


def present(model, names) -> list[str]:
    columns = {field.name for field in model._meta.get_fields()}
    return [name for name in names if name in columns]


def targets(model) -> list[str]:
    """The keys of a row that point at other entries."""
    key = owner_key(model)
    return [f.name for f in model._meta.concrete_fields if f.is_relation and f is not key]


def what_keeps_it(row) -> str:
    """Why the row, or a part of it, does not reach readers."""
    parts = []
    if getattr(row, "withheld", ""):
        parts.append(f"Withheld: {row.withheld}")
    if getattr(row, "unchecked_fields", []):
        parts.append(f"From memory: {', '.join(row.unchecked_fields).replace('_', ' ')}")
    return ". ".join(parts)


class _Rows(WorkingFields):
    """Owned rows on the form of their entry; the internal columns are on the row's own form."""

    form = RowForm
    formset = RowFormSet
    extra = 0
    show_change_link = True
    classes = ("collapse",)

    def get_fields(self, request, obj=None):
        shown = [*stated(self.model), *present(self.model, ABOUT)]
        return [*shown, "state"] if present(self.model, INTERNAL) else shown

    def get_readonly_fields(self, request, obj=None):
        return ("state",) if present(self.model, INTERNAL) else ()

    def get_queryset(self, request):
        sets = [field.name for field in self.model._meta.many_to_many]
        rows = super().get_queryset(request).prefetch_related(*sets)
        keys = targets(self.model)
        return rows.select_related(*keys) if keys else rows

    @admin.display(description="state")
    def state(self, row):
        return what_keeps_it(row)


class RowTable(_Rows, TabularInline):
    """For short rows."""


class RowStack(_Rows, StackedInline):
    """For rows with a long text."""


class RowAdmin(WorkingAdmin):
    """A row's own form, reached from its entry, and a searchable list of all such rows."""

    form = RowForm
    also_listed = ()

    def get_list_display(self, request):
        about = present(self.model, ("checked", "basis"))
        return ("__str__", "entry", *self.also_listed, *about, "state")

    def get_list_filter(self, request):
        return (*self.list_filter, *present(self.model, ("checked", "basis")))

    def get_search_fields(self, request):
        return (*self.search_fields, f"{path_to_entry(self.model)}__slug")

    def get_queryset(self, request):
        joined = {path_to_entry(self.model), *targets(self.model)}
        return super().get_queryset(request).select_related(*joined)

    def get_readonly_fields(self, request, obj=None):
        return (owner_key(self.model).name,) if obj else ()

    def get_fieldsets(self, request, obj=None):
        owner = owner_key(self.model).name
        main = [owner, *stated(self.model), *present(self.model, ("position",))]
        checked = present(self.model, ("sources", "checked", "basis", "seen_at"))
        internal = present(self.model, ("unchecked_fields", "withheld", "note"))
        parts = [(None, {"fields": main})]
        if checked:
            parts.append(("Where it was read", {"fields": checked}))
        if internal:
            parts.append(("For editors", {"fields": internal}))
        return parts

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["subtitle"] = self.choice_label(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def choice_label(self, row):
        return f"{entry_of(row)}: {row}"

    def delete_model(self, request, obj):
        entry = entry_of(obj)
        super().delete_model(request, obj)
        touch(entry, by=request.user)

    def delete_queryset(self, request, queryset):
        entries = {entry_of(row) for row in queryset}
        super().delete_queryset(request, queryset)
        for entry in entries:
            touch(entry, by=request.user)

    @admin.display(description="part of")
    def entry(self, row):
        owner = entry_of(row)
        meta = owner._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[owner.pk])
        return format_html('<a href="{}">{}</a>', url, owner)

    @admin.display(description="state")
    def state(self, row):
        return what_keeps_it(row)
