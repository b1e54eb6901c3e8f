"""The filters of the research list, as one form that narrows a set of live sources."""

from django import forms
from django.db import connection
from django.db.models import Q
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy

from editorial import earlier, past
from editorial.language import N_
from editorial.language import gettext as _
from editorial.models import LiveReference
from editorial.registry import kinds
from search.models import SearchEntry
from search.text import clean

from .models import LiveSource

ANY = ("", N_("Any"))
UNKNOWN = {"invalid_choice": gettext_lazy("This choice is not known here, so it was left out.")}
SEARCHED = ("title", "tldr", "publisher", "journal", "authors__name", "doi", "pmid", "key")
MAX_WORDS = 8


def choice(label, choices=()):
    return forms.ChoiceField(
        label=label, choices=[ANY, *choices], required=False, error_messages=UNKNOWN
    )


class Offered(BaseChoiceIterator):
    """Pairs of value and words as they are; Django would look into each for groups, three times."""

    def __init__(self, pairs):
        self.pairs = [("", _(ANY[1])), *pairs]

    def __iter__(self):
        return iter(self.pairs)


class Filter(forms.Form):
    """The fields above a list; what is not valid does not narrow it."""

    def __init__(self, data, **kwargs):
        given = {name: clean(data[name]) for name in self.base_fields if name in data}
        super().__init__(given, **kwargs)

    @property
    def chosen(self) -> dict:
        """The valid values that were given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def drawn(self) -> list[dict]:
        """What components.filters draws. Choices that came from the data are not translated."""
        return [
            {
                "name": name,
                "label": _(field.label),
                "value": self.data.get(name, ""),
                "choices": _worded(getattr(field, "choices", ())),
                "most": getattr(field, "max_length", 0),
                "errors": self.errors.get(name, ()),
            }
            for name, field in self.fields.items()
        ]


def _worded(choices):
    if isinstance(choices, Offered):
        return choices
    return [(value, _(words)) for value, words in choices]


COLUMNS = {"kind": "source_kind", "tier": "tier", "origin": "origin_label", "year": "year"}


class SourceFilter(Filter):
    """`q` looks for all words; the other fields are exact."""

    q = forms.CharField(label=N_("Words"), max_length=200, required=False, strip=True)
    kind = choice(N_("Kind"), LiveSource.Kind.choices)
    tier = choice(N_("Tier"), LiveSource.Tier.choices)
    origin = choice(N_("Origin"), LiveSource.Origin.choices)
    year = choice(N_("Year"))
    drug = choice(N_("Drug"))

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.drugs = _drugs()
        self.fields["year"].choices = Offered((year, year) for year in _years())
        self.fields["drug"].choices = Offered((slug, title) for slug, title, _ in self.drugs)

    def narrow(self, sources):
        for name, value in self.chosen.items():
            if name in COLUMNS:
                sources = sources.filter(**{COLUMNS[name]: value})
        for word in self.chosen.get("q", "").split()[:MAX_WORDS]:
            sources = sources.filter(pk__in=_holding(word))
        if "drug" in self.chosen:
            sources = sources.filter(pk__in=self._behind(self.chosen["drug"]))
        return sources

    def narrow_then(self, sources) -> list:
        """The same of the sources of an earlier moment."""
        given = self.chosen
        columns = {column: given[name] for name, column in COLUMNS.items() if name in given}
        words = [word.casefold() for word in given.get("q", "").split()[:MAX_WORDS]]
        behind = earlier.named_by("drug", self._drug(given["drug"])) if "drug" in given else None
        return [
            source
            for source in sources
            if all(str(getattr(source, column)) == value for column, value in columns.items())
            and (behind is None or ("source", source.id) in behind)
            and (not words or _holds(source, words))
        ]

    def _drug(self, slug) -> int:
        [entry_id] = [pk for known, _, pk in self.drugs if known == slug]
        return entry_id

    def _behind(self, slug):
        """Ids of the sources that the published facts of a drug rest on."""
        entry_id = self._drug(slug)
        named = LiveReference.objects.filter(kind="drug", entry_id=entry_id, target_kind="source")
        return named.values("target_id")


# From each year down to the next in the index: DISTINCT would read every source.
YEARS = """
WITH RECURSIVE live_years(year) AS (
    SELECT MAX(year) FROM live_source
    UNION ALL
    SELECT (SELECT MAX(s.year) FROM live_source s WHERE s.year < live_years.year)
    FROM live_years WHERE year IS NOT NULL
) SELECT year FROM live_years WHERE year IS NOT NULL ORDER BY year DESC
"""


def _drugs() -> list[tuple[str, str, int]]:
    """Address, name and id of every drug, by name."""
    if past.moment():
        drugs = earlier.entries(kinds()["drug"].live)
        return sorted(((d.slug, d.title, d.id) for d in drugs), key=lambda drug: drug[1])
    found = SearchEntry.objects.filter(kind="drug").order_by("title")
    return list(found.values_list("slug", "title", "entry_id"))


def _years() -> list[str]:
    if past.moment():
        years = {source.year for source in earlier.entries(LiveSource)} - {None}
        return [str(year) for year in sorted(years, reverse=True)]
    with connection.cursor() as cursor:
        cursor.execute(YEARS)
        return [str(year) for (year,) in cursor.fetchall()]


def _holds(source, words) -> bool:
    """Each of the words is in one of the columns that are searched."""
    own = [getattr(source, column) or "" for column in SEARCHED if "__" not in column]
    texts = [text.casefold() for text in (*own, *(author.name for author in source.authors))]
    return all(any(word in text for text in texts) for word in words)


def _holding(word):
    found = Q()
    for column in SEARCHED:
        found |= Q(**{f"{column}__icontains": word})
    return LiveSource.objects.filter(found).order_by().values("pk")
