"""The screen for an emergency warning: one short form, and it is live."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from editorial.actions import Refused
from editorial.roles import may
from editorial.site import site
from safety.actions import warn_at_once
from safety.forms import EmergencyForm
from safety.models import Warning


def emergency_view(request, pk=None):
    """A new emergency warning, or the new text of the warning `pk`."""
    if not may(request.user, "publish an emergency"):
        raise PermissionDenied
    warning = get_object_or_404(Warning, pk=pk) if pk else None
    form = EmergencyForm(request.POST or None, instance=warning)
    refused = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            edition = warn_at_once(
                form.instance,
                by=request.user,
                drugs=data["applies_to"],
                sources=data["sources"],
                authority=data["authority"],
                note=data["note"],
                reason=data["reason"],
            )[0]
        except Refused as why:
            refused.append(str(why))
        else:
            messages.success(request, "Live now. Somebody else has to countersign it.")
            to = reverse("admin:editorial_proposal_change", args=[edition.proposal_id])
            return HttpResponseRedirect(to)
    context = {
        **site.each_context(request),
        "title": "Emergency warning",
        "subtitle": str(warning) if warning else "",
        "form": form,
        "refused": refused,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/emergency.html", context, status=status)


site.add_screen("safety/emergency/", emergency_view, "editorial_emergency")
site.add_screen("safety/emergency/<int:pk>/", emergency_view, "editorial_emergency_change")
