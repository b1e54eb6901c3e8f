"""The short form with which a publisher warns at once."""

from django import forms
from django.utils.text import slugify

from editorial.forms import WorkingForm
from evidence.models import Source

from .models import Authority, Warning


class EmergencyForm(WorkingForm):
    """A new warning, or the new text of one that is there: live at once, red until countersigned."""

    authority = forms.ChoiceField(label="Who warns", choices=Authority.choices)
    note = forms.CharField(
        label="What readers are told under “What changed”",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label="Why it cannot wait for two signatures",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the newsroom and the audit: whoever countersigns reads it first.",
    )

    class Meta:
        model = Warning
        fields = ("title", "text", "advice", "applies_to", "sources")
        labels = {
            "title": "Title",
            "text": "The warning",
            "advice": "What to do",
            "applies_to": "Drugs concerned",
            "sources": "Where it says so",
        }
        help_texts = {
            "sources": "The regulator's notice, letter or label. It has to be published. Hold Ctrl to choose several."
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "applies_to": forms.CheckboxSelectMultiple,
            "sources": forms.SelectMultiple(attrs={"size": 10}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("text", "applies_to", "sources"):
            self.fields[name].required = True

    def clean_sources(self):
        sources = self.cleaned_data["sources"]
        if all(source.tier == Source.Tier.F for source in sources):
            raise forms.ValidationError(
                "Promotion (tier F) alone cannot carry a warning; name another source."
            )
        return sources

    def clean_title(self):
        title = self.cleaned_data["title"]
        slug = slugify(title)
        if not slug:
            raise forms.ValidationError("Use words that can be part of an address.")
        if self.instance.pk is None:
            if Warning.objects.filter(slug=slug).exists():
                raise forms.ValidationError(
                    "There is a warning with this title already; open it and warn from there."
                )
            self.instance.slug = slug
        return title
