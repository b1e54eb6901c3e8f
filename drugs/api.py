"""/api/v1/drugs/ and /api/v1/indications/."""

import datetime

from django.db.models import F, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Upper
from django.db.models.lookups import Exact

from editorial import earlier, past
from editorial.api import EntryResource, LooksBack, choice
from editorial.bare import Bare, bare
from editorial.parameters import Choice, Code, Day, Entry, Flag, Parameters, Several, Text
from editorial.serializers import chosen
from evidence.models import Jurisdiction, Stance
from evidence.serializers import bare_facts, contested
from search import engines
from search.query import Asked
from search.text import fold

from .models import (
    LiveDrug,
    LiveDrugStatement,
    LiveIndication,
    LiveIndicationClaim,
    LiveTarget,
    Status,
)
from .serializers import (
    DrugSerializer,
    DrugSummarySerializer,
    FlatIndicationSerializer,
)

DRUG_PARAMETERS: Parameters = {
    "target": choice("Enzyme that the drug blocks.", LiveTarget.Enzyme),
    "route": choice("How it is taken.", LiveDrug.Route),
    "condition": Entry(about="Has an indication row for this condition (slug).", kind="condition"),
    "jurisdiction": choice("Has an indication row in this jurisdiction.", Jurisdiction),
    "status": choice("Has an indication row with this status.", Status),
    "brand": Text(about="Sold under this brand name, in any case; all of the name."),
    "code": Code(about="Has this code, as in ATC|L04AF01."),
    "search": Text(
        about="Holds all these words, in its names or its text; the last may be unfinished."
    ),
}
INDICATION_PARAMETERS: Parameters = {
    "drug": Entry(about="Of this drug (slug).", kind="drug"),
    "condition": Entry(about="For this condition (slug).", kind="condition"),
    "jurisdiction": choice("In this jurisdiction.", Jurisdiction),
    "status": choice("With this status.", Status),
    "contested": Flag(about="Whether a source differs from the regulator."),
    "as_of": Day(
        about="As they were published at the end of this day, UTC; slugs are those of that day."
    ),
}
ROW_COLUMNS = ("condition", "jurisdiction", "status")
MOST_WORDS = 8
MATCHING = (
    "SELECT search_entry.entry_id FROM ({matching}) AS search_hit "
    "JOIN search_entry ON search_entry.id = search_hit.id WHERE search_entry.kind = 'drug'"
)
FIELDS = Several(
    about="Only these fields, separated by commas; a list may be asked for any field of a drug.",
    values=tuple(DrugSerializer().fields),
)
CLAIM = ("says", "stance", "key")
NAMED = frozenset({"condition", "source"})
SUMMARY = set(DrugSummarySerializer().fields)


class Drugs(EntryResource):
    """JAK inhibitors, one entry for each name and route."""

    live = LiveDrug
    serializer = DrugSerializer
    list_serializer = DrugSummarySerializer
    orderings = {
        "inn": ("inn", "slug"),
        "-inn": ("-inn", "-slug"),
        "published_at": ("seq",),
        "-published_at": ("-seq",),
        "first_approval": ("first_approved", "slug"),
        "-first_approval": ("-first_approved", "-slug"),
    }
    parameters: Parameters = {
        **DRUG_PARAMETERS,
        "ordering": Choice(
            about="Order of the list; a drug without a date of approval comes last.",
            values=tuple(orderings),
        ),
        "fields": FIELDS,
    }
    detail_parameters: Parameters = {"fields": FIELDS}
    row_noun = "drug"

    def rows(self, given):
        drugs = _narrow_drugs(LiveDrug.objects.all(), given)
        ordering = given.get("ordering", "")
        if ordering.endswith("first_approval"):
            unknown = datetime.date.min if ordering.startswith("-") else datetime.date.max
            drugs = drugs.annotate(first_approved=Coalesce("first_approval", Value(unknown)))
        return drugs.defer("document") if _is_short(given) else drugs

    def complete(self, rows, given):
        return _summaries(rows) if _is_short(given) else bare(rows)

    def list_reading(self, given):
        return self.detail_reading(given) if "fields" in given else super().list_reading(given)

    def detail_reading(self, given):
        if "fields" in given:
            return chosen(DrugSerializer, given["fields"])
        return super().detail_reading(given)


