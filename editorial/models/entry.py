"""What every entry has: the columns both twins share, and what only one of them knows."""

from django.db import models

from editorial.twins import LiveBase


class Origin(models.TextChoices):
    IMPORT = "import", "loaded from the fact base"
    REVIEW = "review", "signed by two people"
    EMERGENCY = "emergency", "emergency publication"


class EntryColumns(models.Model):
    """Shared by both twins of an entry."""

    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="The last part of the page's address. Lower case, words joined by hyphens. "
        "A change makes the old address answer with a redirect once it is published.",
    )
    searched: frozenset[str] = frozenset()
    """Kinds of other entries whose words `search_text` takes; publishing fetches no others for it."""
    named_with: tuple[str, ...] = ()
    """Columns that others show of an entry that they name; all of them if none is said."""
    chosen_by: dict[str, tuple[str, ...]] = {}
    """Columns of its rows, by the name of their set, that lists choose by and show; of an earlier
    moment nothing else is read for all entries (editorial/earlier.py)."""
    sources_checked_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day the facts of this entry were last compared with their named sources.",
    )

    class Meta:
        abstract = True


class WorkingEntry(models.Model):
    """The entry that editors change. Nothing here is public before it is signed and published."""

    is_live = False

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    note = models.TextField(
        blank=True,
        help_text="For editors only; never published. Open questions, what a source left unclear.",
    )

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.slug,)


class LiveEntry(models.Model, metaclass=LiveBase):
    """The published entry, written by the projector only; its primary key is the working row's."""

    is_live = True

    id = models.BigIntegerField(primary_key=True)
    edition = models.PositiveIntegerField()
    seq = models.BigIntegerField(db_index=True)
    published_at = models.DateTimeField()
    first_published_at = models.DateTimeField()
    change_note = models.TextField(blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    last_reviewed = models.DateField(null=True)
    next_review = models.DateField(null=True)
    document = models.JSONField(help_text="The edition's frozen rows, as published.")
    # The last column of the table: SQLite reads a row's columns in order, and this one is long.
    document.creation_counter = 1_000_000

    class Meta:
        abstract = True

    @property
    def address(self):
        """Of its page, for templates; a source has a `url` of its own."""
        return self.get_absolute_url()


class SlugManager(models.Manager):
    """Fixtures name an entry by its slug."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)
