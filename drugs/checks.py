"""What a text says of a drug, held against the rows that are recorded."""

import re
from collections import defaultdict

from conditions.models import Condition
from editorial.inspection import ADVISORY, check, sentences

from .models import Brand, Drug, Indication, Status

APPROVED = re.compile(r"\b(?:approved|licensed|authorised)\b", re.IGNORECASE)
NOT = re.compile(r"\b(?:not|never|no|nor|isn't|refused|unlicensed|withdrawn|yet)\b", re.IGNORECASE)
ENDING = re.compile(r"\b[A-Za-z]{3,}(?:citinib|tinib)\b")
REGIONS = {
    "US-FDA": re.compile(r"\b(?:US|USA|United States|FDA|America)\b"),
    "EU-EMA": re.compile(r"\b(?:EU|Europe|European|EMA)\b"),
    "UK-MHRA": re.compile(r"\b(?:UK|Britain|United Kingdom|MHRA)\b"),
    "JP": re.compile(r"\b(?:Japan|Japanese|PMDA)\b"),
    "RU": re.compile(r"\b(?:Russia|Russian)\b"),
}


def _drug_names() -> dict[str, set[int]]:
    """Ids of drugs by each name they have, in lower case."""
    found = defaultdict(set)
    for drug in Drug.objects.prefetch_related("synonyms", "brands"):
        synonyms = [row.text for row in drug.synonyms.all()]
        for name in (drug.inn, *synonyms, *(row.name for row in drug.brands.all())):
            found[name.lower()].add(drug.pk)
    return found


def _named(text, names) -> set[int]:
    low = text.lower()
    return {
        pk
        for name, ids in names.items()
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", low)
        for pk in ids
    }


def _conditions() -> dict[str, set[int]]:
    found = defaultdict(set)
    for condition in Condition.objects.prefetch_related("synonyms"):
        long = [row.text for row in condition.synonyms.all() if len(row.text) > 3]
        for name in (condition.name, *long):
            found[name.lower()].add(condition.pk)
    return found


@check("contradicts-a-status", ADVISORY, "What a text calls approved is recorded as approved.")
def contradictions(seen):
    if not any(APPROVED.search(passage.text) for passage in seen.passages):
        return
    drugs, conditions = _drug_names(), _conditions()
    rows = defaultdict(dict)
    for row in Indication.objects.select_related("drug", "condition"):
        rows[row.drug_id, row.condition_id][row.jurisdiction] = row
    for passage in seen.passages:
        for sentence in sentences(passage.text):
            if APPROVED.search(sentence) and not NOT.search(sentence):
                yield from _held_against(passage, sentence, drugs, conditions, rows)


def _held_against(passage, sentence, drugs, conditions, rows):
    places = [place for place, pattern in REGIONS.items() if pattern.search(sentence)]
    named = _named(sentence, drugs)
    for drug in named if len(named) == 1 else ():
        for condition in _named(sentence, conditions):
            recorded = rows[drug, condition]
            asked = [recorded[p] for p in places if p in recorded] if places else recorded.values()
            if asked and all(row.status != Status.APPROVED for row in asked):
                row = next(iter(asked))
                yield (
                    passage.where,
                    f"“{sentence[:80]}”: {row.drug} for {row.condition} is recorded as "
                    f"{row.get_status_display().lower()} ({row.get_jurisdiction_display()}).",
                )


@check("brand-for-inn", ADVISORY, "A text that uses a brand names the substance too.")
def brands(seen):
    if seen.kind.name == "source":  # What we note of a source is in the source's own words.
        return
    texts = "\n".join(passage.text for passage in seen.passages)
    rows = Brand.objects.order_by("drug__inn", "pk").values_list("name", "drug__inn")
    names = {
        name: inn
        for name, inn in rows.iterator()
        # Cheap first: of thousands of brands a text names few.
        if name in texts and name.lower() not in inn.lower() and "generic" not in name.lower()
    }
    for passage in seen.passages:
        for brand, inn in names.items():
            used = re.search(rf"\b{re.escape(brand)}\b", passage.text)
            if used and inn.lower() not in passage.text.lower():
                yield passage.where, f"“{brand}” is a brand; say {inn} too."


@check("unknown-drug", ADVISORY, "Every drug that a text names is known here.")
def unknown_drugs(seen):
    found = {
        (passage.where, word) for passage in seen.passages for word in ENDING.findall(passage.text)
    }
    if not found:
        return
    known = " ".join(_drug_names())
    for where, word in sorted(found):
        if word.lower() not in known:
            yield where, f"“{word}” is no drug that is known here. Is it misspelt?"
