"""The log: one locked head, and editions that are appended and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from editorial.language import N_

from .entry import Origin


class Change(models.TextChoices):
    CREATED = "created", N_("Created")
    MAJOR = "major", N_("Major change")
    MINOR = "minor", N_("Minor change")
    RENAMED = "renamed", N_("Address changed")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class Person(models.ForeignKey):
    """Who did it: keeps the id when the account is deleted, so that the log is never rewritten."""

    def __init__(self, to=settings.AUTH_USER_MODEL, **kwargs):
        defaults = {"on_delete": models.DO_NOTHING, "db_constraint": False, "related_name": "+"}
        super().__init__(to, **(defaults | kwargs))


class Head(models.Model):
    """The one row that hands out sequence numbers without gaps."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="editorial_head_is_one_row")]

    def __str__(self):
        return f"head at {self.seq}"


class Edition(models.Model):
    """One published text of one entry; `document` is null when the entry was withdrawn."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    schema = models.PositiveSmallIntegerField(default=1)
    document = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64)
    change = models.CharField(max_length=12, choices=Change.choices)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    replaced_by = models.CharField(
        max_length=160, blank=True, help_text="Path of the page that replaces it."
    )
    origin = models.CharField(max_length=12, choices=Origin.choices)
    proposal = models.ForeignKey(
        "editorial.Proposal", null=True, on_delete=models.PROTECT, related_name="editions"
    )
    published_at = models.DateTimeField()
    published_by = Person(null=True)
    published_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["seq"]
        # Who used an address last is asked when an entry is renamed.
        indexes = [models.Index(fields=["kind", "slug", "seq"], name="editorial_edition_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "entry_id", "number"], name="editorial_edition_number_once"
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, change="withdrawn")
                | (Q(document__isnull=False) & ~Q(change="withdrawn")),
                name="editorial_edition_tombstone_has_no_text",
            ),
            models.CheckConstraint(
                condition=Q(origin="import", proposal__isnull=True)
                | (~Q(origin="import") & Q(proposal__isnull=False)),
                name="editorial_edition_needs_a_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(change="withdrawn") | ~Q(reason=""),
                name="editorial_withdrawal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="editorial_edition_change"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="editorial_edition_origin"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}, edition {self.number}"


class HiddenRow(models.Model):
    """A published row that readers do not see yet, because what it points at is not published."""

    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    row_model = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    waits_for_kind = models.CharField(max_length=24)
    waits_for_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["waits_for_kind", "waits_for_id"], name="editorial_hidden_waits_for"
            ),
            models.Index(fields=["kind", "entry_id"], name="editorial_hidden_owner"),
        ]

    def __str__(self):
        return f"{self.row_model} {self.row_id} waits for {self.waits_for_kind} {self.waits_for_id}"
