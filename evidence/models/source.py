"""Where a fact was read: papers, labels, notices, databases, web pages."""

from django.db import models
from django.db.models import Q

from editorial.language import N_, gettext
from editorial.models import EntryColumns, LiveEntry, SlugManager, WorkingEntry
from editorial.twins import LiveBase, OwnerKey, TwinForeignKey, TwinManyToManyField
from search.index import Name

from .jurisdiction import DatePrecision
from .natural import NaturalManager, natural_key
from .notes import WorkingNotes


class SourceColumns(EntryColumns):
    class Kind(models.TextChoices):
        JOURNAL_ARTICLE = "journal_article", N_("Journal article")
        SYSTEMATIC_REVIEW = "systematic_review", N_("Systematic review")
        REGULATOR_LABEL = "regulator_label", N_("Label or leaflet")
        REGULATOR_NOTICE = "regulator_notice", N_("Regulator notice")
        REFERENCE_DATABASE = "reference_database", N_("Reference database")
        RESEARCH_DIGEST = "research_digest", N_("Research digest")
        WEB_ARTICLE = "web_article", N_("Web article")
        PROMOTIONAL_PAGE = "promotional_page", N_("Promotional page")

    class Origin(models.TextChoices):
        PEER_REVIEWED = "peer_reviewed", N_("Peer-reviewed")
        REGULATOR = "regulator", N_("Regulator")
        REFERENCE = "reference", N_("Reference work")
        NEWS = "news", N_("Trade or news report")
        DIGEST = "digest", N_("Research digest")
        PROMOTIONAL = "promotional", N_("Promotional")
        SEARCH_TRAFFIC = "search_traffic", N_("Written for search traffic")
        UNKNOWN = "unknown", N_("Origin unknown")

    class Tier(models.TextChoices):
        A = "A", N_("A: regulator or official leaflet")
        B = "B", N_("B: trial or reviewed review")
        C = "C", N_("C: case report, letter, small series")
        D = "D", N_("D: reference database or trade report")
        E = "E", N_("E: web page without references")
        F = "F", N_("F: promotion")

    key = models.CharField(
        max_length=80,
        unique=True,
        help_text="The name facts and partners use for this source; never changed.",
    )
    title = models.CharField(
        max_length=300, help_text="The title as printed, or the name of the page."
    )
    source_kind = models.CharField(max_length=24, choices=Kind.choices, verbose_name="kind")
    origin_label = models.CharField(
        max_length=16,
        choices=Origin.choices,
        default=Origin.UNKNOWN,
        help_text="Who is speaking and why. Say unknown rather than guess.",
    )
    tier = models.CharField(
        max_length=1,
        choices=Tier.choices,
        help_text="How much weight it can bear. Tier F alone can never carry a fact.",
    )
    publisher = models.CharField(max_length=200, blank=True)
    url = models.CharField(
        max_length=500, blank=True, help_text="Where a reader finds it. Blank when not known."
    )
    tldr = models.TextField(
        blank=True, help_text="What it says, in one or two plain sentences of our own."
    )
    date = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    journal = models.CharField(max_length=160, blank=True)
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    article_type = models.CharField(max_length=40, blank=True)
    doi = models.CharField(max_length=120, blank=True, verbose_name="DOI")
    pmid = models.CharField(max_length=16, blank=True, verbose_name="PubMed id")
    pmcid = models.CharField(max_length=16, blank=True, verbose_name="PubMed Central id")
    citation_count = models.PositiveIntegerField(
        null=True, blank=True, help_text="Leave empty when unknown: unknown is not 0."
    )
    citation_count_date = models.DateField(
        null=True, blank=True, help_text="Empty when the count is undated."
    )
    citation_count_from = TwinForeignKey(
        "evidence.Source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="counts_given",
    )
    work = TwinForeignKey(
        "evidence.Source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="The paper this page is about, when it is a digest or a landing page of it.",
    )
    lists = TwinManyToManyField(
        "evidence.Source", blank=True, symmetrical=False, related_name="listed_by"
    )

    class Meta:
        abstract = True
        ordering = ["tier", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=list("ABCDEF")), name="%(app_label)s_%(class)s_tier"
            ),
            models.CheckConstraint(
                condition=Q(citation_count__isnull=False)
                | Q(citation_count_from__isnull=True, citation_count_date__isnull=True),
                name="%(app_label)s_%(class)s_count_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True, date_precision="")
                | Q(date__isnull=False, date_precision__in=["year", "month", "day"]),
                name="%(app_label)s_%(class)s_date_precision",
            ),
        ]
        indexes = [
            models.Index(fields=["tier", "key"], name="%(class)s_in_order"),
            models.Index(fields=["source_kind", "tier", "key"], name="%(class)s_kind_in_order"),
            models.Index(fields=["origin_label", "tier", "key"], name="%(class)s_origin_in_order"),
            models.Index(fields=["year", "tier", "key"], name="%(class)s_year_in_order"),
        ]

    def __str__(self):
        return self.title

    kind = "source"
    path = "/research/"
    named_with = (
        "slug",
        "key",
        "title",
        "source_kind",
        "origin_label",
        "tier",
        "publisher",
        "url",
        "date",
        "date_precision",
        "citation_count",
    )
    chosen_by = {"authors": ("name",)}

    def get_absolute_url(self):
        return f"/research/{self.slug}/"

    def search_text(self):
        """What the search knows of a source: title, authors, journal, numbers, and our summary."""
        codes = (("DOI", self.doi), ("PMID", self.pmid), ("PMCID", self.pmcid), ("key", self.key))
        names = [Name(value, "code", system) for system, value in codes if value]
        said = [
            self.tldr,
            self.publisher,
            self.journal,
            *(author.name for author in self.authors.all()),
        ]
        said += [page.affiliations for page in self.journal_pages.all()]
        return {"summary": self.tldr, "body": "\n".join(filter(None, said)), "names": names}


