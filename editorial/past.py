"""What readers saw at an earlier moment, made from the public log (docs/adr/0011).

`?as_of=2026-03-01` asks for the end of that day (UTC), `?edition=3` of an entry for the end of the day on which
that edition was published, or for the moment before the next one. While such a request is answered,
`editorial/bare.py` reads editions where it else reads live rows: the last one of each entry up to the moment,
unless that one withdrew it.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import render

from . import log, wording
from .language import gettext
from .models import Change, LiveChange, LiveEdition
from .reading import from_row
from .registry import kinds
from .upcast import upcast
from .wording import partial_date

AS_OF, EDITION = "as_of", "edition"
LARGEST = 2**31 - 1


BUSY_FOR = 10
"""Seconds after which to ask again."""


class Busy(Exception):
    """Another request reads a large part of the past, and this one has waited long enough."""


@dataclass
class Moment:
    """A place in the log at which readers look back; `seq` is None until the edition asked for is found."""

    day: date | None = None
    edition: int | None = None
    seq: int | None = None
    number: int | None = None
    """The edition of the entry that the page is about, once it was found."""
    published: date | None = None
    """When that edition was published, if an edition was asked for."""
    followed: bool = False
    """Whether another edition came after it."""

    @property
    def on(self) -> date:
        """The day that readers look at."""
        return self.day or self.published or today()

    @property
    def where(self) -> str:
        """The query that leads here again."""
        return f"{AS_OF}={self.day.isoformat()}" if self.day else f"{EDITION}={self.edition}"

    @property
    def grows(self) -> bool:
        """Whether this view can still change: until its day ends, unless another edition came already."""
        return not self.followed and self.on >= today()


_moment: ContextVar[Moment | None] = ContextVar("moment", default=None)


def moment() -> Moment | None:
    """The moment at which this request looks, None for today."""
    return _moment.get()


def shows_past(view: Callable) -> Callable:
    """A page that can be read as of a day, or in an edition: it reads through `bare` and `live_or_gone` only."""

    @wraps(view)
    def respond(request, *args, **kwargs):
        try:
            wanted = _asked(request, with_edition="slug" in kwargs)
        except ValueError as problem:
            return render(request, "400.html", {"reason": str(problem)}, status=400)
        if wanted is None:
            return view(request, *args, **kwargs)
        if wanted.seq == 0 and "slug" not in kwargs:
            return _nothing_yet(request, wanted)
        request.moment = wanted
        with looking(wanted):
            try:
                response = view(request, *args, **kwargs)
            except Busy:
                response = render(request, "503.html", status=503)
                response.headers["Retry-After"] = str(BUSY_FOR)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return respond


def end_of(day: date) -> Moment:
    return Moment(day=day, seq=seq_at(day))


@contextmanager
def looking(at: Moment):
    """Inside, everything reads as of this moment."""
    token = _moment.set(at)
    try:
        yield
    finally:
        _moment.reset(token)


def looking_back(request) -> dict:
    """For the frame of every page: the moment that it shows, or whether one was asked for in vain."""
    at = getattr(request, "moment", None)
    return {"moment": at, "asked": bool(request and not at and request.GET.get(AS_OF))}


def carried() -> list[tuple[str, str]]:
    """For forms: the day that the page shows, so that a filter or a choice stays on it."""
    return [(AS_OF, moment().day.isoformat())] if moment() and moment().day else []


def unfiltered(request, **kept) -> str:
    """This page with no more than these parameters, on the day that it shows."""
    query = urlencode([*kept.items(), *carried()])
    return f"{request.path}?{query}" if query else request.path


def overdue(day) -> bool:
    """Whether the day of the next review had passed on the day that the page shows."""
    return wording.overdue(day, moment().on if moment() else None)


def today() -> date:
    return datetime.now(UTC).date()


def _asked(request, *, with_edition: bool) -> Moment | None:
    day, edition = request.GET.get(AS_OF), request.GET.get(EDITION) if with_edition else None
    if day and edition:
        raise ValueError(gettext("Ask for a day (as_of) or for an edition, not for both."))
    if day:
        return end_of(day_of(day))
    if edition:
        if not (edition.isascii() and edition.isdigit() and 0 < int(edition[:12]) <= LARGEST):
            problem = gettext("edition must be a whole number from 1, not “%(text)s”.")
            raise ValueError(problem % {"text": edition[:20]})
        return Moment(edition=int(edition))
    return None


def day_of(text: str) -> date:
    """A day that has begun; ValueError with words for the reader."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-03-01") else None
    except ValueError:
        day = None
    if day is None:
        problem = gettext("as_of must be a day such as 2026-03-01, not “%(text)s”.")
        raise ValueError(problem % {"text": text[:20]})
    if day > today():
        raise ValueError(gettext("as_of must not be in the future."))
    return day


def seq_at(day: date) -> int:
    """The last number of the log on that day, in UTC; 0 before the first."""
    after = datetime.combine(day + timedelta(days=1), time(), UTC)
    return LiveChange.objects.filter(published_at__lt=after).aggregate(at=Max("seq"))["at"] or 0


# Editions at the moment --------------------------------------------------------------------


