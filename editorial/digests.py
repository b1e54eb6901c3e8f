"""The daily e-mail of each editor: what waits for them, and which reviews are due. Nothing waits, no e-mail."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from . import log
from .models import Digest
from .queues import QUEUES, Item
from .roles import Role, roles_of

FOR_ALL = ("emergency", "waiting", "returned", "calendar")
FOR_REVIEWS = ("overdue", "due")
MOST = 20
"""Lines of one queue in an e-mail; the rest is behind the link."""

FOOT = "You get one such message a day, and only when something waits.\nTurn it off here: "


@dataclass(frozen=True)
class Part:
    """One queue in an e-mail."""

    title: str
    number: int
    items: list[Item]
    url: str


def parts(user) -> list[Part]:
    """What waits for somebody, as it stands now."""
    names = [*FOR_ALL, *(FOR_REVIEWS if roles_of(user) & {Role.REVIEWER, Role.AUTHOR} else ())]
    found = []
    for queue in (QUEUES[name] for name in names):
        rows = queue.rows(user)
        number = rows.count()
        if number:
            address = reverse("admin:editorial_queue", args=[queue.name])
            found.append(Part(queue.title, number, queue.shown(rows[:MOST]), _absolute(address)))
    return found


def message_for(user) -> EmailMessage | None:
    waiting = parts(user)
    if not waiting:
        return None
    off = _absolute(reverse("admin:editorial_digest"))
    number = sum(part.number for part in waiting)
    return EmailMessage(
        subject=f"jakinfo: {number} {'thing waits' if number == 1 else 'things wait'} for you",
        body="\n\n".join([f"Hello {log.name_of(user)},", *map(_in_words, waiting), FOOT + off]),
        to=[user.email],
        headers={"List-Unsubscribe": f"<{off}>", "Auto-Submitted": "auto-generated"},
    )


def _in_words(part: Part) -> str:
    lines = [f"{part.title}: {part.number}", part.url]
    for item in part.items:
        day = f", {item.when:%-d %B %Y}" if item.when else ""
        lines += [f"  - {item.title}{day}", f"    {_absolute(item.url)}"]
    if part.number > len(part.items):
        lines.append(f"  and {part.number - len(part.items)} more")
    return "\n".join(lines)


def send_all() -> Iterator[tuple[str, str]]:
    """Send today's e-mails; (person, what happened) for each. Run again, it sends none twice."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    for person in people.order_by("pk"):
        try:
            done = _send(person)
        except OSError as trouble:
            yield person.get_username(), f"failed, will be tried again: {trouble}"
        else:
            if done:
                yield person.get_username(), done


@transaction.atomic
def _send(person) -> str:
    """One e-mail under the lock of the person's row, so that two runs at once do not send two."""
    Digest.objects.get_or_create(user=person)
    digest = Digest.objects.select_for_update().get(user=person)
    today = timezone.localdate()
    if not digest.wanted or digest.sent_on == today:
        return ""
    message = message_for(person)
    if message is None:
        return ""
    digest.sent_on = today
    digest.save(update_fields=["sent_on"])
    message.send()
    return "sent"


def _absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
