"""What an entry says, kept apart from it: only the entries that are shown are read."""

from django.db import models

from .entry import SearchEntry


class SearchBody(models.Model):
    entry = models.OneToOneField(
        SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True, help_text="Plain text, no markup.")

    class Meta:
        db_table = "search_body"
        verbose_name_plural = "search bodies"

    def __str__(self):
        return self.summary
