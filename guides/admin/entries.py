"""Guides in the newsroom: the article, its sections, and each section with its paragraphs."""

from django.contrib import admin
from django.db.models import Count

from editorial.admin import EntryAdmin, RowAdmin, RowTable
from editorial.site import site
from evidence.admin import FactAdmin, FactStack, FactTable
from guides.models import ComparedDrug, Faq, Guide, Paragraph, Section, Term


class SectionTable(RowTable):
    """Open a section's own form to write its paragraphs."""

    model = Section

    def get_fields(self, request, obj=None):
        return (*super().get_fields(request, obj), "paragraphs")

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "paragraphs")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_of_paragraphs=Count("paragraphs"))

    @admin.display(description="paragraphs")
    def paragraphs(self, section):
        return getattr(section, "number_of_paragraphs", None)


class ParagraphStack(FactStack):
    model = Paragraph
    classes = ()


class FaqStack(FactStack):
    model = Faq


class ComparedDrugTable(FactTable):
    model = ComparedDrug


@admin.register(Guide, site=site)
class GuideAdmin(EntryAdmin):
    list_display = ("title", "audience", "position")
    list_filter = ("drugs", "conditions")
    search_fields = ("title", "slug", "summary", "sections__heading")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (SectionTable, FaqStack, ComparedDrugTable)
    fieldsets = (
        (
            None,
            {
                "fields": ("title", "slug", "summary", "audience", "position"),
                "description": "300 to 1,200 words in our own words. Answer the question first; "
                "every paragraph names its sources, and advice ends with whom to ask.",
            },
        ),
        ("What it is about", {"fields": ("drugs", "conditions", "based_on", "compared_for")}),
        ("For editors", {"fields": ("note", "sources_checked_on", "version", "changed_at")}),
    )


@admin.register(Section, site=site)
class SectionAdmin(RowAdmin):
    search_fields = ("heading", "anchor", "guide__title")
    prepopulated_fields = {"anchor": ("heading",)}
    inlines = (ParagraphStack,)

    def choice_label(self, section):
        return f"{section.guide}: {section.heading}"


@admin.register(Paragraph, site=site)
class ParagraphAdmin(FactAdmin):
    also_listed = ("section",)
    search_fields = ("key_point", "text", "section__heading")


@admin.register(Faq, site=site)
class FaqAdmin(FactAdmin):
    search_fields = ("question", "answer")


@admin.register(ComparedDrug, site=site)
class ComparedDrugAdmin(FactAdmin):
    search_fields = ("drug__inn", "guide__title")


@admin.register(Term, site=site)
class TermAdmin(EntryAdmin):
    list_display = ("name", "synonyms")
    search_fields = ("name", "slug", "definition")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "slug", "synonyms", "definition", "read_in"),
                "description": "One word, explained for somebody who meets it for the first time. Pages show "
                "the explanation where the word first stands.",
            },
        ),
        ("For editors", {"fields": ("note", "sources_checked_on", "version", "changed_at")}),
    )