class Indications(LooksBack):
    """One row for each drug, condition and jurisdiction."""

    orderings = {"": ("id",)}
    serializer = FlatIndicationSerializer
    parameters = INDICATION_PARAMETERS
    row_noun = "indication"

    def rows(self, given):
        if past.moment():
            return _indications_then(given)
        rows = LiveIndication.objects.select_related("drug", "condition")
        rows = rows.defer("drug__document", "condition__document")
        return _narrow_indications(rows, given)

    def complete(self, rows, given):
        if past.moment():
            return _completed_then(rows)
        facts = {fact.id: fact for fact in bare_facts(rows)}
        for fact in facts.values():
            fact.claims = []
        named = LiveIndicationClaim.objects.filter(indication__in=facts)
        claims = named.annotate(key=F("source__key")).values("indication_id", *CLAIM)
        for claim in claims:
            source = Bare({"key": claim["key"]})
            facts[claim["indication_id"]].claims.append(Bare({**claim, "source": source}))
        return list(facts.values())


def _is_short(given) -> bool:
    """A list that shows no more than a summary needs no documents."""
    return given.get("fields", SUMMARY) <= SUMMARY


def _summaries(drugs) -> list[Bare]:
    """Drugs with nothing but their summary statements."""
    shown = {drug.pk: Bare({**vars(drug), "title": drug.title, "statements": []}) for drug in drugs}
    topic = LiveDrugStatement.Topic.SUMMARY
    for statement in bare_facts(
        list(LiveDrugStatement.objects.filter(drug__in=shown, topic=topic))
    ):
        shown[statement.drug_id].statements.append(statement)
    return list(shown.values())


def _narrow_drugs(drugs, given: dict):
    """Drugs that fit every value; condition, jurisdiction and status hold in one and the same row."""
    row = {name: given[name] for name in ROW_COLUMNS if name in given}
    if row:
        drugs = drugs.filter(pk__in=_owners("indications", **row))
    if "route" in given:
        drugs = drugs.filter(route=given["route"])
    if "target" in given:
        drugs = drugs.filter(pk__in=_owners("targets", target=given["target"]))
    if "brand" in given:
        drugs = drugs.filter(
            pk__in=_owners("brands", Exact(Upper("name"), Upper(Value(given["brand"]))))
        )
    if "code" in given:
        system, value = given["code"]
        drugs = drugs.filter(pk__in=_owners("identifiers", system=system, value=value))
    return _holding(drugs, given["search"]) if "search" in given else drugs


def _narrow_indications(indications, given: dict):
    columns = {name: given[name] for name in ("drug", *ROW_COLUMNS) if name in given}
    indications = indications.filter(**columns)
    if "contested" in given:
        claims = LiveIndicationClaim.objects.filter(stance=Stance.DISAGREES)
        differs = Q(pk__in=claims.order_by().values("indication"))
        indications = indications.filter(differs if given["contested"] else ~differs)
    return indications


def _indications_then(given: dict) -> list[Bare]:
    """The same of an earlier moment, in the same order."""
    columns = {"drug": "drug_id", "condition": "condition_id"}
    wanted = {
        columns.get(name, name): given[name] for name in ("drug", *ROW_COLUMNS) if name in given
    }
    found = [
        row
        for drug in earlier.entries(LiveDrug)
        for row in drug.indications
        if all(getattr(row, column) == value for column, value in wanted.items())
        and given.get("contested") in (None, contested(row))
    ]
    return sorted(found, key=lambda row: row.id)


def _completed_then(rows) -> list[Bare]:
    """The rows whole, with their drug and what they name."""
    drugs = earlier.whole(LiveDrug, sorted({row.drug_id for row in rows}), NAMED)
    facts = {fact.id: (drug, fact) for drug in drugs for fact in drug.indications}
    for drug, fact in facts.values():
        fact.drug = drug
    return [facts[row.id][1] for row in rows]


def _owners(name, *conditions, **columns):
    return (
        LiveDrug._meta.get_field(name)
        .related_model.objects.filter(*conditions, **columns)
        .order_by()
        .values("drug")
    )


def _holding(drugs, text):
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return drugs.none()
    engine = engines.current()
    sql = MATCHING.format(matching=engine.matching(ranked=False, common=False))
    return drugs.filter(pk__in=RawSQL(sql, [Asked(words).expression()]))  # noqa: S611
