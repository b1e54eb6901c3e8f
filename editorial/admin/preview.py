"""Previews: a proposal's pages at three widths for colleagues, and a signed link for anybody else."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from editorial.document import NotPublishable
from editorial.models import Proposal
from editorial.previewing import Dead, opened, pages_of, rendered

WIDTHS = (360, 768, 1280)

framed = csp_replace({"frame-src": [SELF]})
in_a_frame = csp_replace({"frame-ancestors": [SELF]})


class PreviewViews:
    """Addresses of previews; part of ProposalAdmin."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/preview/",
                wrap(framed(self.preview_view)),
                name="editorial_proposal_preview",
            ),
            path(
                "<int:pk>/preview/page/",
                wrap(in_a_frame(xframe_options_sameorigin(self.page_view))),
                name="editorial_proposal_page",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk):
        """The pages of a proposal as they would be, on a phone, a tablet and a desk."""
        proposal = self._readable(request, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Preview of proposal {pk}",
            "proposal": proposal,
            "pages": pages_of(proposal),
            "page": _chosen(proposal, request.GET.get("page", "")),
            "widths": WIDTHS,
            "width": _width(request.GET.get("width", "")),
        }
        return TemplateResponse(request, "admin/preview.html", context)

    def page_view(self, request, pk):
        return _page(request, self._readable(request, pk))

    def _readable(self, request, pk) -> Proposal:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Proposal, pk=pk)


def _chosen(proposal, wanted) -> str:
    addresses = [address for _, *both in pages_of(proposal) for address in both if address]
    return wanted if wanted in addresses else next(iter(addresses), "")


def _width(text) -> int:
    return int(text) if text in map(str, WIDTHS) else WIDTHS[-1]


def _page(request, proposal):
    """One page as it would be; never kept, never found by a search engine."""
    try:
        response = rendered(proposal, request.GET.get("path", "/"), request)
    except NotPublishable as reason:
        context = {"title": "No preview", "why": f"It could not be published: {reason}."}
        response = TemplateResponse(request, "admin/preview_over.html", context, status=409)
    return _private(response)


def _private(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, no_store=True, private=True)
    return response


@require_safe
@framed
def link_view(request, token):
    """For somebody without an account: the pages of a proposal, while the link lives."""
    try:
        link = opened(token, request.path)
    except Dead as why:
        context = {"title": "Preview", "why": str(why)}
        gone = TemplateResponse(request, "admin/preview_over.html", context, status=410)
        return _private(gone)
    context = {
        "title": "Preview",
        "token": token,
        "link": link,
        "pages": pages_of(link.proposal),
        "page": _chosen(link.proposal, request.GET.get("page", "")),
    }
    return _private(TemplateResponse(request, "admin/preview_link.html", context))


@require_safe
@in_a_frame
@xframe_options_sameorigin
def link_page_view(request, token):
    try:
        link = opened(token, request.GET.get("path", "/"))
    except Dead as why:
        context = {"title": "Preview", "why": str(why)}
        return _private(TemplateResponse(request, "admin/preview_over.html", context, status=410))
    return _page(request, link.proposal)
