"""The outbox of a publication: which answers a CDN in front has to forget."""

from django.db import models


class Purge(models.Model):
    """Written in the transaction of a publication, taken away once the CDN has said yes."""

    seq = models.BigIntegerField(help_text="The number of the log that ended these answers.")
    keys = models.TextField(help_text="Surrogate keys, separated by spaces.")
    made_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True, help_text="What the CDN said last.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(keys=""), name="editorial_purge_has_keys")
        ]

    def __str__(self):
        return f"{self.seq}: {self.keys[:60]}"
