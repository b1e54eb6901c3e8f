"""What readers sent, for moderators; what was escalated, for medical reviewers too."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from editorial import queues
from editorial.actions import Refused
from editorial.roles import Role, may, roles_of
from editorial.site import site
from guides import actions
from guides.models import Feedback, Letter, Question

State = Letter.State
VERBS = {
    "_answer": (actions.answer, "Answered."),
    "_close": (actions.close, "Closed without an answer."),
    "_spam": (actions.close, "Marked as spam."),
    "_escalate": (actions.escalate, "Medical reviewers see it now."),
}
"""The buttons of the form."""


def seen_by(user, letters):
    """Moderators see every letter, medical reviewers those that were escalated."""
    if may(user, "moderate") or user.is_superuser:
        return letters
    if Role.REVIEWER in roles_of(user):
        return letters.filter(escalated_at__isnull=False)
    return letters.none()


class LetterAdmin(admin.ModelAdmin):
    """A letter is read here; the verbs in guides/actions.py do the rest."""

    change_form_template = "admin/letter_change_form.html"
    list_display = ("__str__", "received_at", "state", "escalated_at", "led_to_change")
    list_filter = ("state", "led_to_change")
    search_fields = ("text", "answer", "path", "name")
    date_hierarchy = None
    actions = None
    fields = (
        "text", "path", "edition", "name", "email", "received_at", "state", "escalated_at",
        "moderated_by_name", "moderated_at", "answer", "led_to_change",
    )  # fmt: skip
    open_fields = ("answer", "led_to_change")

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name not in self.open_fields]

    def get_queryset(self, request):
        return seen_by(request.user, super().get_queryset(request))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may(request.user, "moderate")

    def save_model(self, request, obj, form, change):
        """The button says which verb; what the form holds goes with it."""
        pressed = next((name for name in VERBS if name in request.POST), "_answer")
        act, said = VERBS[pressed]
        details = {"led_to_change": obj.led_to_change} if pressed != "_escalate" else {}
        if pressed == "_answer":
            details["text"] = obj.answer
        if pressed == "_spam":
            details["spam"] = True
        try:
            act(obj, by=request.user, **details)
        except Refused as why:
            request.refused = str(why)
        else:
            self.message_user(request, said, messages.SUCCESS)

    def log_change(self, request, obj, message):
        """The audit has it, with what was refused too."""

    def response_change(self, request, obj):
        refused = getattr(request, "refused", "")
        if refused:
            self.message_user(request, refused, messages.ERROR)
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:{name}", args=[obj.pk]))


@admin.register(Question, site=site)
class QuestionAdmin(LetterAdmin):
    pass


@admin.register(Feedback, site=site)
class FeedbackAdmin(LetterAdmin):
    fields = ("about", *LetterAdmin.fields)


# Queues -----------------------------------------------------------------------------------


def _waiting(model):
    def rows(user):
        waiting = model.objects.filter(state=State.WAITING).order_by("received_at", "pk")
        return seen_by(user, waiting)

    return rows


def _shown(rows):
    return [
        queues.Item(
            title=letter.text[:80],
            url=reverse(f"admin:guides_{letter._meta.model_name}_change", args=[letter.pk]),
            what=letter.path or "the site as a whole",
            when=letter.received_at,
            who=letter.name,
        )
        for letter in rows
    ]


queues.add(
    queues.Queue(
        "comments-to-moderate",
        "Comments to moderate",
        "Questions of readers that nobody has answered yet. They are shown with the answer, not before.",
        _waiting(Question),
        _shown,
        permission="guides.view_question",
    )
)
queues.add(
    queues.Queue(
        "feedback",
        "Feedback",
        "What readers say is wrong, unclear or missing.",
        _waiting(Feedback),
        _shown,
        permission="guides.view_feedback",
    )
)
