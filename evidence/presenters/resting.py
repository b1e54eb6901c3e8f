"""What rests on a source here, and which works are near to it."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Count, Q

from editorial.bare import fetched
from editorial.language import P_, ngettext
from editorial.language import gettext as _
from editorial.models import LiveReference
from search.models import SearchEntry

from ..models import LiveSource

WEAK = {LiveSource.Tier.E, LiveSource.Tier.F}
PAPERS = {LiveSource.Kind.JOURNAL_ARTICLE, LiveSource.Kind.SYSTEMATIC_REVIEW}


def resting_on(source) -> list[dict]:
    """Published entries with facts that name this source: their title, address and what kinds of fact."""
    rows = (
        LiveReference.objects.filter(target_kind="source", target_id=source.id)
        .exclude(kind="source")
        .values_list("kind", "entry_id", "row_model")
        .annotate(number=Count("row_id", distinct=True))
        .order_by("kind", "entry_id", "row_model")
    )
    facts = defaultdict(list)
    for kind, entry_id, model, number in rows:
        facts[kind, entry_id].append(_counted(model, number))
    return [
        {
            "kind": entry.kind,
            "id": entry.entry_id,
            "title": entry.title,
            "url": entry.url,
            "facts": facts[entry.kind, entry.entry_id],
        }
        for entry in entries_named(facts)
    ]


def rested_on(named: dict) -> list[dict]:
    """The same for an earlier moment: what `editorial.earlier.naming` found."""
    ids = defaultdict(set)
    for kind, pk in named:
        ids[kind].add(pk)
    entries = fetched([ids])
    return [
        {
            "kind": kind,
            "title": entries[kind][pk].title,
            "url": entries[kind][pk].address,
            "facts": [_counted(label, number) for label, number in sorted(counts.items())],
        }
        for (kind, pk), counts in sorted(named.items())
        if kind != "source" and pk in entries[kind]
    ]


def related_works(shared, resting, found) -> list[dict]:
    """Other sources with the reason why they are named: the same facts first, then papers on the same pages.

    `shared` maps the id of a source to ({row model: rows}, {(kind, id) of the entries}).
    """
    titles = {(entry["kind"], entry["id"]): entry["title"] for entry in resting}
    works = []
    for pk, (rows, entries) in shared.items():
        work = found.get(pk)
        pages = sorted(titles[entry] for entry in entries if entry in titles)
        if work and rows:
            same = ", ".join(_counted(model, number) for model, number in sorted(rows.items()))
            works.append((work, _("named with it for %(facts)s") % {"facts": same}))
        elif work and pages and work.source_kind in PAPERS:
            words = _("also read for %(pages)s") % {"pages": ", ".join(pages[:3])}
            works.append((work, words))
    links = [{"url": w.address, "title": w.title, "note": note} for w, note in works[:RELATED]]
    return [{"reason": _("Other sources"), "links": links}] if links else []


RELATED = 8

# What readers call the rows of an entry, one and many; others go by their own name.
ROW_WORDS = {
    "indication": P_("%(count)s approval status", "%(count)s approval statuses"),
    "indicationclaim": P_("%(count)s claim about an approval", "%(count)s claims about approvals"),
    "drugstatement": P_("%(count)s statement", "%(count)s statements"),
    "adverseeffect": P_("%(count)s side effect", "%(count)s side effects"),
    "drugmonitoring": P_("%(count)s check", "%(count)s checks"),
    "regimen": P_("%(count)s dose", "%(count)s doses"),
    "identifier": P_("%(count)s code", "%(count)s codes"),
    "drugsynonym": P_("%(count)s name", "%(count)s names"),
    "conditionsynonym": P_("%(count)s name", "%(count)s names"),
    "warningfigure": P_("%(count)s figure", "%(count)s figures"),
    "warningsignclaim": P_("%(count)s claim about a sign", "%(count)s claims about signs"),
    "faq": P_("%(count)s answer", "%(count)s answers"),
    "guide": P_("%(count)s starting point of the guide", "%(count)s starting points"),
    "compareddrug": P_("%(count)s row of the comparison", "%(count)s rows of the comparison"),
}


def resting_heading(source) -> str:
    """A page that can carry no fact is named; nothing rests on it."""
    weak = source.tier in WEAK
    return _("Where it is named here") if weak else _("What rests on it here")


def _counted(label: str, number: int) -> str:
    names = apps.get_model(label)._meta
    if names.model_name in ROW_WORDS:
        return ngettext(*ROW_WORDS[names.model_name], number) % {"count": number}
    return f"{number} {_(str(names.verbose_name if number == 1 else names.verbose_name_plural))}"


def entries_named(keys: Iterable[tuple[str, int]]):
    """Titles and addresses of the published entries with these (kind, id) pairs, in one query."""
    ids = defaultdict(list)
    for kind, entry_id in keys:
        ids[kind].append(entry_id)
    wanted = Q(pk__in=[])
    for kind, numbers in ids.items():
        wanted |= Q(kind=kind, entry_id__in=numbers)
    return (
        SearchEntry.objects.filter(wanted)
        .only("kind", "entry_id", "title", "url")
        .order_by("kind", "title")
    )
