"""One published entry as the search sees it: what it is called and where it lives."""

from django.db import models


class SearchEntry(models.Model):
    """Written by `search.index` only.

    The words themselves are indexed beside this model, by migration 0002: on SQLite in the
    FTS5 table `search_text`, on PostgreSQL in two tsvector columns of this table. Its rows are
    kept short, because a common word reads every one of them.
    """

    kind = models.CharField(max_length=24)
    entry_id = models.BigIntegerField(help_text="The id of the entry within its kind.")
    slug = models.CharField(max_length=255)
    url = models.CharField(max_length=500, help_text="The path of the public page.")
    title = models.TextField()
    seq = models.BigIntegerField(help_text="The edition that this row was written for.")
    published_at = models.DateTimeField()

    class Meta:
        db_table = "search_entry"
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "entry_id"], name="search_entry_once"),
        ]
        indexes = [models.Index(fields=["kind", "slug"], name="search_entry_kind_slug")]

    def __str__(self):
        return f"{self.kind}: {self.title}"
