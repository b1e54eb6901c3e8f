"""What an entry is called: its title, synonyms, brands and codes."""

from django.db import models

from .entry import SearchEntry


class Role(models.TextChoices):
    TITLE = "title", "Title"
    SYNONYM = "synonym", "Synonym"
    BRAND = "brand", "Brand"
    CODE = "code", "Code"


class SearchName(models.Model):
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=500, help_text="As it is shown.")
    folded = models.CharField(
        max_length=200,
        db_index=True,
        help_text="The words of the text as search.text.fold leaves them.",
    )
    role = models.CharField(max_length=8, choices=Role.choices)
    system = models.CharField(max_length=60, blank=True, help_text="For a code: ATC, UNII ...")

    class Meta:
        db_table = "search_name"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="search_name_role_known"
            ),
            models.CheckConstraint(condition=~models.Q(folded=""), name="search_name_has_words"),
        ]

    def __str__(self):
        return self.text
