"""Serializers that are declared as usual and read fast.

The declared fields describe the answer once: the OpenAPI schema is generated from them, and from
them one plain function a class is built that turns live rows into values for JSON, without the
framework's work for each field of each row.

A field `x` may be computed by a static method `read_x(row)` of its serializer. Blank text becomes
null where the field allows it: unknown is a value, an empty string is not.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .models import Origin

Read = Callable[[object], object]


class OwnReading:
    """A field that knows how to read itself from a row."""

    def reading(self) -> Read:
        raise NotImplementedError


class FastSerializer(serializers.Serializer):
    """Reads only; `to_representation` is the function built from the declared fields."""

    def to_representation(self, instance):
        return reader(type(self))(instance)


@cache
def reader(serializer: type[FastSerializer]) -> Read:
    """The function that turns a row into a dictionary for this serializer."""
    parts = tuple(
        (name, _part(serializer, name, field)) for name, field in serializer().fields.items()
    )
    return lambda row: {name: part(row) for name, part in parts}


def chosen(serializer: type[FastSerializer], names: set[str]) -> Read:
    """The same for some of the fields."""
    fields = serializer().fields
    parts = tuple((n, _part(serializer, n, f)) for n, f in fields.items() if n in names)
    return lambda row: {name: part(row) for name, part in parts}


def _part(serializer, name, field) -> Read:
    computed = getattr(serializer, f"read_{name}", None)
    if computed:
        return computed
    get = _itself if field.source == "*" else attrgetter(field.source)
    if isinstance(field, serializers.ListSerializer):
        return _rows(get, reader(type(field.child)))
    if isinstance(field, FastSerializer):
        return _one(get, reader(type(field)))
    if isinstance(field, OwnReading):
        return field.reading()
    return _value(get, field)


def each(related):
    """The rows of a set: a list of bare rows, or what a related manager holds."""
    return related if type(related) is list else related.all()


def _itself(row):
    return row


def _rows(get, read) -> Read:
    return lambda row: [read(child) for child in each(get(row))]


def _one(get, read) -> Read:
    def part(row):
        other = get(row)
        return None if other is None else read(other)

    return part


def _value(get, field) -> Read:
    if isinstance(field, serializers.DateTimeField):
        return lambda row: moment(get(row))
    if isinstance(field, serializers.DateField):
        return lambda row: day(get(row))
    if field.allow_null and isinstance(field, serializers.CharField | serializers.ChoiceField):
        return lambda row: get(row) or None
    return get


def day(value):
    """As text; a bare row has it as text already."""
    return None if value is None else str(value)


def moment(value):
    """Coordinated universal time, to the second."""
    return None if value is None else f"{value:%Y-%m-%dT%H:%M:%SZ}"


@extend_schema_field({"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
class PartialDate(OwnReading, serializers.Field):
    """A date as exactly as it is known: 2018, 2018-06 or 2018-06-01."""

    LENGTHS = {"year": 4, "month": 7, "day": 10}

    def __init__(self, precision: str, **kwargs):
        self.precision = precision
        super().__init__(**kwargs)

    def reading(self):
        get, precision = attrgetter(self.source), attrgetter(self.precision)

        def part(row):
            date = get(row)
            return None if date is None else str(date)[: self.LENGTHS[precision(row)]]

        return part


class Names(OwnReading, serializers.ListField):
    """One word for each of the related rows, such as the keys of a fact's sources."""

    child = serializers.CharField()

    def __init__(self, of: str, **kwargs):
        self.of = of
        super().__init__(**kwargs)

    def reading(self):
        rows, word = attrgetter(self.source), attrgetter(self.of)
        return lambda row: [word(other) for other in each(rows(row))]


class Word(OwnReading, serializers.CharField):
    """The value of one attribute, null when something on the way to it is missing."""

    def __init__(self, path: str, **kwargs):
        self.path = path
        super().__init__(**kwargs)

    def reading(self):
        step, get = attrgetter(self.path.split(".")[0]), attrgetter(self.path)
        return lambda row: None if step(row) is None else get(row)


class EditionSerializer(FastSerializer):
    """Which text this is: its number, and its place in the log of all publications."""

    number = serializers.IntegerField(
        source="edition", help_text="Counts the editions of this entry."
    )
    seq = serializers.IntegerField(help_text="Counts all publications; see /changes/.")
    published_at = serializers.DateTimeField()
    note = serializers.CharField(source="change_note", allow_null=True)


class ReviewSerializer(FastSerializer):
    """Who vouches for it. What was loaded with its sources and signed by nobody is `not_reviewed`."""

    STATES = {
        Origin.IMPORT: "not_reviewed",
        Origin.REVIEW: "reviewed",
        Origin.EMERGENCY: "emergency",
    }

    state = serializers.ChoiceField(choices=sorted(STATES.values()))
    last_reviewed = serializers.DateField(allow_null=True)
    next_review = serializers.DateField(allow_null=True)
    origin = serializers.ChoiceField(choices=Origin.choices)

    @staticmethod
    def read_state(entry):
        return ReviewSerializer.STATES[entry.origin]


class EntrySerializer(FastSerializer):
    """Ends every entry's answer."""

    review = ReviewSerializer(source="*")
    edition = EditionSerializer(source="*")

    def get_fields(self):
        """Own fields first, as a reader expects them."""
        fields = super().get_fields()
        last = {
            name: fields.pop(name) for name in ("review", "edition", "sources") if name in fields
        }
        return {**fields, **last}
