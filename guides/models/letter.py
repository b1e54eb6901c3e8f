"""What readers send: questions about a guide, and words about any page.

It arrives in tables that public pages may add to and never read (`inbox_*`). What a moderator answered
is shown from a table of its own (`live_answer`), which holds no address and nothing that was refused.
"""

from django.conf import settings
from django.db import models

from editorial.language import N_
from editorial.roles import Role

LONGEST = 2000
"""Characters of a letter."""


class Letter(models.Model):
    """Something that a reader sent from a page."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a moderator"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed without an answer"
        SPAM = "spam", "Spam"

    path = models.CharField(max_length=200)
    edition = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(
        blank=True, help_text="Never shown. Use it to answer this letter and for nothing else."
    )
    text = models.TextField(max_length=LONGEST)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True, max_length=LONGEST)
    led_to_change = models.BooleanField("led to a change of the page", default=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    moderated_by_name = models.CharField(max_length=160, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    """When a moderator passed it on as a possible adverse reaction."""

    held_by = {"view": (Role.MODERATOR, Role.REVIEWER), "change": (Role.MODERATOR,)}
    """Who may open it; a medical reviewer sees what was escalated and nothing else."""

    class Meta:
        abstract = True
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return f"{self.path}: {self.text[:60]}"


class Question(Letter):
    """A reader's question about a guide."""

    guide_id = models.BigIntegerField()

    kind = "question"

    class Meta(Letter.Meta):
        db_table = "inbox_question"


class Feedback(Letter):
    """What somebody says of a page: something is wrong, unclear or broken."""

    class About(models.TextChoices):
        WRONG = "wrong", N_("Something is wrong or out of date")
        UNCLEAR = "unclear", N_("I do not understand something")
        MISSING = "missing", N_("Something is missing")
        BROKEN = "broken", N_("A link or the page does not work")

    about = models.CharField(max_length=8, choices=About)

    kind = "feedback"

    class Meta(Letter.Meta):
        db_table = "inbox_feedback"
        verbose_name_plural = "feedback"


class LiveAnswer(models.Model):
    """A question with its answer, as readers see it; its key is the question's."""

    id = models.BigIntegerField(primary_key=True)
    guide_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    answer = models.TextField()
    led_to_change = models.BooleanField(default=False)
    reporting = models.BooleanField(default=False)
    """Whether it tells where to report an adverse reaction."""
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "live_answer"
        ordering = ["-answered_at", "-pk"]

    def __str__(self):
        return self.text[:60]
