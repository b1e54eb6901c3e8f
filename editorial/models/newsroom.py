"""What belongs to work in the newsroom around a proposal: talk, findings, previews, and the audit."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .log import Person
from .proposal import Proposal


class Comment(models.Model):
    """One remark in the conversation about a proposal; what was said stays said."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    user = Person()
    name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="editorial_comment_says_something")
        ]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"


class Assignment(models.Model):
    """Somebody is asked to look at a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="editorial_assigned_once")
        ]

    def __str__(self):
        return f"{self.user} is asked to look at {self.proposal}"


class ProposalFinding(models.Model):
    """What a content check found in a frozen text, and why somebody proposed it all the same."""

    class Level(models.TextChoices):
        ADVISORY = "advisory", "Advice"
        BLOCKING = "blocking", "Blocks"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    check_name = models.CharField(max_length=60)
    level = models.CharField(max_length=12, choices=Level.choices)
    where = models.CharField(max_length=300, blank=True)
    message = models.TextField()
    reason = models.TextField(blank=True, help_text="Why a blocking finding was overridden.")

    class Meta:
        ordering = ["-level", "kind", "entry_id", "check_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="advisory") | ~Q(reason=""),
                name="editorial_blocking_finding_has_a_reason",
            ),
        ]

    def __str__(self):
        return self.message


class PreviewLink(models.Model):
    """A signed address under which somebody without an account sees a proposal as it would be."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="preview_links")
    made_by = Person()
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"Preview of proposal {self.proposal_id}, made by {self.made_by_name}"


class PreviewOpening(models.Model):
    """Somebody opened a preview link."""

    link = models.ForeignKey(PreviewLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)
    path = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.link} opened at {self.at}"


class Digest(models.Model):
    """Whether somebody wants the daily e-mail, and when the last one was sent."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest"
    )
    wanted = models.BooleanField(
        "daily e-mail", default=True, help_text="One message a day, only when something waits."
    )
    sent_on = models.DateField(null=True, editable=False)

    def __str__(self):
        return f"Digest for {self.user}"


class AuditRow(models.Model):
    """One act, or refused attempt, in the newsroom; each row holds the hash of the one before it."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    user = Person(null=True)
    name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    about = models.CharField(max_length=300, help_text="Proposal or entry, as it was called then.")
    detail = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = "audit row"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "refused"]), name="editorial_audit_outcome"
            )
        ]

    def __str__(self):
        return f"{self.id}: {self.name or 'the clock'}, {self.verb}, {self.outcome}"
