"""Public pages of the conditions: the list, and one condition with its treatments by region."""

from collections import Counter, defaultdict
from operator import itemgetter

from django.db.models import Case, Count, Min, Q, TextField, Value, When, Window
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from editorial import earlier, past
from editorial.bare import Bare, bare, columns_of, titled, together
from editorial.glossing import COLUMNS, Glossed, terms
from editorial.language import gettext
from editorial.paging import counted, page_asked
from editorial.prepared import ask, padded
from editorial.tables import linked, listed_once
from editorial.views import live_or_gone
from editorial.wording import querystring
from evidence.models import REGIONS
from evidence.presenters import References, region_asked, region_choices

from . import presenters, structured
from .models import LiveCondition

NAMED = frozenset({"source"})
PER_PAGE = 12
"""Drugs on one page of a condition; more than there are for any today (8)."""


@require_safe
@past.shows_past
def condition_list(request):
    context = {"conditions": _counted_then() if past.moment() else _counted()}
    context["structured"] = structured.list_page(request, context["conditions"])
    return render(request, "conditions/condition_list.html", context)


def _counted() -> list:
    """Every condition, with the number of drugs that are approved for it somewhere."""
    approved = Count("indications__drug", filter=Q(indications__status="approved"), distinct=True)
    conditions = LiveCondition.objects.annotate(approved_drugs=approved).order_by("name")
    return listed_once(conditions, synonyms=("text",))


def _counted_then() -> list:
    approved = Counter(
        pk
        for drug in earlier.entries(_drug_model())
        for pk in {row.condition_id for row in drug.indications if row.status == "approved"}
    )
    conditions = earlier.entries(LiveCondition)
    return [Bare({**vars(row), "approved_drugs": approved[row.id]}) for row in conditions]


@require_safe
@past.shows_past
def condition_detail(request, slug):
    live = live_or_gone(request, LiveCondition, slug)
    if not isinstance(live, LiveCondition):
        return live
    region, note = region_asked(request.GET.get("region", ""))
    shared = {
        "region": region,
        "region_note": note,
        "region_choices": region_choices(),
        "trail": [("/conditions/", gettext("Conditions"))],
    }
    context = condition_page(live, region, page_asked(request.GET.get("page", "")))
    if "contents" not in context:
        return redirect(request.path + querystring(request, page=context["page"].number))
    context |= shared
    context["structured"] = structured.condition_page(request, context)
    return render(request, "conditions/condition_detail.html", context)


def condition_page(live, region, number=1) -> dict:
    """What the page of a live condition says, on a screen and on paper; beyond the last page only its number."""
    drugs, page = _drugs(live, REGIONS[region], number)
    if drugs is None:
        return {"page": page}
    [condition] = bare([live])
    references = References()
    indications = _indications(live, drugs)
    around = _around(live)
    # In the order of the page, which is the order in which sources get their numbers.
    context = {
        "condition": condition,
        "summary": presenters.summary(condition, references),
        "standing": presenters.standing(indications, REGIONS[region]),
        "treatments": presenters.treatments(indications, references),
        "under_study": presenters.under_study(indications, references),
        "refused": presenters.refused(indications, references),
        "disagreements": presenters.disagreements(indications, references),
        "symptoms": [presenters.fact(row, references) for row in condition.symptoms],
        "statements": presenters.statements(condition, references),
        "questions": presenters.questions(indications),
        "urgent": around["urgent"],
        "related": presenters.related(condition, indications, around["guides"]),
        "terms": Glossed(around.get("term")),
        "glance": presenters.glance(condition, references),
        "page": page,
        "sources": references.listed(),
    }
    return context | {"contents": presenters.contents(context)}


def _drugs(condition, jurisdiction, number):
    """The drugs of one page, and the page; no drugs when it is beyond the last page, which is given."""
    if past.moment():
        return _drugs_then(condition, jurisdiction, number)
    given = (condition.pk, jurisdiction.value)
    found = ask(_drugs_in_order, ((number - 1) * PER_PAGE,), given)
    if found or number == 1:
        page = counted(found[0]["total"] if found else 0, number, PER_PAGE)
        return [titled("drug", Bare(row)) for row in found], page
    first = ask(_drugs_in_order, (0,), given)
    return None, counted(first[0]["total"] if first else 0, number, PER_PAGE)


def _drugs_in_order(start, pk, jurisdiction):
    """One page of the drugs with a record: approved in the region, known there, approved elsewhere, others."""
    drugs = _drug_model()
    approved, here = Q(indications__status="approved"), Q(indications__jurisdiction=jurisdiction)
    steps = [When(which, place) for place, which in enumerate((approved & here, here, approved))]
    known = drugs.objects.filter(indications__condition=pk).values(*columns_of(drugs.kind))
    ranked = known.annotate(rank=Min(Case(*steps, default=len(steps))), total=Window(Count("pk")))
    return ranked.order_by("rank", "inn", "slug")[start : start + PER_PAGE]


