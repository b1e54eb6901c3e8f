"""The small forms of a proposal: propose, withdraw, sign, send back, schedule, talk, preview."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from .actions.previews import MOST_HOURS
from .models import Change
from .roles import EDITORS


def _words(label, rows=3, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class People(forms.ModelMultipleChoiceField):
    """Colleagues who may read a proposal, by their full names."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=get_user_model().objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, person):
        roles = ", ".join(sorted(group.name for group in person.groups.all()))
        return f"{person.get_full_name() or person.get_username()} ({roles})"


def colleagues():
    found = get_user_model().objects.filter(is_active=True, groups__name__in=EDITORS).distinct()
    return found.order_by("last_name", "first_name", "username").prefetch_related("groups")


class AssigneesForm(forms.Form):
    people = People(label="Asked to look at it")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = colleagues()


class ProposeForm(AssigneesForm):
    """Why these entries change; shown to readers when the change is major."""

    change = forms.ChoiceField(
        label="Kind of change",
        choices=[
            (Change.MINOR, "Minor: nothing that a reader would act on differently"),
            (Change.MAJOR, "Major: the note below is shown to readers under What changed"),
        ],
        initial=Change.MINOR,
        widget=forms.RadioSelect,
    )
    note = _words(
        "What changed and why",
        help_text="For a major change write it for readers: plain words, one or two sentences.",
    )

    field_order = ("change", "note", "people")

    def __init__(self, *args, blocking=(), **kwargs):
        """`blocking` names the content checks that block: each asks for a reason to go on."""
        super().__init__(*args, **kwargs)
        for name in blocking:
            label = f"Why this is proposed although “{name.replace('-', ' ')}” was found"
            self.fields[f"override-{name}"] = _words(label, 2, required=False)

    @property
    def overrides(self) -> dict[str, str]:
        return {
            name.removeprefix("override-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("override-")
        }


class WithdrawForm(forms.Form):
    reason = _words("Reason", help_text="Readers see it at the old address.")
    replaced_by = forms.CharField(
        label="Replaced by",
        required=False,
        max_length=160,
        help_text="Path of the page that takes its place, such as /drugs/baricitinib/. Leave empty for none.",
    )
    note = _words("Note for the newsroom", help_text="Why now, who asked for it.")


class SignForm(forms.Form):
    """One signature under the very text on this screen."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    role = forms.ChoiceField(label="As", widget=forms.RadioSelect)
    whole_page = forms.BooleanField(
        label="I have read the whole page against its sources, not only what changed",
        required=False,
        help_text="With a medical signature it sets the date of the last review.",
    )

    def __init__(self, *args, roles=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles
        if "medical" not in dict(roles):
            del self.fields["whole_page"]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0][0]


class CommentForm(forms.Form):
    text = _words("Say something")


class ReturnForm(forms.Form):
    comment = _words("What has to be changed")


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label="Publish at (UTC)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Readers see the old text until that minute.",
    )

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError("Choose a time in the future, or publish now.")
        return at


class PreviewForm(forms.Form):
    hours = forms.IntegerField(
        label="Hours that it works", min_value=1, max_value=MOST_HOURS, initial=24
    )


class NoFields(forms.Form):
    """For verbs that need nothing but the decision."""
