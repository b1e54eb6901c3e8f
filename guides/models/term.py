"""The glossary: words that readers may not know, each explained in a sentence or two."""

from django.db import models

from editorial.models import EntryColumns, LiveEntry, SlugManager, WorkingEntry
from editorial.twins import TwinManyToManyField
from search.index import Name


class TermColumns(EntryColumns):
    name = models.CharField(
        max_length=60,
        unique=True,
        help_text="As it stands in a sentence: “clinical trial”, “JAK”. Capitals only where they always are.",
    )
    synonyms = models.JSONField(
        default=list,
        blank=True,
        help_text="Other words for it, one a line; they are explained in texts as well.",
    )
    definition = models.TextField(
        max_length=400,
        help_text="What the word means, in one to three short sentences. It explains language; facts about a "
        "medicine belong on its page.",
    )
    read_in = TwinManyToManyField(
        "evidence.Source",
        blank=True,
        related_name="+",
        help_text="Where it was read, if it states a fact.",
    )

    kind = "term"
    path = "/glossary/"

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def title(self):
        return self.name

    def get_absolute_url(self):
        return f"/glossary/#{self.slug}"

    def search_text(self):
        names = [Name(synonym, "synonym") for synonym in self.synonyms]
        return {"summary": self.definition, "body": "", "names": names}


class Term(TermColumns, WorkingEntry):
    """A term as editors keep it."""

    objects = SlugManager()


class LiveTerm(TermColumns, LiveEntry):
    """A term as readers see it."""
