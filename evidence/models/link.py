"""Whether the addresses of sources still answer."""

from django.db import models


class LinkCheck(models.Model):
    """One address, and what it answered when it was last asked; an empty problem means that it is there."""

    url = models.CharField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status, if any came.")
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["checked_at", "id"]

    def __str__(self):
        return f"{self.url}: {self.problem or 'there'}"
