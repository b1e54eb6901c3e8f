"""What every screen for working rows shares: choosers, lists of short texts, and who changed what."""

from django import forms
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from editorial.actions import touch
from editorial.aggregate import entry_of
from editorial.forms import (
    INTERNAL,
    ChosenRows,
    KnownSelect,
    KnownSelectMultiple,
    LinesField,
    LongText,
)
from editorial.registry import live_of

from .conflict import NoLostUpdates
from .exchange import Exchange

BOOKKEEPING = ("id", "checked", "basis", "position", "slug", "key")


class WorkingFields:
    """Form fields of working models; every key and set is chosen by typing a part of its name."""

    formfield_overrides = {
        models.TextField: {"form_class": LongText, "widget": AdminTextareaWidget(attrs={"rows": 4})}
    }
    view_on_site = False

    class Media:
        js = ["jakinfo/markdown.js", "jakinfo/choosers.js"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", KnownSelectMultiple(db_field, self.admin_site))
        kwargs.setdefault("form_class", ChosenRows)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "unchecked_fields":
            return _unchecked_field(db_field)
        if isinstance(db_field, models.JSONField):
            words = {"label": capfirst(db_field.verbose_name), "required": False}
            return LinesField(help_text=f"{db_field.help_text} One a line.".strip(), **words)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField) and db_field.name not in INTERNAL:
            field.widget.attrs["data-markdown"] = reverse("admin:editorial_prose")
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # An entry is not deleted in passing, from the form of another one.
            field.widget.can_delete_related = False
        return field


class WorkingAdmin(NoLostUpdates, Exchange, WorkingFields, ModelAdmin):
    """The admin of a working model; saving a change makes the person a contributor, once a save."""

    change_form_template = "admin/working_change_form.html"
    show_facets = ShowFacets.ALLOW
    list_per_page = 50
    save_on_top = True

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(rows.has_changed() for rows in formsets):
            touch(entry_of(form.instance), by=request.user)


def _unchecked_field(db_field):
    """Tick boxes with the columns that may be left blank; a required column is withheld with its row."""
    return forms.MultipleChoiceField(
        label="Known from memory only",
        choices=_optional_columns(db_field.model),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=db_field.help_text,
    )


def _optional_columns(model):
    shared = {f.name for f in live_of(model)._meta.get_fields() if getattr(f, "blank", False)}
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    wanted = [f for f in fields if f.name in shared.difference(BOOKKEEPING, ("sources",))]
    return [(f.name, capfirst(f.verbose_name)) for f in wanted]
