"""What readers may know of each edition of the log: views of the database, with nothing stored twice."""

from django.db import models

from .entry import Origin
from .log import Change
from .proposal import SignOff


class LiveEdition(models.Model):
    """One published text as readers saw it; `document` is null when it withdrew the entry.

    `note` is the public one: the reason of a withdrawal, nothing for a minor change. `reviewed_at` is
    when a clinician signed the whole page, if somebody did for this edition.
    """

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    document = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64)
    change = models.CharField(max_length=12, choices=Change.choices)
    note = models.TextField(blank=True)
    replaced_by = models.CharField(max_length=160, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    published_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "live_edition"
        managed = False
        ordering = ["-seq"]

    def __str__(self):
        return f"{self.title}, edition {self.number}"


class LiveSignature(models.Model):
    """In which role and when an edition was signed; never by whom."""

    id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    role = models.CharField(max_length=12, choices=SignOff.Role.choices)
    at = models.DateTimeField()

    class Meta:
        db_table = "live_signature"
        managed = False
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.seq}: {self.role}"
