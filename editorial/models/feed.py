"""What readers may know about editions: changes, withdrawn pages, moved addresses, references.

Public code reads these instead of the log, so a database role needs nothing but `live_*`.
"""

from django.db import models

from .log import Change


class LiveChange(models.Model):
    """One line of the public change feed, in the order of the log."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=200)
    edition = models.PositiveIntegerField()
    change = models.CharField(max_length=12, choices=Change.choices)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "live_change"
        ordering = ["-seq"]
        indexes = [models.Index(fields=["kind", "entry_id", "-seq"], name="live_change_entry")]

    def __str__(self):
        return f"{self.seq}: {self.title}"


class LiveTombstone(models.Model):
    """A page that was live and was withdrawn: answers 410 with the reason."""

    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    withdrawn_at = models.DateTimeField()
    reason = models.TextField()
    replaced_by = models.CharField(max_length=160, blank=True)
    last_edition = models.PositiveIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        db_table = "live_tombstone"
        constraints = [
            models.UniqueConstraint(fields=["kind", "entry_id"], name="live_tombstone_once")
        ]
        indexes = [models.Index(fields=["kind", "slug"], name="live_tombstone_slug")]

    def __str__(self):
        return self.title


class LiveRedirect(models.Model):
    """An old address of a live entry: answers 301."""

    kind = models.CharField(max_length=24)
    slug = models.CharField(max_length=120)
    entry_id = models.BigIntegerField()

    class Meta:
        db_table = "live_redirect"
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="live_redirect_once")]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class LiveReference(models.Model):
    """A live row of one entry names another live entry: what rests on a source, where a drug is used."""

    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    row_model = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    target_kind = models.CharField(max_length=24)
    target_id = models.BigIntegerField()

    class Meta:
        db_table = "live_reference"
        indexes = [
            models.Index(fields=["target_kind", "target_id"], name="live_reference_target"),
            models.Index(fields=["kind", "entry_id"], name="live_reference_owner"),
        ]

    def __str__(self):
        return f"{self.kind} {self.entry_id} names {self.target_kind} {self.target_id}"


class LiveRebuild(models.Model):
    """The one row that moves with every batch of `manage.py rebuild_live`.

    A rebuild changes what readers see without a new edition; whoever keeps answers sees it by `step`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    step = models.BigIntegerField(default=0)
    place = models.CharField(
        max_length=80, blank=True, help_text="Where a rebuild stands that is not finished."
    )

    class Meta:
        db_table = "live_rebuild"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="live_rebuild_is_one_row")
        ]

    def __str__(self):
        return f"rebuild step {self.step}"
