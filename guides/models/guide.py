"""Guides: articles for readers, every paragraph with its sources."""

from django.db import models

from editorial.language import gettext
from editorial.models import EntryColumns, LiveEntry, SlugManager, WorkingEntry
from editorial.twins import LiveBase, OwnerKey, TwinForeignKey, TwinManyToManyField
from editorial.wording import plain
from evidence.models import FactColumns, LiveFact, NaturalManager, WorkingFact, natural_key


def once(*fields):
    return models.UniqueConstraint(fields=fields, name="%(app_label)s_%(class)s_once")


class GuideColumns(EntryColumns):
    title = models.CharField(max_length=160)
    summary = models.TextField(
        help_text="What the reader will know afterwards, in one or two sentences."
    )
    audience = models.CharField(max_length=60, default="patients")
    position = models.PositiveSmallIntegerField(default=0)
    based_on = TwinManyToManyField(
        "evidence.Source",
        blank=True,
        related_name="+",
        help_text="The articles whose questions it answers.",
    )
    drugs = TwinManyToManyField("drugs.Drug", blank=True, related_name="guides")
    conditions = TwinManyToManyField("conditions.Condition", blank=True, related_name="guides")
    compared_for = TwinForeignKey(
        "conditions.Condition",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The comparison table shows each drug's status for this condition.",
    )

    kind = "guide"
    path = "/guides/"

    class Meta:
        abstract = True
        ordering = ["position", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/guides/{self.slug}/"

    def search_text(self):
        return {"summary": self.summary, "body": " ".join(self._words()), "names": []}

    def _words(self):
        for section in self.sections.all():
            yield f"{section.heading}."
            for paragraph in section.paragraphs.all():
                yield plain(paragraph.text)
        for faq in self.faqs.all():
            yield f"{faq.question} {plain(faq.answer)}"


class Guide(GuideColumns, WorkingEntry):
    """A guide as editors keep it."""

    objects = SlugManager()


class LiveGuide(GuideColumns, LiveEntry):
    """A guide as readers see it."""


class SectionColumns(models.Model):
    guide = OwnerKey("guides.Guide", related_name="sections")
    heading = models.CharField(max_length=120)
    anchor = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    natural_fields = ("guide__slug", "anchor")

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [once("guide", "anchor")]

    def __str__(self):
        return self.heading


class Section(SectionColumns):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveSection(SectionColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)


class ParagraphColumns(FactColumns):
    section = OwnerKey("guides.Section", related_name="paragraphs")
    key_point = models.CharField(
        max_length=300, help_text="The fact it states, in a few checked words."
    )
    text = models.TextField(
        help_text="Markdown. Plain English, short sentences, numbers with their denominator. No promise, no fear."
    )
    caution = models.CharField(
        max_length=160, blank=True, help_text="What the source's wording leaves out."
    )

    natural_fields = ("section__guide__slug", "section__anchor", "position")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("section", "position")]

    def __str__(self):
        return self.key_point


class Paragraph(ParagraphColumns, WorkingFact):
    pass


class LiveParagraph(ParagraphColumns, LiveFact):
    pass


class FaqColumns(FactColumns):
    guide = OwnerKey("guides.Guide", related_name="faqs")
    question = models.CharField(max_length=160)
    answer = models.TextField(help_text="Markdown, one to three short sentences.")

    natural_fields = ("guide__slug", "question")

    class Meta(FactColumns.Meta):
        abstract = True
        verbose_name = "question"
        constraints = [*FactColumns.Meta.constraints, once("guide", "question")]

    def __str__(self):
        return self.question


class Faq(FaqColumns, WorkingFact):
    pass


class LiveFaq(FaqColumns, LiveFact):
    pass


class ComparedDrugColumns(FactColumns):
    """A row of the comparison table; targets, effects and status come from the drug's own data."""

    guide = OwnerKey("guides.Guide", related_name="compared_drugs")
    drug = TwinForeignKey("drugs.Drug", on_delete=models.PROTECT, related_name="+")
    side_effects_said = models.JSONField(
        default=list, blank=True, help_text="Side effects the article names."
    )
    benefits_said = models.JSONField(
        default=list, blank=True, help_text="Advantages the article claims."
    )
    status_remark = models.CharField(max_length=120, blank=True)

    natural_fields = ("guide__slug", "drug__slug")

    class Meta(FactColumns.Meta):
        abstract = True
        constraints = [*FactColumns.Meta.constraints, once("guide", "drug")]

    def __str__(self):
        return gettext("Row %(number)s of the comparison") % {"number": self.position}


class ComparedDrug(ComparedDrugColumns, WorkingFact):
    pass


class LiveComparedDrug(ComparedDrugColumns, LiveFact):
    pass
