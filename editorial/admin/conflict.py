"""No lost updates: a save that would go over somebody else's is shown beside it, and kept in full.

Every form carries the version of the entry and what it held when it was opened. When the entry has moved on,
the form comes back with both texts merged and the new version, so that the next save stores it.
"""

from copy import copy
from dataclasses import dataclass, field

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.urls import reverse

from editorial.aggregate import entry_of
from editorial.merging import Column, MergedTable, Typed, merged, merged_table
from editorial.opened import (
    BACK,
    BASE,
    VERSION,
    Opened,
    as_opened,
    coming_back,
    fields_of,
    restored,
    sealed,
    shown_by,
    typed_form,
    typed_table,
    unsealed,
    version_of,
)

from .conflict_page import collision_page

NOT_SAVED = "Nothing is saved yet: somebody else changed this meanwhile."


class RowsGone(Exception):
    """A row that was sent is not there any more, although the version did not move."""


class Unsaved:
    """Mixed into the form of a collision: shown with what was typed, never stored."""

    def clean(self):
        data = super().clean()
        self.add_error(None, ValidationError(NOT_SAVED, code="collision"))
        return data


@dataclass
class Collision:
    """Two people's texts of one form, merged; or one person's text of a row that is gone."""

    form: object
    formsets: list
    base: Opened | None
    since: int | None
    columns: tuple[Column, ...] = ()
    tables: dict[str, MergedTable] = field(default_factory=dict)
    entry: object = None
    gone: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.columns or any(table.changes for table in self.tables.values()))


