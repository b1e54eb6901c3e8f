"""What readers may send, and how a machine is told from a person without asking anybody anything."""

import re
import time

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from editorial.language import gettext

from .models import Feedback, Letter, Question

QUICKEST, LONGEST_OPEN = 3, 24 * 3600
"""Seconds: nobody writes a letter faster, and a form that was open longer asks to be sent again."""
MOST, WITHIN = 5, 3600
"""Letters from one address within so many seconds."""
SALT = "guides.letters"
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def opened_now() -> str:
    """The value of the hidden field that says when the form was opened."""
    return signing.dumps(time.time(), salt=SALT)


class LetterForm(forms.ModelForm):
    """A letter; `is_spam` says whether a machine wrote it, which is told to nobody but moderators."""

    website = forms.CharField(required=False)
    """A trap: people do not see it, so only machines fill it in."""
    opened = forms.CharField(required=False)

    class Meta:
        model = Letter
        fields = ("text", "name", "email")

    def clean(self):
        data = super().clean()
        self.age = _age(data.get("opened", ""))
        if self.age is None:
            words = gettext("This form was open for a long time. Please send it once more.")
            self.add_error(None, words)
        return data

    def clean_text(self):
        return _INVISIBLE.sub("", self.cleaned_data["text"].replace("\r\n", "\n")).strip()

    def clean_name(self):
        return _INVISIBLE.sub("", self.cleaned_data["name"]).strip()

    @property
    def is_spam(self) -> bool:
        return bool(self.cleaned_data.get("website")) or self.age < QUICKEST


class QuestionForm(LetterForm):
    class Meta(LetterForm.Meta):
        model = Question


class FeedbackForm(LetterForm):
    class Meta(LetterForm.Meta):
        model = Feedback
        fields = ("about", *LetterForm.Meta.fields)


def _age(opened: str) -> float | None:
    """Seconds since the form was opened; None when that is not known or too long ago."""
    try:
        age = time.time() - signing.loads(opened, salt=SALT)
    except signing.BadSignature:
        return None
    return age if age <= LONGEST_OPEN else None


def too_many(address: str) -> bool:
    """Count one more letter from this address; whether that is too many. No address is kept in plain."""
    key = "letters:" + salted_hmac(SALT, address).hexdigest()
    cache.add(key, 0, WITHIN)
    try:
        return cache.incr(key) > MOST
    except ValueError:
        # It ran out between the two.
        return False