class Source(SourceColumns, WorkingNotes, WorkingEntry):
    """A source as editors keep it."""

    objects = SlugManager()


class LiveSource(SourceColumns, LiveEntry):
    """A source as readers see it."""


class AuthorColumns(models.Model):
    source = OwnerKey("evidence.Source", related_name="authors")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)

    natural_fields = ("source__slug", "position")

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class Author(AuthorColumns):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveAuthor(AuthorColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)


class JournalPageColumns(models.Model):
    """The footnotes of a journal page. Personal addresses are never kept."""

    source = OwnerKey("evidence.Source", related_name="journal_pages")
    affiliations = models.TextField(blank=True)
    correspondence = models.TextField(
        blank=True, help_text="Name, unit, city and country. Never an e-mail address."
    )
    handling_editor = models.CharField(max_length=160, blank=True)
    funding = models.TextField(blank=True)
    competing_interests = models.TextField(blank=True)
    patient_consent = models.CharField(max_length=160, blank=True)
    ethics_body = models.CharField(max_length=200, blank=True)
    ethics_number = models.CharField(max_length=60, blank=True)
    provenance = models.CharField(max_length=200, blank=True)
    rights = models.TextField(blank=True, help_text="How reuse is asked for.")
    access = models.CharField(max_length=200, blank=True)
    references_marked = models.JSONField(default=list, blank=True)

    natural_fields = ("source__slug",)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["source"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=~Q(correspondence__contains="@"),
                name="%(app_label)s_%(class)s_no_address",
            ),
        ]

    def __str__(self):
        return gettext("Journal page of %(source)s") % {"source": self.source_id}


class JournalPage(JournalPageColumns):
    is_live = False
    objects = NaturalManager()
    natural_key = natural_key


class LiveJournalPage(JournalPageColumns, metaclass=LiveBase):
    is_live = True
    id = models.BigIntegerField(primary_key=True)
