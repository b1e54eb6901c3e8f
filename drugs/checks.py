"""What a text says of a drug, held against the rows that are recorded."""

import re
from collections import defaultdict

from django.db.models.functions import Length, Lower
from django.utils.text import capfirst

from conditions.models import Condition, ConditionSynonym
from editorial.inspection import ADVISORY, check, sentences

from .models import Brand, Drug, DrugSynonym, Indication, Status

APPROVED = re.compile(r"\b(?:approved|licensed|authorised)\b", re.IGNORECASE)
NOT = re.compile(r"\b(?:not|never|no|nor|isn't|refused|unlicensed|withdrawn|yet)\b", re.IGNORECASE)
WORDS = re.compile(r"\w+")
ENDING = re.compile(r"\b[A-Za-z]{3,}(?:citinib|tinib)\b")
REGIONS = {
    "US-FDA": re.compile(r"\b(?:US|USA|United States|FDA|America)\b"),
    "EU-EMA": re.compile(r"\b(?:EU|Europe|European|EMA)\b"),
    "UK-MHRA": re.compile(r"\b(?:UK|Britain|United Kingdom|MHRA)\b"),
    "JP": re.compile(r"\b(?:Japan|Japanese|PMDA)\b"),
    "RU": re.compile(r"\b(?:Russia|Russian)\b"),
}


MOST_WORDS = 8
"""In a name of a drug or a condition."""
AT_ONCE = 5000
"""Names that one query looks for."""


def _runs(texts) -> set[str]:
    """What could be a name in these texts: a few words in a row, with and without a sign at either end."""
    found = set()
    for text in texts:
        words = [word.span() for word in WORDS.finditer(text)]
        for place, (start, _) in enumerate(words):
            before = start and not text[start - 1].isspace()
            for _, end in words[place : place + MOST_WORDS]:
                found |= {text[start:end], text[start : end + 1].rstrip()}
                if before:
                    found |= {text[start - 1 : end], text[start - 1 : end + 1].rstrip()}
    return found


def _called(rows, column: str, names: set[str]):
    """The rows whose name is one of these, each once; the thousands of other rows stay where they are."""
    wanted = sorted(names)
    for start in range(0, len(wanted), AT_ONCE):
        yield from rows.filter(**{f"{column}__in": wanted[start : start + AT_ONCE]})


def _named_in(texts, *columns) -> dict[str, set[int]]:
    """Ids by each name, in lower case, that these texts may hold; `columns` are of (rows, name, id).

    SQLite knows capitals of the Latin alphabet only; other names are found as a text has them, and with
    a capital first.
    """
    runs = _runs(texts)
    lower = {run.lower() for run in runs}
    as_written = runs | {capfirst(run) for run in lower}
    found = defaultdict(set)
    for rows, name, pk in columns:
        small = rows.annotate(small=Lower(name)).values_list(name, pk)
        for called, number in {*_called(small, "small", lower), *_called(small, name, as_written)}:
            found[called.lower()].add(number)
    return found


def _drug_names(texts) -> dict[str, set[int]]:
    return _named_in(
        texts,
        (Drug.objects.order_by(), "inn", "pk"),
        (DrugSynonym.objects.order_by(), "text", "drug"),
        (Brand.objects.order_by(), "name", "drug"),
    )


def _indexed(names) -> dict[str, list]:
    """The same names by their first word, so that a text is not searched for each of thousands."""
    found = defaultdict(list)
    for name in names:
        found[next(iter(WORDS.findall(name)), "")].append(name)
    return found


def _found_in(text: str, index) -> set[str]:
    """Names of the index that stand in the text as words of their own."""
    return {
        name
        for word in {"", *WORDS.findall(text)}
        for name in index.get(word, ())
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    }


def _named(text, names, index) -> set[int]:
    return {pk for name in _found_in(text.lower(), index) for pk in names[name]}


def _conditions(texts) -> dict[str, set[int]]:
    synonyms = ConditionSynonym.objects.order_by().annotate(letters=Length("text"))
    return _named_in(
        texts,
        (Condition.objects.order_by(), "name", "pk"),
        (synonyms.filter(letters__gt=3), "text", "condition"),
    )


@check("contradicts-a-status", ADVISORY, "What a text calls approved is recorded as approved.")
def contradictions(seen):
    said = [
        (passage, sentence)
        for passage in seen.passages
        for sentence in sentences(passage.text)
        if APPROVED.search(sentence) and not NOT.search(sentence)
    ]
    if not said:
        return
    texts = {sentence for _, sentence in said}
    drugs, conditions = (
        (names, _indexed(names)) for names in (_drug_names(texts), _conditions(texts))
    )
    rows = _recorded(drugs[0], conditions[0])
    for passage, sentence in said:
        yield from _held_against(passage, sentence, drugs, conditions, rows)


def _recorded(drugs, conditions) -> dict:
    """By drug and condition: the recorded uses, by jurisdiction."""
    wanted = [{pk for ids in names.values() for pk in ids} for names in (drugs, conditions)]
    uses = Indication.objects.filter(drug__in=wanted[0], condition__in=wanted[1])
    found = defaultdict(dict)
    for row in uses.select_related("drug", "condition"):
        found[row.drug_id, row.condition_id][row.jurisdiction] = row
    return found


def _held_against(passage, sentence, drugs, conditions, rows):
    places = [place for place, pattern in REGIONS.items() if pattern.search(sentence)]
    named = _named(sentence, *drugs)
    for drug in named if len(named) == 1 else ():
        for condition in _named(sentence, *conditions):
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
    runs = _runs(passage.text for passage in seen.passages)
    known = Brand.objects.select_related("drug").only("name", "drug__inn")
    names = {
        row.name: row.drug.inn
        for row in _called(known, "name", runs)
        if row.name.lower() not in row.drug.inn.lower() and "generic" not in row.name.lower()
    }
    index = _indexed(names)
    for passage in seen.passages:
        for brand in sorted(_found_in(passage.text, index)):
            if names[brand].lower() not in passage.text.lower():
                yield passage.where, f"“{brand}” is a brand; say {names[brand]} too."


@check("unknown-drug", ADVISORY, "Every drug that a text names is known here.")
def unknown_drugs(seen):
    found = {
        (passage.where, word) for passage in seen.passages for word in ENDING.findall(passage.text)
    }
    if not found:
        return
    known = _drug_names({word for _, word in found})
    for where, word in sorted(found):
        if word.lower() not in known and not _part_of_a_name(word):
            yield where, f"“{word}” is no drug that is known here. Is it misspelt?"


def _part_of_a_name(word: str) -> bool:
    """Reads every name there is, so that only a word that is none of them is looked for here."""
    names = ((Drug, "inn"), (DrugSynonym, "text"), (Brand, "name"))
    return any(
        model.objects.filter(**{f"{name}__icontains": word}).exists() for model, name in names
    )
