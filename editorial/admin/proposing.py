"""Proposing: from a change form or a list, one entry or several; and proposing to withdraw."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from editorial import actions
from editorial.actions import Refused
from editorial.document import NotPublishable, freeze
from editorial.impact import used_by
from editorial.inspection import BLOCKING, inspect
from editorial.models import Proposal, ProposedEntry
from editorial.proposal_forms import ProposeForm, WithdrawForm
from editorial.registry import kinds
from editorial.roles import may

MOST = 50
"""Entries in one proposal; more than that nobody reads before signing."""


class ProposingViews:
    """Addresses for making proposals; part of ProposalAdmin."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("propose/", wrap(self.propose_view), name="editorial_propose"),
            path("withdraw/", wrap(self.withdraw_view), name="editorial_withdraw"),
            *super().get_urls(),
        ]

    def propose_view(self, request):
        """The note for a change, with what the content checks say about the texts."""
        _allow(request, "propose")
        entries = chosen_entries(request)
        returned = _returned(entries)
        looked_at = [(entry, *_looked_at(entry)) for entry in entries]
        blocking = {f.check for _, _, found in looked_at for f in found if f.level == BLOCKING}
        form = ProposeForm(
            request.POST or None, initial=_initial(returned), blocking=sorted(blocking)
        )
        why = [] if entries else ["Choose at least one entry that exists."]
        if request.method == "POST" and entries and form.is_valid():
            try:
                proposal = self._propose(request, entries, form, returned)
            except Refused as refused:
                why.append(str(refused))
            else:
                self.message_user(request, "Proposed. Others can sign it now.", messages.SUCCESS)
                return _to(proposal)
        context = {
            **self.admin_site.each_context(request),
            "title": "Propose a change",
            "form": form,
            "entries": [(entry, why) for entry, why, _ in looked_at],
            "findings": [(entry, finding) for entry, _, found in looked_at for finding in found],
            "returned": returned,
            "refused": why,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/propose.html", context, status=status)

    def _propose(self, request, entries, form, returned) -> Proposal:
        proposal = actions.propose(
            entries,
            by=request.user,
            note=form.cleaned_data["note"],
            change=form.cleaned_data["change"],
            follows=returned,
            overrides=form.overrides,
        )
        people = list(form.cleaned_data["people"])
        if people:
            actions.assign(proposal, by=request.user, people=people)
        return proposal

    def withdraw_view(self, request):
        """Why pages leave the public site, what takes their place, and which pages name them."""
        _allow(request, "propose to withdraw")
        entries = chosen_entries(request)
        live = [_live(entry) for entry in entries if _live(entry)]
        form = WithdrawForm(request.POST or None)
        why = [] if live else ["Choose at least one published entry."]
        if request.method == "POST" and live and form.is_valid():
            try:
                proposal = actions.propose_withdrawal(live, by=request.user, **form.cleaned_data)
            except Refused as refused:
                why.append(str(refused))
            else:
                self.message_user(request, "Proposed. Others can sign it now.", messages.SUCCESS)
                return _to(proposal)
        context = {
            **self.admin_site.each_context(request),
            "title": "Propose to withdraw",
            "form": form,
            "entries": [
                (entry, used_by(entry.kind, entry.pk)) for entry in entries if _live(entry)
            ],
            "refused": why,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/withdraw.html", context, status=status)


class ProposableEntries:
    """For the admin of an entry: “Propose these” on its list, “Propose this” and “Withdraw” on its form."""

    actions = ("propose_these", "withdraw_these")

    @admin.action(description="Propose these changes", permissions=["change"])
    def propose_these(self, request, queryset):
        return self._proposing(request, "propose", queryset)

    @admin.action(description="Propose to withdraw these", permissions=["change"])
    def withdraw_these(self, request, queryset):
        return self._proposing(request, "withdraw", queryset)

    def _proposing(self, request, view, queryset):
        entries = list(queryset.order_by("pk")[: MOST + 1])
        if len(entries) > MOST:
            self.message_user(
                request, f"At most {MOST} in one proposal: nobody reads more.", messages.ERROR
            )
            return None
        return HttpResponseRedirect(address(view, entries))

    def proposing_links(self, request, entry, live) -> dict:
        """Addresses for the form of an entry, for those who may use them."""
        links = {}
        if may(request.user, "propose"):
            links["propose_url"] = address("propose", [entry])
        if live and may(request.user, "propose to withdraw"):
            links["withdraw_url"] = address("withdraw", [entry])
        return links


def _allow(request, verb):
    if not may(request.user, verb):
        raise PermissionDenied


def chosen_entries(request) -> list:
    """The working entries that the address names, `?entry=drug:7&entry=condition:2`; unknown ones are left out."""
    wanted = {}
    for text in request.GET.getlist("entry")[:MOST]:
        name, _, pk = text.partition(":")
        if name in kinds() and pk.isdecimal() and len(pk) < 18:
            wanted.setdefault(name, []).append(int(pk))
    return [
        entry
        for name, ids in wanted.items()
        for entry in kinds()[name].model.objects.filter(pk__in=ids)
    ]


def address(view: str, entries) -> str:
    """The address of the propose or withdraw screen for these entries."""
    query = urlencode([("entry", f"{entry.kind}:{entry.pk}") for entry in entries])
    return f"{reverse(f'admin:editorial_{view}')}?{query}"


def _live(entry):
    return kinds()[entry.kind].live.objects.filter(pk=entry.pk).defer("document").first()


def _returned(entries) -> Proposal | None:
    """The returned proposal with exactly these entries, which the new one answers."""
    chosen = {(entry.kind, entry.pk) for entry in entries}
    for kind, pk in sorted(chosen)[:1]:
        rows = ProposedEntry.objects.filter(
            kind=kind, entry_id=pk, proposal__state=Proposal.State.RETURNED
        )
        for row in rows.select_related("proposal").order_by("-proposal_id"):
            if set(row.proposal.entries.values_list("kind", "entry_id")) == chosen:
                return row.proposal
    return None


def _initial(returned) -> dict:
    if returned is None:
        return {}
    people = returned.assignments.values_list("user_id", flat=True)
    return {"note": returned.note, "change": returned.change, "people": list(people)}


def _looked_at(entry) -> tuple[str, list]:
    """Why the entry cannot be published, if so, and what the content checks find in it."""
    try:
        return "", inspect(freeze(entry))
    except NotPublishable as reason:
        return str(reason), []


def _to(proposal):
    return HttpResponseRedirect(reverse("admin:editorial_proposal_change", args=[proposal.pk]))
