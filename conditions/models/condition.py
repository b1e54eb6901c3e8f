"""A disease or complaint that JAK inhibitors are used or studied for."""

from django.db import models

from editorial.models import EntryColumns, LiveEntry, SlugManager, WorkingEntry
from search.index import Name


class ConditionColumns(EntryColumns):
    name = models.CharField(
        max_length=120,
        unique=True,
        help_text="The usual medical name, spelt the British way, not an abbreviation.",
    )
    body_system = models.CharField(
        max_length=60, help_text="In plain words, for example: skin and hair."
    )

    kind = "condition"
    path = "/conditions/"
    chosen_by = {"synonyms": ("text",)}

    class Meta:
        abstract = True
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "slug"], name="%(class)s_in_order")]

    def __str__(self):
        return self.name

    @property
    def title(self):
        return self.name

    def get_absolute_url(self):
        return f"/conditions/{self.slug}/"

    def search_text(self):
        """What the search knows of a condition: its names and codes, and the words of its facts."""
        names = [Name(row.text, "synonym") for row in self.synonyms.all()]
        names += [Name(row.value, "code", row.system) for row in self.codes.all()]
        statements = list(self.statements.all())
        summary = next((row.text for row in statements if row.topic == "summary"), "")
        said = [
            self.body_system,
            *(row.text for row in statements),
            *(row.text for row in self.symptoms.all()),
        ]
        return {"summary": summary, "body": "\n".join(said), "names": names}


class Condition(ConditionColumns, WorkingEntry):
    """A condition as editors keep it."""

    objects = SlugManager()


class LiveCondition(ConditionColumns, LiveEntry):
    """A condition as readers see it."""
