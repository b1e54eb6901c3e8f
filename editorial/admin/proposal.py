"""The screen of a proposal: what it would change, what was said about it, who signed, what may be done."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from editorial import actions
from editorial.actions import Refused
from editorial.differences import difference, since_signed
from editorial.impact import impact
from editorial.models import Contributor, Edition, PreviewLink, Proposal, ProposedEntry, SignOff
from editorial.previewing import pages_of, token_of, why_dead
from editorial.proposal_forms import (
    AssigneesForm,
    CommentForm,
    NoFields,
    PreviewForm,
    ReturnForm,
    ScheduleForm,
    SignForm,
)
from editorial.registry import kinds
from editorial.roles import may, roles_of
from editorial.site import site

from .log import ReadOnlyAdmin
from .preview import PreviewViews
from .proposing import ProposingViews

State = Proposal.State
OPEN = (State.SUBMITTED, State.APPROVED, State.SCHEDULED)

VERBS = {
    "comment": (CommentForm, "Said."),
    "assign": (AssigneesForm, "Noted who is asked."),
    "sign": (SignForm, "Signed. The signature is bound to this very text."),
    "return": (ReturnForm, "Returned to its author with your comment."),
    "publish": (NoFields, "Published. Readers see it now."),
    "schedule": (ScheduleForm, "Scheduled. Readers see the old text until then."),
    "cancel": (NoFields, "Cancelled. The working copy is as it was."),
    "countersign": (NoFields, "Countersigned."),
    "preview": (PreviewForm, "The link is at the end of this page."),
    "revoke": (NoFields, "The link shows nothing any more."),
}


def act(proposal, verb, by, data, post):
    """Do one verb with the cleaned data of its form."""
    match verb:
        case "comment":
            actions.comment(proposal, by=by, text=data["text"])
        case "assign":
            actions.assign(proposal, by=by, people=list(data["people"]))
        case "sign":
            actions.sign(proposal, by=by, **data)
        case "return":
            actions.send_back(proposal, by=by, comment=data["comment"])
        case "publish":
            actions.publish(proposal, by=by)
        case "schedule":
            actions.schedule(proposal, by=by, at=data["at"])
        case "cancel":
            actions.cancel(proposal, by=by)
        case "countersign":
            actions.countersign(proposal, by=by)
        case "preview":
            actions.make_preview_link(proposal, by=by, hours=data["hours"])
        case "revoke":
            link = get_object_or_404(proposal.preview_links, pk=_number(post.get("link")))
            actions.revoke_preview_link(proposal, by=by, link=link)


def _number(text) -> int:
    return int(text) if (text or "").isdecimal() and len(text) < 18 else 0


@admin.register(Proposal, site=site)
class ProposalAdmin(ProposingViews, PreviewViews, ReadOnlyAdmin):
    """The list of proposals; each opens its own screen."""

    list_display = (
        "__str__",
        "state",
        "change",
        "proposed_by_name",
        "proposed_at",
        "publish_at",
        "emergency",
    )
    list_filter = ("state", "change", "emergency")
    search_fields = ("note", "reason", "proposed_by_name", "entries__title", "entries__slug")
    date_hierarchy = "proposed_at"

    def get_urls(self):
        return [
            path(
                "<int:pk>/do/<slug:verb>/",
                self.admin_site.admin_view(self.do_view),
                name="editorial_proposal_do",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self._proposal(request, _number(object_id))
        return self._screen(request, proposal, {})

    @method_decorator(require_POST)
    def do_view(self, request, pk, verb):
        proposal = self._proposal(request, pk)
        if verb not in VERBS:
            raise Http404
        form_class, done = VERBS[verb]
        form = self._form(request, proposal, form_class, request.POST)
        if not form.is_valid():
            return self._screen(request, proposal, {verb: form}, status=422)
        try:
            act(proposal, verb, request.user, form.cleaned_data, request.POST)
        except Refused as refused:
            form.add_error(None, str(refused))
            proposal = self._proposal(request, pk)
            return self._screen(request, proposal, {verb: form}, status=409)
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:editorial_proposal_change", args=[pk]))

    def _proposal(self, request, pk) -> Proposal:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Proposal.objects.select_related("follows").prefetch_related(
            Prefetch("entries", ProposedEntry.objects.order_by("pk")),
            Prefetch("contributors", Contributor.objects.order_by("name")),
            Prefetch("sign_offs", SignOff.objects.order_by("at")),
            "assignments__user",
            Prefetch("preview_links", PreviewLink.objects.annotate(opened=Count("openings"))),
        )
        return get_object_or_404(found, pk=pk)

    def _form(self, request, proposal, form_class, data=None):
        if form_class is SignForm:
            choices = [
                (role, SignOff.Role(role).label) for role in _can_sign(proposal, request.user)
            ]
            initial = {"sha256": proposal.sha256}
            return SignForm(data, roles=choices, initial=initial)
        if form_class is AssigneesForm:
            people = [row.user_id for row in proposal.assignments.all()]
            return AssigneesForm(data, initial={"people": people})
        return form_class(data)

    def _screen(self, request, proposal, bound: dict, status=200):
        offered = offered_verbs(proposal, request.user)
        forms = {
            verb: bound.get(verb) or self._form(request, proposal, VERBS[verb][0])
            for verb in {*offered, *bound}
        }
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Proposal {proposal.pk}",
            "subtitle": ", ".join(entry.title for entry in proposal.entries.all()),
            "proposal": proposal,
            "entries": [_shown(entry, request.user) for entry in proposal.entries.all()],
            "findings": list(proposal.findings.all()),
            "contributors": list(proposal.contributors.all()),
            "sign_offs": list(proposal.sign_offs.all()),
            "missing": sorted(actions.missing_roles(proposal)) if proposal.state in OPEN else [],
            "comments": _conversation(proposal),
            "assignees": list(proposal.assignments.all()),
            "editions": list(proposal.editions.defer("document")),
            "links": [_link(request, link) for link in proposal.preview_links.all()],
            "pages": pages_of(proposal),
            "forms": forms,
            "offered": offered,
            "refused": [error for form in bound.values() for error in form.non_field_errors()],
            "why_not": why_not_signing(proposal, request.user),
        }
        return TemplateResponse(request, "admin/proposal.html", context, status=status)


def offered_verbs(proposal, user) -> list[str]:
    """The verbs that this person could use on this proposal now; the verbs themselves check again."""
    state, found = proposal.state, []
    if may(user, "comment"):
        found.append("comment")
    if state in OPEN and may(user, "assign"):
        found.append("assign")
    if _can_sign(proposal, user):
        found.append("sign")
    if state in OPEN and may(user, "return"):
        found.append("return")
    if state in (State.APPROVED, State.SCHEDULED) and may(user, "publish"):
        found.append("publish")
    if state == State.SUBMITTED and proposal.emergency and may(user, "publish an emergency"):
        found.append("publish")
    if state == State.APPROVED and may(user, "schedule"):
        found.append("schedule")
    if state in (*OPEN, State.RETURNED) and may(user, "cancel"):
        found.append("cancel")
    if _open_emergency(proposal) and may(user, "countersign") and not _took_part(proposal, user):
        found.append("countersign")
    if state in OPEN and may(user, "preview"):
        found.append("preview")
    return found


def _open_emergency(proposal) -> bool:
    published = proposal.state == State.PUBLISHED
    return published and proposal.emergency and proposal.countersigned_at is None


def _took_part(proposal, user) -> bool:
    return any(person.user_id == user.pk for person in proposal.contributors.all())


def _has_signed(proposal, user) -> bool:
    signed = proposal.sign_offs.all()
    return any(s.user_id == user.pk and s.sha256 == proposal.sha256 for s in signed)


def _can_sign(proposal, user) -> list[str]:
    if proposal.state not in (State.SUBMITTED, State.APPROVED) or _took_part(proposal, user):
        return []
    if _has_signed(proposal, user):
        return []
    return [role for role in SignOff.Role.values if may(user, f"sign {role}")]


def why_not_signing(proposal, user) -> str:
    """One sentence for somebody who would otherwise look for the button."""
    if proposal.state not in (State.SUBMITTED, State.APPROVED) or _can_sign(proposal, user):
        return ""
    if _took_part(proposal, user):
        return "You changed this text, so somebody else has to sign it."
    if _has_signed(proposal, user):
        return "You have signed this text. The other signature comes from somebody else."
    roles = ", ".join(sorted(roles_of(user))) or "none"
    return f"Signing is for medical reviewers, authors and publishers; your role: {roles}."


def _shown(proposed: ProposedEntry, user) -> dict:
    """One entry of a proposal: the difference to live, and to what this person signed last."""
    kind = kinds()[proposed.kind]
    working = kind.model._base_manager.filter(pk=proposed.entry_id).first()
    base = Edition.objects.filter(
        kind=proposed.kind, entry_id=proposed.entry_id, number=proposed.base_number
    ).first()
    before = base.document if base else None
    signed = since_signed(proposed, user)
    return {
        "proposed": proposed,
        "kind": kind.model._meta.verbose_name,
        "url": _change_url(kind.model, proposed.entry_id) if working else "",
        "moved_on": working is not None
        and proposed.document is not None
        and working.version != proposed.version,
        "base": base,
        "difference": difference(kind, before, proposed.document),
        "since_signed": difference(kind, signed, proposed.document) if signed else None,
        "impact": impact(proposed) if proposed.proposal.state in OPEN else None,
    }


def _change_url(model, pk) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def _conversation(proposal) -> list:
    """What was said about it, and about the returned proposals that it answers."""
    found, seen = list(proposal.comments.all()), {proposal.pk}
    earlier = proposal.follows
    while earlier is not None and earlier.pk not in seen:
        seen.add(earlier.pk)
        found = [*earlier.comments.all(), *found]
        earlier = earlier.follows
    return found


def _link(request, link) -> dict:
    address = reverse("admin:editorial_preview", args=[token_of(link)])
    return {
        "link": link,
        "url": request.build_absolute_uri(address),
        "dead": why_dead(link),
        "openings": link.opened,
    }