def editions_at(seq: int, which: Q) -> list[dict]:
    """The last edition up to `seq` of each entry that `which` chooses, withdrawn ones too, whole.

    With it what only earlier editions know: since when the entry is published, and its last review.
    """
    same = LiveEdition.objects.order_by().filter(
        kind=OuterRef("kind"), entry_id=OuterRef("entry_id"), seq__lte=seq
    )
    withdrawn = Subquery(
        same.filter(change=Change.WITHDRAWN, seq__lt=OuterRef("seq"))
        .values("entry_id")
        .annotate(at=Max("seq"))
        .values("at")
    )
    since = same.filter(seq__lte=OuterRef("seq"), seq__gt=OuterRef("anew")).values("entry_id")
    rows = (
        LiveEdition.objects.order_by("kind", "entry_id")
        .filter(which, seq__lte=seq)
        .exclude(Exists(same.filter(seq__gt=OuterRef("seq"))))
        .annotate(anew=Coalesce(withdrawn, Value(0)))
        .annotate(
            first_published_at=Subquery(since.annotate(at=Min("published_at")).values("at")),
            last_review=Subquery(since.annotate(at=Max("reviewed_at")).values("at")),
        )
    )
    fields = [field.attname for field in LiveEdition._meta.concrete_fields]
    return list(rows.values(*fields, "first_published_at", "last_review"))


def edition_columns(row: dict) -> dict:
    """What a live entry has besides its document, as it was with this edition."""
    return {
        "edition": row["number"],
        "seq": row["seq"],
        "published_at": row["published_at"],
        "first_published_at": row["first_published_at"],
        "change_note": row["note"],
        "origin": row["origin"],
        **log.review_dates(row["kind"], row["last_review"]),
    }


def documents(managers: Iterable) -> list[tuple]:
    """What the managers would give today, as of the moment: kind, edition columns, document.

    A manager is that of a model (all entries), or the related one of an entry (those whose set names it).
    """
    asked = {manager.model.kind: manager for manager in managers}
    rows = editions_at(moment().seq, Q(kind__in=asked))
    found = []
    for row in rows:
        if row["document"] is not None:
            kind, document = kinds()[row["kind"]], upcast(row["document"])
            if _names(asked[row["kind"]], kind, document):
                found.append((kind, edition_columns(row), document))
    return found


def _names(manager, kind, document) -> bool:
    field = getattr(manager, "query_field_name", None)
    [row] = document["rows"][kind.rows[0].label]
    return field is None or manager.instance.pk in row[field]


def roots(wanted: dict[str, set[int]]) -> dict[str, dict[int, dict]]:
    """The own columns of these entries as they were, by kind and id; those that were not live are left out."""
    chosen = Q(pk__in=[])
    for name, ids in wanted.items():
        chosen |= Q(kind=name, entry_id__in=ids)
    found = {name: {} for name in wanted}
    for row in editions_at(moment().seq, chosen) if any(wanted.values()) else ():
        if row["document"] is not None:
            rows = upcast(row["document"])["rows"]
            found[row["kind"]][row["entry_id"]] = rows[kinds()[row["kind"]].rows[0].label][0]
    return found


# One entry ---------------------------------------------------------------------------------


def entry(request, live_model, slug: str):
    """The entry as it was, as an instance of its live model that is in no table; or an answer, or None.

    None says that no edition ever had this address.
    """
    kind = kinds()[live_model.kind]
    at = moment()
    had = LiveEdition.objects.order_by().filter(kind=kind.name, slug=slug)
    if at.seq is None:
        at.seq = _seq_of(kind.name, had.values("entry_id"), at)
    rows = editions_at(at.seq, Q(kind=kind.name, entry_id__in=had.values("entry_id")))
    row = max(rows, key=lambda row: (row["slug"] == slug, row["seq"]), default=None)
    if row is None:
        first = had.order_by("seq").values("published_at", "title").first()
        return first and _not_yet(request, at, first)
    at.number = row["number"]
    if row["document"] is None:
        tombstone = row | {"withdrawn_at": row["published_at"], "reason": row["note"]}
        return render(request, "410.html", {"tombstone": tombstone}, status=410)
    return _instance(kind, row)


def _seq_of(kind_name, entry_ids, at) -> int:
    """Where an edition is looked at: at the end of its day, as what belongs around it is often published
    just after it, and never beyond the next edition. 0 when there is no such edition."""
    rows = LiveEdition.objects.filter(
        kind=kind_name, entry_id__in=entry_ids, number__in=[at.edition, at.edition + 1]
    ).order_by("-seq")
    found = {row["number"]: row for row in rows.values("number", "seq", "published_at")}
    if at.edition not in found:
        return 0
    at.published = found[at.edition]["published_at"].date()
    at.followed = at.edition + 1 in found
    end = seq_at(at.published)
    return min(end, found[at.edition + 1]["seq"] - 1) if at.followed else end


def _nothing_yet(request, at):
    first = LiveChange.objects.order_by("seq").values("published_at").first()
    what = gettext("Nothing was published here on %(date)s.") % {"date": partial_date(at.day)}
    context = {"what": what, "first": first or {}, "history": False}
    return render(request, "not_yet.html", context, status=404)


def _not_yet(request, at, first):
    if at.day:
        what = gettext("This page was not there on %(date)s.") % {"date": partial_date(at.day)}
    else:
        what = gettext("This page has no edition %(number)s.") % {"number": at.edition}
    return render(
        request, "not_yet.html", {"what": what, "first": first, "history": True}, status=404
    )


def _instance(kind, row):
    live, [values] = kind.live, upcast(row["document"])["rows"][kind.rows[0].label]
    columns = edition_columns(row) | {"document": row["document"]}
    pairs = {field.attname: value for field, value in from_row(live, values)} | columns
    names = [field.attname for field in live._meta.concrete_fields]
    return live.from_db("default", names, [pairs[name] for name in names])
