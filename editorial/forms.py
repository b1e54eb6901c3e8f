"""The forms that editors fill in: shared fields, choosers and rules of every working model."""

from itertools import count

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField

from .aggregate import owner_key
from .opened import BACK, made_again
from .prose import cleaned
from .registry import kind_of

INTERNAL = ("note",)
"""Long texts that no reader sees, so that anything may be written in them."""


ID_DIGITS = 18
"""More cannot be an id: SQLite and PostgreSQL count in 64 bits."""


class LongText(forms.CharField):
    """A text of many lines; a browser's line ends alone are no change."""

    def to_python(self, value):
        text = super().to_python(value)
        return text and text.replace("\r\n", "\n").replace("\r", "\n")


class LinesField(forms.CharField):
    """A list of short texts, written one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 30})

    def prepare_value(self, value):
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        return _lines(super().clean(value))

    def has_changed(self, initial, data):
        return (initial or []) != _lines(data or "")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class _KnownChoices:
    """An autocomplete chooser that is told the chosen rows, so that a form with a hundred facts
    does not ask for each of them."""

    def know(self, rows):
        label = self.admin_site.choice_label
        self.known = getattr(self, "known", {}) | {str(row.pk): label(row) for row in rows}

    def optgroups(self, name, value, attr=None):
        chosen = [str(v) for v in value if v not in self.choices.field.empty_values]
        self._look_up(v for v in chosen if v not in getattr(self, "known", {}))
        options = [
            self.create_option(name, v, self.known[v], True, i)
            for i, v in enumerate(chosen)
            if v in self.known
        ]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]

    def _look_up(self, unknown):
        """Only after a refused form, or for a single key of the entry itself."""
        ids = [int(v) for v in unknown if v.isdecimal() and len(v) <= ID_DIGITS]
        self.know(self.choices.queryset.filter(pk__in=ids))


class KnownSelect(_KnownChoices, AutocompleteSelect):
    pass


class KnownSelectMultiple(_KnownChoices, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs, extra_attrs=None):
        """Each choice has its own cross; one for all stands where a list may hold items only."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-allow-clear": "false"}


class ChosenRows(forms.ModelMultipleChoiceField):
    """Several chosen rows; an id too large for the database is refused, not looked up."""

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > ID_DIGITS:
                code = "invalid_pk_value"
                raise ValidationError(self.error_messages[code], code=code, params={"pk": pk})
        return super().clean(value)


class WorkingForm(forms.ModelForm):
    """Any working row: its long texts are Markdown and nothing else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            chooser = getattr(field.widget, "widget", field.widget)
            rows = self._fetched(name)
            if isinstance(chooser, _KnownChoices) and rows is not None:
                chooser.know(rows)

    def clean(self):
        data = super().clean() or self.cleaned_data
        for name in self._published_texts():
            try:
                data[name] = cleaned(data[name])
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return data

    def _published_texts(self):
        texts = {f.name for f in self._meta.model._meta.fields if isinstance(f, models.TextField)}
        return [name for name in self.cleaned_data if name in texts.difference(INTERNAL)]

    def _fetched(self, name):
        """The rows that a key or a set of the instance names, when they are in memory already."""
        sets = getattr(self.instance, "_prefetched_objects_cache", {})
        if name in sets:
            return list(sets[name])
        if name in self.instance._state.fields_cache:
            row = self.instance._state.fields_cache[name]
            return [row] if row else []
        return None


class EntryForm(WorkingForm):
    """An entry: its address may not be one that another published entry still has."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        live = kind_of(self.instance).live
        other = (
            live.objects.filter(slug=slug).exclude(pk=self.instance.pk).defer("document").first()
        )
        if other:
            raise ValidationError(
                f"The address “{slug}” is still used by the published “{other.title}”. "
                "Publish its change first, or choose another address."
            )
        return slug


