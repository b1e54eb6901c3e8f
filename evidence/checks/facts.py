"""What a fact rests on."""

from editorial.inspection import ADVISORY, BLOCKING, check
from evidence.models import LinkCheck, Source


def _sources(seen) -> dict[int, Source]:
    ids = {pk for _, row in seen.rows() for pk in row.get("sources", ())}
    return Source.objects.in_bulk(ids)


@check("promotion-alone", BLOCKING, "No fact rests on promotional pages (tier F) alone.")
def promotion_alone(seen):
    sources = _sources(seen)
    for model, row in seen.rows():
        tiers = {sources[pk].tier for pk in row.get("sources", ()) if pk in sources}
        if tiers == {Source.Tier.F}:
            names = ", ".join(sources[pk].title for pk in row["sources"])
            yield model._meta.verbose_name, f"It rests on promotion alone: {names}."


@check("broken-link", ADVISORY, "The address of a source answered when it was last asked.")
def broken_links(seen):
    addresses = {row["url"] for _, row in seen.rows() if row.get("url")}
    for found in LinkCheck.objects.filter(url__in=addresses).exclude(problem=""):
        yield found.url, f"{found.problem}, on {found.checked_at:%-d %B %Y}."