class NoLostUpdates:
    """Part of the admin of every working model."""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method != "POST" or object_id is None:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, unquote(object_id))
        entry = _locked(row)
        if entry is None and self._makes_again(request):
            return self._gone(request, unquote(object_id), extra_context)
        if entry is None or not self.has_change_permission(request, row):
            return super()._changeform_view(request, object_id, form_url, extra_context)
        if version_of(request.POST) == entry.version:
            try:
                return super()._changeform_view(request, object_id, form_url, extra_context)
            except RowsGone:
                pass
        self._merge(request, self.get_object(request, unquote(object_id)), entry)
        response = super()._changeform_view(request, object_id, form_url, extra_context)
        if request.collision:
            response.status_code = 409
        return response

    # Merging ------------------------------------------------------------------------------

    def _merge(self, request, row, entry):
        """Put the merged text in place of what was sent; without a difference it is saved as usual."""
        form, formsets = self._as_opened_now(request, row)
        theirs = as_opened(form, formsets, entry=entry, by=request.user)
        base = unsealed(request.POST.get(BASE, ""), self.model, row.pk)
        found = Collision(form, formsets, base, version_of(request.POST), entry=entry)
        own, found.columns = merged(
            base and base.own, theirs.own, typed_form(fields_of(form), request.POST)
        )
        for rows in formsets:
            before = base and base.tables.get(rows.prefix, {})
            typed = typed_table(rows, request.POST)
            found.tables[rows.prefix] = merged_table(before, theirs.tables[rows.prefix], typed)
        data = _to_send(request.POST, found, own)
        data[VERSION], data[BASE] = str(entry.version), sealed(theirs, row)
        request.POST, request.collision = data, found if found.differs else None

    def _as_opened_now(self, request, row):
        """The form and its tables as they would open now."""
        asked = copy(request)
        asked.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(asked, row))
        form = self.get_form(asked, row, change=row is not None, fields=fields)(instance=row)
        formsets, _ = self._create_formsets(asked, form.instance, change=row is not None)
        return form, formsets

    # The row itself is gone ---------------------------------------------------------------

    def _makes_again(self, request) -> bool:
        return BASE in request.POST and self.has_add_permission(request)

    def _gone(self, request, pk, extra_context):
        """Somebody deleted it while it was edited: the form for a new one, with what was typed."""
        form, formsets = self._as_opened_now(request, None)
        base = unsealed(request.POST[BASE], self.model, pk)
        found = Collision(form, formsets, base, version_of(request.POST), gone=True)
        own = typed_form(fields_of(form), request.POST)
        if base:
            kept = restored(self.model, base.aside.get("", {}).get(pk, {}))
            own = shown_by(type(form)(instance=kept)) | own
        for rows in formsets:
            typed = typed_table(rows, request.POST)
            left = {pk: row for pk, row in typed.rows.items() if pk not in typed.deleted}
            found.tables[rows.prefix] = merged_table(None, {}, Typed(left, set(), typed.new))
        request.POST, request.collision = _to_send(request.POST, found, own), found
        to = reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_add")
        response = super()._changeform_view(request, None, to, extra_context)
        response.status_code = 409
        return response

    # What Django asks while it makes the form ---------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if _collision(request) and request.method == "POST":
            return type(form)(form.__name__, (Unsaved, form), {})
        return form

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        checked = request.method == "POST" and change and not _collision(request)
        if checked and any(rows.has_lost_rows() for rows in formsets):
            raise RowsGone
        return formsets, inlines

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Tables in which something differs are open."""
        found = _collision(request)
        for inline, rows in zip(inline_instances, formsets, strict=True):
            if found and found.tables[rows.prefix].changes:
                inline.classes = ()
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        found = _collision(request)
        if found:
            context |= collision_page(request, self, found)
            context["errors"] = [e for e in context["errors"] if list(e) != [NOT_SAVED]]
        if obj is not None and self.has_change_permission(request, obj):
            context["opened"] = self._seal(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _seal(self, request, context, row) -> dict[str, str]:
        """The hidden fields: of a form that was refused, those that it was opened with."""
        if request.method == "POST":
            return {name: request.POST.get(name, "") for name in (VERSION, BASE)}
        entry = entry_of(row)
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        opened = as_opened(context["adminform"].form, formsets, entry=entry, by=request.user)
        return {VERSION: entry.version, BASE: sealed(opened, row)}


def _collision(request) -> Collision | None:
    return getattr(request, "collision", None)


def _locked(row):
    """The entry of the row, as it is now; who saves it meanwhile does so before this or after it."""
    if row is None:
        return None
    entry = entry_of(row)
    rows = type(entry)._base_manager.select_for_update(of=("self",))
    return rows.filter(pk=entry.pk).first()


def _to_send(sent, found: Collision, own) -> QueryDict:
    """The merged text as if a browser had sent it, with everything else that was sent."""
    data = QueryDict(mutable=True)
    prefixes = tuple(f"{prefix}-" for prefix in found.tables)
    for key in sent:
        if key not in own and not (prefixes and key.startswith(prefixes)):
            data.setlist(key, sent.getlist(key))
    _write(data, "", own)
    aside = found.base.aside if found.base else {}
    for rows in found.formsets:
        _write_table(data, rows, found.tables[rows.prefix], aside.get(rows.prefix, {}))
    return data


def _write(data, prefix, row):
    for name, values in row.items():
        if values:
            data.setlist(prefix + name, values)


def _write_table(data, rows, table, aside):
    lines = [(pk, row) for pk, row in table.rows.items()]
    lines += [(_token(rows, pk, aside), row) for pk, row in table.new]
    for number, (pk, row) in enumerate(lines):
        prefix = f"{rows.prefix}-{number}-"
        _write(data, prefix, row)
        data[prefix + rows.model._meta.pk.name] = pk
        data[prefix + rows.fk.name] = str(rows.instance.pk or "")
        if pk in table.deleted:
            data[prefix + DELETION_FIELD_NAME] = "on"
    data[f"{rows.prefix}-{TOTAL_FORM_COUNT}"] = str(len(lines))
    data[f"{rows.prefix}-{INITIAL_FORM_COUNT}"] = str(len(table.rows))


def _token(rows, pk, aside) -> str:
    """What stands in place of an id in a new row: nothing, unless it comes back."""
    return coming_back(rows.model, aside.get(pk, {})) if pk and not pk.startswith(BACK) else pk
