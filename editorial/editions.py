"""The editions of one entry as an editor reads them: the list, one or two by number, what came since."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from .differences import Difference, difference
from .document import NotPublishable, freeze
from .models import Change, Edition, Touch
from .registry import kind_of

WORKING = "working"
"""How an address names the working copy where it could name an edition by its number."""
DIGITS = 9
"""No edition has a longer number; the database would not take it."""


class Unknown(Exception):
    """What was asked for cannot be compared; the message says why, in words for an editor."""


@dataclass(frozen=True)
class Comparison:
    """Two texts of an entry, each named by the number of its edition or as the working copy."""

    before: str
    after: str
    difference: Difference

    @property
    def names(self) -> tuple[str, str]:
        return name_of(self.before), name_of(self.after)


def editions_of(entry):
    """Newest first, with their proposals and signatures; without the texts."""
    editions = Edition.objects.filter(kind=entry.kind, entry_id=entry.pk).order_by("-number")
    named = editions.select_related("proposal").prefetch_related("proposal__sign_offs")
    return named.defer("document")


def edition_of(entry, number) -> Edition | None:
    """One edition with its text."""
    if len(str(number)) > DIGITS:
        return None
    return Edition.objects.filter(kind=entry.kind, entry_id=entry.pk, number=number).first()


def touched_since(entry) -> list[dict]:
    """Who changed the working copy since the newest published text was frozen, the latest first."""
    touches = Touch.objects.filter(kind=entry.kind, entry_id=entry.pk)
    last = editions_of(entry).exclude(change=Change.WITHDRAWN).prefetch_related(None).first()
    if last:
        frozen = last.proposal.proposed_at if last.proposal else last.published_at
        touches = touches.filter(Q(after_edition__gte=last.number) | Q(at__gt=frozen))
    people = touches.order_by().values("user_id", "name")
    return list(people.annotate(times=Count("pk"), last=Max("at")).order_by("-last"))


def compare(entry, before: str, after: str) -> Comparison:
    """The difference between two editions, or an edition and the working copy; raises Unknown."""
    if before == after:
        raise Unknown("Choose two different texts to compare.")
    texts = [_text(entry, name) for name in (before, after)]
    return Comparison(before, after, difference(kind_of(entry), *texts))


def name_of(text: str) -> str:
    return "the working copy" if text == WORKING else f"edition {text}"


def working_text(entry) -> dict:
    try:
        return freeze(entry)
    except NotPublishable as reason:
        raise Unknown(f"The working copy cannot be compared now. {reason}") from reason


def _text(entry, name) -> dict | None:
    if name == WORKING:
        return working_text(entry)
    if not name:
        raise Unknown("Choose two texts to compare: one in each column.")
    edition = edition_of(entry, name) if name.isascii() and name.isdigit() else None
    if edition is None:
        raise Unknown(f"There is no edition “{name[:20]}” of this entry.")
    return edition.document
