"""Whose words they are: no sentence of an article, no personal address, no workshop talk in public.

seed_runs.txt holds, for every seven words that follow each other in one of the five articles, the
first ten hexadecimal digits of the SHA-256 of those words (lower case, as `rows.words` parts them,
joined by single spaces). So the articles themselves need not lie in the repository.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest

from evidence.models import JournalPage, Source
from guides.models import Guide

from .rows import all_texts, public_texts, specs, words

RUN = 7
NAME = " § "
ADDRESS = re.compile(r"[\w.+-]+\s*(?:@|\{at\}|\[at\]|\(at\))\s*[\w-]+\.[\w.-]+", re.IGNORECASE)
WORKSHOP = re.compile(r"\b(?:[Rr]ecalled|[Ff]rom memory|NOTES|YAML|[Ss]eeds?)\b|find_string|hit id")


@cache
def seed_runs() -> frozenset[str]:
    lines = (Path(__file__).parent / "seed_runs.txt").read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def shared_runs(text: str) -> list[str]:
    """Runs of seven words that the text has in common with an article."""
    parts = words(text)
    runs = [" ".join(parts[i : i + RUN]) for i in range(len(parts) - RUN + 1)]
    return [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:10] in seed_runs()]


def printed_names() -> list[str]:
    """Titles, journals and institutions are what they are called; longest first."""
    names = {
        *Source.objects.values_list("title", flat=True),
        *Source.objects.values_list("journal", flat=True),
    }
    for page in JournalPage.objects.all():
        names |= {page.affiliations, page.correspondence, page.ethics_body}
    return sorted(names - {""}, key=len, reverse=True)


def without_names(text: str, names: list[str]) -> list[str]:
    for name in names:
        text = text.replace(name, NAME)
    return text.split(NAME)


def test_no_run_of_seven_words_is_shared_with_an_article(content):
    names = printed_names()
    for spec in specs():
        for row in spec.model.objects.all():
            for column, text in public_texts(spec, row):
                for part in without_names(text, names):
                    assert shared_runs(part) == [], f"{spec.label} {row}, {column}"


def test_a_planted_sentence_would_be_found():
    page = (
        "The authors have not declared a specific grant for this research from any funding agency."
    )
    assert shared_runs(page)
    assert not shared_runs("No sentence of ours is in the hashes of the five articles, we hope.")


def test_no_personal_address_anywhere(content):
    for spec in specs():
        for row in spec.model.objects.all():
            for text in all_texts(row):
                assert not ADDRESS.search(text), f"{spec.label} {row}: {text}"


@pytest.mark.parametrize("text", ["write to a.b@example.org", "a.b{at}example.org"])
def test_a_planted_address_would_be_found(text):
    assert ADDRESS.search(text)


def test_no_workshop_talk_in_public(content):
    keys = [key for key in Source.objects.values_list("key", flat=True) if "-" in key or ":" in key]
    for spec in specs():
        for row in spec.model.objects.all():
            for column, text in public_texts(spec, row):
                if column in {"key", "slug", "url", "anchor", "checked", "basis"}:
                    continue
                assert not WORKSHOP.search(text), f"{spec.label} {row}, {column}: {text}"
                assert not any(key in text for key in keys), f"{spec.label} {row}, {column}: {text}"


def test_no_tool_is_named_for_editors_either(content):
    for spec in specs():
        for row in spec.model.objects.all():
            for text in all_texts(row):
                assert not re.search(r"find_string|hit id|/work/", text), (
                    f"{spec.label} {row}: {text}"
                )


def test_guides_are_as_long_as_promised(content):
    for guide in Guide.objects.all():
        texts = [p.text for section in guide.sections.all() for p in section.paragraphs.all()]
        assert 300 <= len(" ".join(texts).split()) <= 1200, guide.slug
