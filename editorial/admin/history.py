"""The history of an entry: its editions, what differs between any two, and an older one restored."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from editorial.actions import Refused, restore
from editorial.differences import difference
from editorial.editions import (
    WORKING,
    Unknown,
    compare,
    edition_of,
    editions_of,
    touched_since,
    working_text,
)
from editorial.registry import kind_of

A_PAGE = 25


class EntryHistory:
    """Mixed into the admin of every kind of entry."""

    def get_urls(self):
        address = "<path:object_id>/history/<int:number>/restore/"
        view = self.admin_site.admin_view(self.restore_view)
        return [path(address, view, name=self._name("restore")), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """Every edition, newest first; `?from=2&to=5` (or `working`) shows what differs between two."""
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        paginator = self.get_paginator(request, editions_of(entry), A_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR))
        context = {
            **self._about(request, entry, f"History of {entry}"),
            "page": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "touched": touched_since(entry),
            "may_restore": self.has_change_permission(request, entry),
            "working": WORKING,
            **_compared(request, entry, page),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/entry_history.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def restore_view(self, request, object_id, number):
        """Ask first, showing what it would change; then write the edition into the working copy."""
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        edition = edition_of(entry, number)
        if edition is None:
            return self._back(request, entry, f"There is no edition {number} of this entry.")
        if edition.document is None:
            words = f"Edition {number} withdrew the entry. Restore the one before it."
            return self._back(request, entry, words)
        if request.method == "POST":
            return self._restore(request, entry, edition)
        context = {
            **self._about(request, entry, f"Restore edition {number} of {entry}"),
            "edition": edition,
            **_what_restoring_changes(entry, edition),
        }
        return TemplateResponse(request, "admin/entry_restore.html", context)

    def _restore(self, request, entry, edition):
        changes = _what_restoring_changes(entry, edition).get("difference")
        if changes and changes.same:
            return self._back(
                request, entry, f"The working copy is edition {edition.number} already."
            )
        with transaction.atomic():
            present = self.model._base_manager.select_for_update(of=("self",)).get(pk=entry.pk)
            if request.POST.get("version") != str(present.version):
                words = "Somebody changed the working copy meanwhile. Look at the difference again."
                self.message_user(request, words, messages.ERROR)
                return HttpResponseRedirect(request.path)
            try:
                restore(edition, by=request.user)
            except Refused as reason:
                return self._back(request, entry, str(reason))
            self.log_change(request, entry, f"Restored edition {edition.number}.")
        words = f"The working copy is edition {edition.number} again. Readers see no change yet."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self._to("change", entry))

    def _back(self, request, entry, words):
        self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(self._to("history", entry))

    def _to(self, view, entry):
        return reverse(f"{self.admin_site.name}:{self._name(view)}", args=[entry.pk])

    def _name(self, view):
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def _about(self, request, entry, title):
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "object": entry,
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural),
        }


def _compared(request, entry, page) -> dict:
    """The two texts that were chosen and their difference; at first, the pair most often wanted."""
    before, after = request.GET.get("from", ""), request.GET.get("to", "")
    if not (before or after):
        return {"before": str(page[0].number) if len(page) else "", "after": WORKING}
    chosen = {"before": before, "after": after}
    try:
        comparison = compare(entry, before, after)
    except Unknown as problem:
        return chosen | {"problem": str(problem)}
    here = {WORKING, *(str(edition.number) for edition in page)}
    elsewhere = [name for name in (before, after) if name not in here]
    return chosen | {"comparison": comparison, "elsewhere": elsewhere}


def _what_restoring_changes(entry, edition) -> dict:
    try:
        now = working_text(entry)
    except Unknown as problem:
        return {"problem": str(problem)}
    return {"difference": difference(kind_of(entry), now, edition.document)}