def _indications(condition, drugs) -> list:
    """The rows of these drugs for the condition, with what sources say of each."""
    if past.moment():
        return _indications_then(condition, drugs)
    named = {drug.id: drug for drug in drugs}
    given = condition.pk, *(padded(named) if named else (0,))
    indications, said = linked(_uses_and_claims, *given, only=NAMED)
    by_row = defaultdict(list)
    for claim in said:
        by_row[claim.indication_id].append(claim)
    for row in indications:
        row.claims, row.drug = by_row[row.id], named[row.drug_id]
    return sorted(indications, key=lambda row: (row.drug.inn, row.jurisdiction, row.id))


def _indications_then(condition, drugs) -> list:
    rows = []
    for drug in drugs:
        for row in drug.indications:
            if row.condition_id == condition.pk:
                row.drug = drug
                rows.append(row)
    return sorted(rows, key=lambda row: (row.drug.inn, row.jurisdiction, row.id))


def _drugs_then(condition, jurisdiction, number):
    """The same page at the moment at which readers look back; its drugs are whole."""
    ranked = [
        (min(_rank(row, jurisdiction) for row in uses), drug.inn, drug.slug, drug.id)
        for drug, uses in _considered(condition)
    ]
    page = counted(len(ranked), number, PER_PAGE)
    if page.number != number:
        return None, page
    start = page.start_index() - 1 if ranked else 0
    shown = [pk for *_, pk in sorted(ranked)[start : start + PER_PAGE]]
    return earlier.whole(_drug_model(), shown, only={"source"}), page


def _considered(condition) -> list[tuple]:
    """The drugs that were, at that moment, recorded for the condition, each with its records."""
    found = [
        (drug, [row for row in drug.indications if row.condition_id == condition.pk])
        for drug in earlier.entries(_drug_model())
    ]
    return [(drug, uses) for drug, uses in found if uses]


def _rank(row, jurisdiction) -> int:
    """Approved in the region, known there, approved elsewhere, others."""
    approved, here = row.status == "approved", row.jurisdiction == jurisdiction
    steps = (approved and here, here, approved)
    return next((place for place, fits in enumerate(steps) if fits), len(steps))


def _uses_and_claims(pk, *drugs):
    uses = LiveCondition(pk=pk).indications.filter(drug__in=drugs)
    claims = uses.model._meta.get_field("claims").related_model.objects
    return [uses, claims.filter(indication__condition=pk, indication__drug__in=drugs)]


def _around(condition) -> dict[str, list]:
    """Emergency warnings and guides about it, and the terms to explain; one query for all."""
    if past.moment():
        return _around_then(condition)
    found = {"urgent": [], "guides": [], "term": []}
    for row in ask(_named_around, (), (condition.pk,)):
        if row["place"] == "term":
            found["term"].append(row)
            continue
        model = _warning_model() if row["place"] == "urgent" else condition.guides.model
        found[row["place"]].append(row | {"address": f"{model.path}{row['slug']}/"})
    return {
        place: sorted(rows, key=itemgetter("position", "title")) for place, rows in found.items()
    }


def _around_then(condition) -> dict[str, list]:
    drugs = {drug.id for drug, _ in _considered(condition)}
    found = together([], _named_in, condition.pk, only=())[1]
    for guide in found["guide"]:
        guide.compares = guide.compared_for_id == condition.pk
    return {
        "guides": [vars(guide) for guide in found["guide"]],
        "urgent": [
            vars(warning)
            for warning in found["warning"]
            if warning.origin == "emergency" and drugs & set(warning.applies_to)
        ],
    }


def _named_in(pk):
    return [LiveCondition(pk=pk).guides, _warning_model().objects]


def _named_around(pk):
    guides = LiveCondition(pk=pk).guides.annotate(
        place=Value("guides"),
        text=Value("", TextField()),
        advice=Value("", TextField()),
        compares=Case(When(compared_for=pk, then=1), default=0),
    )
    urgent = _urgent(_warning_model(), pk).annotate(place=Value("urgent"), compares=Value(0))
    columns = (*COLUMNS, "compares")
    words = terms().annotate(compares=Value(0)).values(*columns)
    first, second = (rows.order_by().values(*columns) for rows in (guides, urgent))
    return first.union(second, words, all=True)


def _drug_model():
    """Of a floor above: it is reached through what it says of conditions, never imported."""
    return LiveCondition.indications.rel.related_model._meta.get_field("drug").related_model


def _warning_model():
    return _drug_model().warnings.rel.related_model


def _urgent(warnings, pk):
    """Emergency warnings about the drugs that are, or were, considered for this condition."""
    concerned = warnings.objects.filter(origin="emergency", applies_to__indications__condition=pk)
    return concerned.distinct()
