"""What can be seen in any text: its sentences, its numbers, its links and pictures, its sources."""

import re

from django.urls import Resolver404, resolve

from .inspection import ADVISORY, BLOCKING, check, sentences, words
from .models import LiveRedirect
from .registry import kinds

MOST_WORDS = 30
"""In one sentence; plain-English guides ask for 15 to 20 on average and few above 25."""

HIGHEST_GRADE = 10
"""Flesch-Kincaid; 11 to 13 year-olds read grade 6 to 8, and names of drugs and diseases add about two."""

ENOUGH = 60
"""Words, below which a reading grade says nothing."""

PERCENT = re.compile(r"\b\d+(?:[.,]\d+)?\s?%(?!\s*(?:of|in|more|less|higher|lower|CI|confidence))")
OF_HOW_MANY = re.compile(
    r"\b(?:of|in|out of|among)\b[^.;]{0,60}\d|\d[^.;]{0,30}\b(?:of|in|out of)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\b\d[\d,]*\s+(?:cases|deaths|(?:people|patients|children|adults|women|men)\s+"
    r"(?:had|got|died|developed|stopped|improved))\b"
)
STRENGTH = re.compile(r"\b(?:ointment|cream|gel|solution)\b", re.IGNORECASE)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(\s*<?([^)\s>]*)")
VAGUE = {"here", "click here", "this", "link", "this link", "more", "read more", "this page"}
SYLLABLE = re.compile(r"[aeiouyà-ž]+", re.IGNORECASE)


@check("fact-without-source", BLOCKING, "Every fact names where it was read.")
def without_source(seen):
    for model, row in seen.rows():
        if row.get("sources") == []:
            yield model._meta.verbose_name, "This fact names no source."


@check("long-sentence", ADVISORY, f"A sentence has at most {MOST_WORDS} words.")
def long_sentences(seen):
    for passage in seen.passages:
        for sentence in sentences(passage.text):
            number = len(words(sentence))
            if number > MOST_WORDS:
                yield passage.where, f"{number} words in one sentence: “{sentence[:80]}…”"


@check("reading-level", ADVISORY, "Patients of 11 to 13 years can read it.")
def reading_level(seen):
    for passage in seen.passages:
        if len(words(passage.text)) >= ENOUGH and grade(passage.text) > HIGHEST_GRADE:
            yield (
                passage.where,
                f"Reading grade {grade(passage.text):.0f}: shorter words and sentences.",
            )


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid and others, 1975): years of school that a reader needs."""
    found = words(text)
    syllables = sum(max(1, len(SYLLABLE.findall(word.rstrip("e")))) for word in found)
    lines = max(1, len([s for s in sentences(text) if words(s)]))
    return 0.39 * len(found) / lines + 11.8 * syllables / max(1, len(found)) - 15.59


@check("number-without-denominator", ADVISORY, "A count of people says out of how many.")
def without_denominator(seen):
    for passage in seen.passages:
        for sentence in sentences(passage.text):
            shares = [] if STRENGTH.search(sentence) else PERCENT.findall(sentence)
            numbers = [*shares, *COUNTED.findall(sentence)]
            if numbers and not OF_HOW_MANY.search(PERCENT.sub("", sentence)):
                yield passage.where, f"Of how many? “{sentence[:80]}”"


@check("picture-without-words", BLOCKING, "A picture has words for those who do not see it.")
def pictures(seen):
    for passage in seen.passages:
        for picture, text, address in LINK.findall(passage.text):
            if picture and not text.strip():
                yield passage.where, f"The picture {address} has no alternative text."


@check("vague-link", ADVISORY, "The words of a link say where it leads.")
def vague_links(seen):
    for passage in seen.passages:
        for picture, text, address in LINK.findall(passage.text):
            if not picture and text.strip().lower() in VAGUE:
                yield passage.where, f"“{text}” does not say where {address} leads."


@check("dangling-link", BLOCKING, "A link within the site leads to a page that is there.")
def dangling_links(seen):
    for passage in seen.passages:
        for picture, text, address in LINK.findall(passage.text):
            path = "" if picture else address.partition("#")[0].partition("?")[0]
            if path.startswith("/") and not _leads_somewhere(path, seen):
                yield passage.where, f"“{text}” leads to {path}, which is not there."


def _leads_somewhere(path, seen) -> bool:
    try:
        slug = resolve(path).kwargs.get("slug")
    except Resolver404:
        return False
    if slug is None:
        return True
    addressed = [
        kind for kind in kinds().values() if kind.live(slug=slug).get_absolute_url() == path
    ]
    own = seen.document["rows"][seen.kind.rows[0].label][0].get("slug")
    return any(
        kind.live.objects.filter(slug=slug).exists()
        or LiveRedirect.objects.filter(kind=kind.name, slug=slug).exists()
        or (kind == seen.kind and slug == own)
        for kind in addressed
    )
