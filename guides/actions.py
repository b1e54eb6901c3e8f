"""What readers and moderators do with letters: send, answer, close, pass on."""

from django.db import transaction
from django.utils import timezone

from editorial import log
from editorial.actions import Refused, allow, verb

from .models import Letter, LiveAnswer, Question

State = Letter.State


def receive(letter: Letter, *, spam: bool) -> Letter:
    """Keep what a reader sent; nobody sees it before a moderator has, and spam nobody else at all."""
    letter.received_at = timezone.now()
    letter.state = State.SPAM if spam else State.WAITING
    letter.save(force_insert=True)
    return letter


@verb("answer a letter")
def answer(letter: Letter, *, by, text: str, led_to_change=False) -> Letter:
    """Answer it. A question is shown to readers with its answer; other letters stay in the newsroom.

    Raises Refused for an empty answer. Answering again replaces the answer that readers see.
    """
    letter = _open(letter, by)
    if not text.strip():
        raise Refused("Write the answer first.")
    letter.answer, letter.led_to_change = text.strip(), led_to_change
    _moderated(letter, by, State.ANSWERED)
    if isinstance(letter, Question):
        _show(letter)
    return letter


@verb("close a letter")
def close(letter: Letter, *, by, spam=False, led_to_change=False) -> Letter:
    """Put it away without an answer; a question that readers saw is taken down."""
    letter = _open(letter, by)
    letter.led_to_change = led_to_change
    _moderated(letter, by, State.SPAM if spam else State.CLOSED)
    if isinstance(letter, Question):
        LiveAnswer.objects.filter(pk=letter.pk).delete()
    return letter


@verb("escalate a letter")
def escalate(letter: Letter, *, by) -> Letter:
    """Show it to medical reviewers as a possible adverse reaction. An answer to it names where to report."""
    letter = _open(letter, by)
    letter.escalated_at = letter.escalated_at or timezone.now()
    letter.save(update_fields=["escalated_at"])
    LiveAnswer.objects.filter(pk=letter.pk, guide_id=getattr(letter, "guide_id", 0)).update(
        reporting=True
    )
    return letter


def _open(letter, by):
    allow(by, "moderate")
    return type(letter).objects.select_for_update().get(pk=letter.pk)


def _moderated(letter, by, state):
    letter.state, letter.moderated_by, letter.moderated_by_name = state, by, log.name_of(by)
    letter.moderated_at = timezone.now()
    letter.save()


@transaction.atomic
def _show(question):
    LiveAnswer.objects.update_or_create(
        pk=question.pk,
        defaults={
            "guide_id": question.guide_id,
            "name": question.name,
            "text": question.text,
            "answer": question.answer,
            "led_to_change": question.led_to_change,
            "reporting": question.escalated_at is not None,
            "answered_at": question.moderated_at,
        },
    )
