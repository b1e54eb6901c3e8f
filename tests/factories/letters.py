"""Letters of readers."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from guides.models import Feedback, Question


class QuestionFactory(DjangoModelFactory):
    """A question that waits for a moderator."""

    class Meta:
        model = Question

    path = "/guides/a-guide/"
    edition = 1
    guide_id = 1
    name = "Rosa"
    email = "rosa@example.org"
    text = factory.Sequence(lambda n: f"What about my hair, for the {n}. time?")
    received_at = factory.LazyFunction(timezone.now)


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    path = "/drugs/tofacitinib/"
    edition = 1
    about = "wrong"
    email = "rosa@example.org"
    text = factory.Sequence(lambda n: f"This is wrong, for the {n}. time.")
    received_at = factory.LazyFunction(timezone.now)
