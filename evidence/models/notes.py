"""Working columns that only editors see: where it was read, and what must not go out."""

from django.db import models


class WorkingNotes(models.Model):
    """What editors keep about a fact and never publish."""

    seen_at = models.CharField(
        max_length=500, blank=True, help_text="Address of the copy that was read."
    )
    unchecked_fields = models.JSONField(
        default=list,
        blank=True,
        help_text="Columns known from memory only; they are left blank when published.",
    )
    withheld = models.CharField(
        max_length=300,
        blank=True,
        help_text="Why this row must stay out of the published copy; blank to publish it.",
    )

    class Meta:
        abstract = True
