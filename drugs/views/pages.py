"""Public pages of the drugs: the list, and one drug."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drugs import presenters, structured
from drugs.filters import DrugFilter
from drugs.models import LiveDrug
from editorial import earlier, past
from editorial.bare import together
from editorial.glossing import Glossed
from editorial.language import gettext as _
from editorial.tables import listed, listed_once
from editorial.views import live_or_gone
from evidence.presenters import References, region_asked, region_choices

PER_PAGE = 25


@require_safe
@past.shows_past
def drug_list(request):
    form = DrugFilter(request.GET)
    page = Paginator(_chosen(form), PER_PAGE).get_page(request.GET.get("page"))
    every = past.unfiltered(request)
    context = {
        "form": form,
        "page": page,
        "cards": [presenters.card(drug) for drug in _told(page.object_list)],
        "hidden": past.carried(),
        "clear": every if form.chosen else "",
        "empty_links": [(every, _("All drugs"))],
    }
    context["structured"] = structured.list_page(request, context)
    return render(request, "drugs/drug_list.html", context)


def _chosen(form):
    if past.moment():
        return form.narrow_then(earlier.entries(LiveDrug))
    return form.narrow(LiveDrug.objects.all())


def _told(drugs) -> list:
    """What a card says of each drug."""
    if past.moment():
        return earlier.whole(LiveDrug, [drug.id for drug in drugs], only=())
    return listed_once(drugs, brands=("name",), statements=("topic", "text"))


@require_safe
@past.shows_past
def drug_detail(request, slug):
    live = live_or_gone(request, LiveDrug, slug)
    if not isinstance(live, LiveDrug):
        return live
    region, note = region_asked(request.GET.get("region", ""))
    context = drug_page(live, region)
    shared = {
        "region": region,
        "region_note": note,
        "region_choices": region_choices(),
        "trail": [("/drugs/", _("Drugs"))],
        "terms": Glossed(),
    }
    page = context | shared
    page["structured"] = structured.drug_page(request, page)
    return render(request, "drugs/drug_detail.html", page)


def drug_page(live, region) -> dict:
    """What the page of a live drug says, on a screen and on paper."""
    [drug], around = _with_safety(live)
    return presenters.page(drug, region, around, _guides(live), References())


def _with_safety(drug):
    """The drug and what the floors above say about it; which other drugs they concern is not read."""
    return together([drug], _said_of, drug.pk, only={"source", "condition"})


def _said_of(pk):
    drug = LiveDrug(pk=pk)
    return [
        drug.warnings,
        drug.warning_signs,
        drug.risk_groups,
        drug.class_monitoring,
        drug.regulator_actions,
    ]


def _guides(drug):
    if not past.moment():
        return listed(drug.guides.model, _of_drug, drug.pk)
    guides = together([], _named_in, drug.pk, only=())[1]["guide"]
    for guide in guides:
        guide.compares = any(row.drug_id == drug.pk for row in guide.compared_drugs)
    return guides


def _named_in(pk):
    return [LiveDrug(pk=pk).guides]


def _of_drug(guides, pk):
    """Guides about the drug; `compares` tells those that have it in their table."""
    compared = guides.compared_drugs.rel.related_model.objects.filter(guide=OuterRef("pk"), drug=pk)
    return guides.objects.filter(drugs=pk).annotate(compares=Exists(compared))