class RowForm(WorkingForm):
    """A row that an entry owns; a new row without a position goes to the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            if self.instance.pk is None:
                self.initial["position"] = None

    def clean(self):
        data = super().clean()
        if (
            "position" in self.fields
            and data.get("position") is None
            and "position" not in self.errors
        ):
            data["position"] = self.next_position()
        return data

    def next_position(self) -> int:
        key = owner_key(self._meta.model)
        owner = self.cleaned_data.get(key.name) or self.instance.__dict__.get(key.attname)
        if isinstance(owner, models.Model) and owner.pk is None:
            return 0
        rows = self._meta.model._base_manager.filter(**{key.name: owner})
        last = rows.aggregate(models.Max("position"))["position__max"]
        return 0 if last is None else last + 1

    def validate_unique(self):
        """In a table Django compares a row with the others on the page only; compare it with all."""
        super().validate_unique()
        key = owner_key(self._meta.model)
        if not isinstance(self.fields.get(key.name), InlineForeignKeyField):
            return
        unsure = self._get_validation_exclusions()
        for rule in self.instance._meta.constraints:
            if isinstance(rule, models.UniqueConstraint) and self.instance.__dict__[key.attname]:
                self._check(rule, unsure)

    def _check(self, rule, unsure):
        try:
            rule.validate(self._meta.model, self.instance, exclude=unsure)
        except ValidationError as refusal:
            self.add_error(None, refusal)

    def _get_validation_exclusions(self):
        """The owner is read-only on a row's own form, but "only once in this entry" still has to hold."""
        excluded = super()._get_validation_exclusions()
        if self.instance.pk:
            excluded.discard(owner_key(self._meta.model).name)
        return excluded


def _in_order(model):
    """The key by which Python puts rows into the order of their table; what is not known comes first."""
    names = [model._meta.pk.name if name == "id" else name for name in model._meta.ordering]

    def key(row):
        values = [getattr(row, name) for name in (*names, "pk")]
        return [(value is not None, value) for value in values]

    return key


class RowFormSet(forms.BaseInlineFormSet):
    """The rows of an entry on one page: only rows that were changed are validated and saved."""

    def get_queryset(self):
        """From the aggregate, if the entry was opened with it: else a drug's form asks thirty times."""
        fetched = getattr(self.instance, "aggregate", None)
        if fetched is None or hasattr(self, "_queryset"):
            return super().get_queryset()
        rows = super().get_queryset()
        rows._result_cache = sorted(fetched.rows[self.model], key=_in_order(self.model))
        rows._prefetch_done = True
        return rows

    def _existing_object(self, pk):
        """The row, or a new one in place of a row that somebody deleted meanwhile."""
        try:
            return super()._existing_object(pk)
        except KeyError:
            return self.model()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.next_position = self._after_the_last
        if self.is_bound and i < self.initial_form_count():
            form.empty_permitted = True
        return form

    def has_lost_rows(self) -> bool:
        """Whether a row was sent that is not there any more."""
        return any(form.instance.pk is None for form in self.initial_forms)

    def get_form_kwargs(self, index):
        """A row that comes back begins with the columns that this table does not show."""
        kwargs = super().get_form_kwargs(index)
        token = self._token(index)
        return kwargs | {"instance": made_again(self.model, token)} if token else kwargs

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self._token(index):
            form.fields[self.model._meta.pk.name] = forms.CharField(
                required=False, widget=forms.HiddenInput
            )

    def _token(self, index) -> str:
        """What a row that comes back has in place of an id."""
        if not self.is_bound or index is None or index < self.initial_form_count():
            return ""
        sent = self.data.get(f"{self.add_prefix(index)}-{self.model._meta.pk.name}", "")
        return sent if sent.startswith(BACK) else ""

    def _after_the_last(self) -> int:
        if not hasattr(self, "_positions"):
            present = [row.position for row in self.get_queryset()]
            self._positions = count(max(present, default=-1) + 1)
        return next(self._positions)
