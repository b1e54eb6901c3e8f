"""Public pages of the guides: the list, and one guide with its comparison of drugs."""

from collections import defaultdict
from operator import itemgetter

from django.db.models import DateField, F, Value
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conditions.models import LiveCondition
from drugs.models import LiveDrug, LiveIndication, LiveTarget
from drugs.views import urgent
from editorial import earlier, past
from editorial.bare import Bare, bare, fetched
from editorial.glossing import Glossed
from editorial.language import gettext
from editorial.prepared import ask, padded
from editorial.shapes import order_of
from editorial.views import live_or_gone
from evidence.presenters import References
from guides import presenters, structured
from guides.models import LiveGuide


@require_safe
@past.shows_past
def guide_list(request):
    cards = _cards_then() if past.moment() else _cards()
    guides = [card["guide"] for card in cards]
    listed = structured.list_page(request, guides)
    return render(request, "guides/guide_list.html", {"cards": cards, "structured": listed})


def _cards() -> list[dict]:
    guides = LiveGuide.objects.defer("document").prefetch_related("conditions")
    return [{"guide": guide, "conditions": list(guide.conditions.all())} for guide in guides]


def _cards_then() -> list[dict]:
    found = {row.id: row for row in earlier.entries(LiveCondition)}
    return [
        {
            "guide": guide,
            "conditions": sorted(
                (found[pk] for pk in guide.conditions), key=order_of(LiveCondition)
            ),
        }
        for guide in earlier.entries(LiveGuide)
    ]


@require_safe
@past.shows_past
def guide_detail(request, slug):
    live = live_or_gone(request, LiveGuide, slug)
    if not isinstance(live, LiveGuide):
        return live
    context = guide_page(live) | {"trail": [("/guides/", gettext("Guides"))]}
    context["structured"] = structured.guide_page(request, context)
    return render(request, "guides/guide_detail.html", context)


def guide_page(live) -> dict:
    """What the page of a live guide says, on a screen and on paper."""
    [guide] = bare([live])
    references = References()
    # In the order of the page, which is the order in which sources get their numbers.
    page = {
        "guide": guide,
        "urgent": urgent(_named_drugs(guide)),
        "chapters": presenters.chapters(guide, references),
        "regions": [gettext(name) for name in presenters.COMPARED_IN.values()],
        "comparison": presenters.comparison(guide, *_compared(guide), references),
        "questions": presenters.questions(guide, references),
        "drugs": guide.drugs,
        "conditions": guide.conditions,
        "based_on": guide.based_on,
        "sources": references.listed(),
        # A comparison takes the queries that a page may have; there the guide's own words must do.
        "terms": Glossed(() if guide.compared_drugs else None),
    }
    page["introduced"] = any(chapter["compares"] for chapter in page["chapters"])
    page["contents"] = presenters.contents(page)
    return page


def _named_drugs(guide) -> list[int]:
    return [drug.id for drug in guide.drugs] + [row.drug_id for row in guide.compared_drugs]


def _compared(guide) -> tuple[dict, dict]:
    """Targets and statuses of the compared drugs, by drug; they come from the drugs' own rows."""
    ids = [row.drug_id for row in guide.compared_drugs]
    if not ids:
        return {}, {}
    if past.moment():
        return _compared_then(guide, set(ids))
    given = (guide.compared_for_id or 0, *padded(ids))
    told = sorted(ask(_of_drugs, (), given), key=itemgetter("position", "id"))
    sources = fetched([{"source": {row["source"] for row in told if row["source"]}}])["source"]
    rows = {model: {} for model in COLUMNS}
    for line in told:
        known = rows[line["place"]]
        if line["id"] not in known:
            names = COLUMNS[line["place"]]
            values = {name: line[column] for column, name in names.items()}
            known[line["id"]] = Bare(values | {"drug_id": line["drug_id"], "sources": []})
        if line["source"] in sources:
            known[line["id"]].sources.append(sources[line["source"]])
    return tuple(_by_drug(found.values()) for found in rows.values())


def _compared_then(guide, ids) -> tuple[dict, dict]:
    known = [drug.id for drug in earlier.entries(LiveDrug) if drug.id in ids]
    drugs = earlier.whole(LiveDrug, known, only={"source"})
    statuses = {
        drug.id: [row for row in drug.indications if row.condition_id == guide.compared_for_id]
        for drug in drugs
    }
    return {drug.id: drug.targets for drug in drugs}, statuses


COLUMNS = {
    "target": {"what": "target", "how": "selectivity"},
    "status": {
        "what": "jurisdiction",
        "how": "status",
        "since": "approval_date",
        "exactly": "date_precision",
    },
}
"""What the shared columns of the query are called in each of its two tables."""


def _of_drugs(condition, *drugs):
    """Targets and statuses as one query, a line for each source of a row."""
    statuses = LiveIndication.objects.filter(drug__in=drugs, condition=condition)
    targets = LiveTarget.objects.filter(drug__in=drugs)
    parts = [
        statuses.annotate(
            place=Value("status"),
            what=F("jurisdiction"),
            how=F("status"),
            since=F("approval_date"),
            exactly=F("date_precision"),
        ),
        targets.annotate(
            place=Value("target"),
            what=F("target"),
            how=F("selectivity"),
            since=Value(None, DateField()),
            exactly=Value(""),
        ),
    ]
    named = ("id", "drug_id", "position", "place", "what", "how", "since", "exactly", "source")
    first, second = (rows.order_by().annotate(source=F("sources")).values(*named) for rows in parts)
    return first.union(second, all=True)


def _by_drug(rows) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[row.drug_id].append(row)
    return found
