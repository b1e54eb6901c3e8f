"""Sources in the newsroom, and the bases of every fact's table and form."""

from django.contrib import admin

from editorial.admin import EntryAdmin, RowAdmin, RowStack, RowTable
from editorial.site import site
from editorial.wording import short_date

from .forms import DatedEntryForm, FactForm
from .models import Author, JournalPage, Source


@admin.display(description="date", ordering="date")
def dated(row):
    """A date in a list, as exactly as it is known."""
    return short_date(row.date, row.date_precision)


class FactTable(RowTable):
    """Facts of an entry; each names its sources and how it was checked."""

    form = FactForm


class FactStack(RowStack):
    form = FactForm


class FactAdmin(RowAdmin):
    form = FactForm


class AuthorTable(RowTable):
    model = Author


class JournalPageStack(RowStack):
    model = JournalPage
    max_num = 1


@admin.register(Source, site=site)
class SourceAdmin(EntryAdmin):
    form = DatedEntryForm
    list_display = ("title", "key", "tier", "source_kind", "origin_label", "year")
    list_filter = ("tier", "source_kind", "origin_label", "year")
    search_fields = ("title", "key", "slug", "doi", "pmid", "publisher", "journal", "authors__name")
    date_hierarchy = "date"
    inlines = (AuthorTable, JournalPageStack)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("key", "title", "slug", "url", "publisher", "language")}),
        (
            "What it is",
            {
                "fields": ("source_kind", "origin_label", "tier", "tldr"),
                "description": "Readers see who is speaking and how much weight it bears. A page without "
                "references is tier E even when it is right; promotion is tier F.",
            },
        ),
        ("When", {"fields": ("date", "date_precision", "year")}),
        (
            "In a journal",
            {
                "fields": (
                    ("journal", "volume", "issue", "pages"),
                    "article_type",
                    ("doi", "pmid", "pmcid"),
                ),
                "classes": ("collapse",),
            },
        ),
        (
            "How often it was cited",
            {
                "fields": ("citation_count", "citation_count_date", "citation_count_from"),
                "description": "Only a count that somebody read, with where and when. Unknown is not 0.",
                "classes": ("collapse",),
            },
        ),
        (
            "Related sources",
            {
                "fields": ("work", "lists"),
                "description": "One paper seen twice is one work: name the paper here on its digest "
                "or landing page.",
                "classes": ("collapse",),
            },
        ),
        (
            "For editors",
            {
                "fields": (
                    "seen_at",
                    "unchecked_fields",
                    "withheld",
                    "note",
                    "sources_checked_on",
                    "version",
                    "changed_at",
                )
            },
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        """The key is what facts and partners use: chosen once, never changed."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "key") if obj else fields

    def choice_label(self, source):
        return f"{source.tier} · {source.title} · {source.key}"


@admin.register(Author, site=site)
class AuthorAdmin(RowAdmin):
    search_fields = ("name",)


@admin.register(JournalPage, site=site)
class JournalPageAdmin(RowAdmin):
    search_fields = ("handling_editor", "affiliations", "source__title")

    def get_list_display(self, request):
        return ("entry", "handling_editor", "access")
