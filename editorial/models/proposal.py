"""A change on its way to readers: frozen documents, who wrote them, who signed them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from editorial.language import N_

from .log import Change, Person


class Proposal(models.Model):
    """One or more frozen entries that are signed and published together."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        RETURNED = "returned", "Returned"
        CANCELLED = "cancelled", "Cancelled"

    state = models.CharField(
        max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    change = models.CharField(
        max_length=12,
        choices=[(c.value, c.label) for c in (Change.MAJOR, Change.MINOR)],
        default=Change.MINOR,
    )
    note = models.TextField(
        help_text="What changed and why. The note of a major change is shown to readers."
    )
    reason = models.TextField(
        blank=True, help_text="Why it is withdrawn, or why it could not wait for two signatures."
    )
    replaced_by = models.CharField(max_length=160, blank=True)
    emergency = models.BooleanField(default=False, editable=False)
    countersigned_by = Person(null=True, editable=False)
    countersigned_by_name = models.CharField(max_length=150, blank=True, editable=False)
    countersigned_at = models.DateTimeField(null=True, editable=False)
    proposed_by = Person(null=True, editable=False)
    proposed_by_name = models.CharField(max_length=150, editable=False)
    proposed_at = models.DateTimeField(auto_now_add=True)
    follows = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        editable=False,
        help_text="The returned proposal that this one is the answer to.",
    )
    publish_at = models.DateTimeField(null=True, editable=False)
    sha256 = models.CharField(
        max_length=64, editable=False, help_text="Hash over the hashes of its entries."
    )

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "approved",
                        "scheduled",
                        "published",
                        "returned",
                        "cancelled",
                    ]
                ),
                name="editorial_proposal_state",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="editorial_proposal_has_a_note"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="editorial_scheduled_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(reason=""),
                name="editorial_emergency_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"Proposal {self.pk}: {self.note[:60]}"


class ProposedEntry(models.Model):
    """One frozen entry of a proposal; `document` is null when the proposal withdraws it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    base_number = models.PositiveIntegerField(
        default=0, help_text="The edition that was live when it was proposed."
    )
    version = models.PositiveIntegerField(help_text="Version of the working copy that was frozen.")
    schema = models.PositiveSmallIntegerField(default=1)
    document = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind", "entry_id"], name="editorial_proposed_entry_once"
            )
        ]

    def __str__(self):
        return self.title


class Contributor(models.Model):
    """Somebody who changed the text of a proposal since the last live edition; may not sign it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="contributors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    name = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="editorial_contributor_once")
        ]

    def __str__(self):
        return self.name


class Touch(models.Model):
    """Somebody changed the working copy of an entry: how contributors are known."""

    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    user = Person()
    name = models.CharField(max_length=150)
    after_edition = models.PositiveIntegerField(
        help_text="Number of the edition that was live then; 0 for none."
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "touches"
        indexes = [
            models.Index(fields=["kind", "entry_id", "after_edition"], name="editorial_touch_entry")
        ]

    def __str__(self):
        return f"{self.name} changed {self.kind} {self.entry_id}"


class SignOff(models.Model):
    """One person's approval of one hash, in one role."""

    class Role(models.TextChoices):
        MEDICAL = "medical", N_("Medical review")
        EDITORIAL = "editorial", N_("Editorial review")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=12, choices=Role.choices)
    sha256 = models.CharField(max_length=64)
    user = Person()
    name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    whole_page = models.BooleanField(
        default=False,
        help_text="The person has read the whole page against its sources, not only what changed: "
        "a medical sign-off like this moves the date of the last review.",
    )

    class Meta:
        verbose_name = "sign-off"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "user", "sha256"], name="editorial_one_signature_a_person"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["medical", "editorial"]), name="editorial_sign_off_role"
            ),
            models.CheckConstraint(
                condition=Q(whole_page=False) | Q(role="medical"),
                name="editorial_review_is_medical",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.role})"
