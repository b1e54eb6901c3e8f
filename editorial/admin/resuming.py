"""What was typed survives a sign-in that expired, a form that grew too old, and too many wrong passwords.

The fields travel signed from page to page, and are sent again only when somebody presses the button.
"""

from copy import copy
from functools import wraps
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import csrf

from editorial.site import site

FIELD = "_typed"
SALT, SECONDS = "editorial.resuming", 12 * 3600
SECRETS = ("csrfmiddlewaretoken", "password", FIELD)
"""Beginnings of the names of fields that are never kept."""


def kept(request) -> str:
    """What was typed as the value of a hidden field, as sent now or as kept before; empty when nothing was."""
    before = request.POST.get(FIELD, "")
    if before or request.path == reverse("admin:login"):
        return before
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(SECRETS)
        for value in values
    ]
    held = [request.get_full_path(), fields, bool(request.FILES)]
    return signing.dumps(held, salt=SALT, compress=True) if fields else ""


def released(sealed: str):
    """Address, fields, and whether there were files; None for what was not kept here or is too old."""
    try:
        return signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None


def resumable(view):
    """A view for colleagues: sent without being signed in, it keeps what was typed."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method == "POST" and _asks_to_sign_in(response) and kept(request):
            return _sign_in_page(request)
        return response

    return answer


def _asks_to_sign_in(response) -> bool:
    redirects = isinstance(response, HttpResponseRedirect)
    return redirects and urlsplit(response.url).path == reverse("admin:login")


def _sign_in_page(request):
    response = site.login(as_opened(request), sign_in_context(request))
    response.status_code = 403
    return response


def as_opened(request):
    """The request as if somebody had only opened the page."""
    asked = copy(request)
    asked.method, asked.POST = "GET", QueryDict()
    return asked


def sign_in_context(request) -> dict:
    """What the page to sign in says when it carries what was typed."""
    address = reverse("admin:login")
    return {"app_path": address, "next": reverse("admin:index"), "typed": kept(request)}


def send_again_page(request, sealed: str, title: str, status=200):
    """What was typed, with the button that sends it where it was going; None when it cannot be read."""
    held = released(sealed)
    if held is None:
        return None
    address, fields, files = held
    context = {"title": title, "address": address, "fields": fields, "files": files}
    context = site.each_context(request) | context
    return TemplateResponse(request, "admin/send_again.html", context, status=status)


def csrf_failure(request, reason=""):
    """A form that grew too old. Only what came from a page of this site is offered again: what another
    site sent in somebody's name must not be one click away."""
    if _from_here(request) and request.path.startswith(reverse("admin:index")):
        if not site.has_permission(request) or request.path == reverse("admin:login"):
            return _sign_in_page(request).render()
        page = send_again_page(request, kept(request), "This form had grown too old", status=403)
        if page:
            return page.render()
    return csrf.csrf_failure(request, reason)


def _from_here(request) -> bool:
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said)[:2] == (request.scheme, request.get_host())


def locked_out(request, response, credentials):
    """Too many wrong passwords: the page says so, and still holds what was typed before."""
    context = site.each_context(request) | {"title": "Locked for a while", "typed": kept(request)}
    page = TemplateResponse(request, "admin/locked_out.html", context, status=429)
    return page.render()
