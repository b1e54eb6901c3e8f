"""From bundles to working rows: references resolved, every row validated, stale rows removed."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from editorial.document import why_withheld
from editorial.models import WorkingEntry
from editorial.registry import kind_of
from editorial.twins import OwnerKey
from evidence.models import FactColumns, Source

from .reading import Bundle, Row


class Working:
    """One load: what was written, what was kept, and the natural keys seen so far."""

    def __init__(self, bundles: list[Bundle], *, keep: Callable[[WorkingEntry], bool]):
        self.bundles = bundles
        self.keep = keep
        self.entries: list[WorkingEntry] = []
        self.kept: list[WorkingEntry] = []
        self._written: list[tuple[Row, models.Model]] = []
        self._waiting: list[tuple[Row, models.Model, models.ForeignKey]] = []
        self._known: dict[tuple, models.Model] = {}

    def write(self) -> Iterator[tuple[str, int]]:
        """Write everything; yields each file with its number of entries once all of it is in place."""
        for bundle in self.bundles:
            self._write_bundle(bundle)
        for row, instance, key in self._waiting:
            setattr(instance, key.name, self._refer(row, key, row.values[key.name]))
            self._save(row, instance)
        for row, instance in self._written:
            self._write_sets(row, instance)
        self._check_facts()
        yield from Counter(bundle.root.file for bundle in self.bundles).items()

    def _write_bundle(self, bundle):
        there = bundle.root.model._default_manager.filter(
            slug=bundle.root.values.get("slug")
        ).first()
        if there and self.keep(there):
            self.kept.append(there)
            return
        written = [self._write_row(row, new=there is None) for row in bundle.rows]
        root, *owned = written
        for row, instance in zip(bundle.rows[1:], owned, strict=True):
            if _entry_of(instance) != root:
                raise row.fault(f"belongs to another entry than {root.slug}, which it follows")
        if there:
            _delete_stale(root, owned)
        self.entries.append(root)

    def _write_row(self, row, *, new):
        instance = row.model()
        for name, value in row.values.items():
            field = row.model._meta.get_field(name)
            if isinstance(field, models.ForeignKey):
                self._point(row, instance, field, value)
            elif not field.many_to_many:
                setattr(instance, name, value)
        self._find_itself(row, instance, new)
        self._validate(row, instance)
        self._save(row, instance)
        self._written.append((row, instance))
        return instance

    def _point(self, row, instance, key, value):
        """An optional reference may point at an entry that is written later."""
        if key.null and not self._find(key.remote_field.model, value):
            self._waiting.append((row, instance, key))
        else:
            setattr(instance, key.name, self._refer(row, key, value))

    def _refer(self, row, field, value):
        model = field.remote_field.model
        target = self._find(model, value)
        if target is None:
            raise row.fault(f"there is no {model._meta.verbose_name} {value}", field.name)
        return target

    def _find(self, model, key):
        """The row a natural key names, from what was met before or the database."""
        if not isinstance(key, list):
            return None
        known = (model, *map(str, key))
        if known not in self._known:
            try:
                self._known[known] = model._default_manager.get_by_natural_key(*key)
            except (model.DoesNotExist, TypeError, ValueError):
                return None
        return self._known[known]

    def _find_itself(self, row, instance, new):
        """Take the primary key of the same row from an earlier load; a new entry has none."""
        try:
            key = instance.natural_key()
        except models.ObjectDoesNotExist as error:
            raise row.fault("does not say which entry it belongs to") from error
        known = (row.model, "itself", *map(str, key))
        if known in self._known:
            raise row.fault("is stated twice")
        self._known[known] = instance
        instance.pk = None if new else self._pk(row, key)
        instance._state.adding = instance.pk is None

    def _pk(self, row, key):
        try:
            return row.model._default_manager.get_by_natural_key(*key).pk
        except row.model.DoesNotExist:
            return None
        except (ValidationError, ValueError, TypeError) as error:
            raise row.fault(f"its key is not valid: {error}") from error

    def _validate(self, row, instance):
        """Everything but the references, which were resolved one by one."""
        keys = {f.name for f in row.model._meta.concrete_fields if isinstance(f, models.ForeignKey)}
        with _told_by(row):
            instance.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)

    def _save(self, row, instance):
        """As loaddata does: the fixture's own columns, no automatic date."""
        if isinstance(instance, WorkingEntry):
            instance.changed_at = instance.changed_at or timezone.now()
        try:
            with transaction.atomic():
                instance.save_base(raw=True)
        except IntegrityError as error:
            # Asked only now, because asking the database about every rule of every row is slow.
            with _told_by(row):
                instance.full_clean()
            raise row.fault(str(error)) from error

    def _write_sets(self, row, instance):
        for field in row.model._meta.many_to_many:
            value = row.values.get(field.name, [])
            if not isinstance(value, list):
                raise row.fault("is not a list of references", field.name)
            getattr(instance, field.name).set([self._refer(row, field, key) for key in value])

    def _check_facts(self):
        """Whatever may be published names a source that can carry it."""
        for row, instance in self._written:
            if isinstance(instance, FactColumns) and not why_withheld(instance):
                tiers = {self._find(Source, key).tier for key in row.values.get("sources", [])}
                if not tiers:
                    raise row.fault("a fact that was seen names at least one source", "sources")
                if tiers == {Source.Tier.F}:
                    raise row.fault("promotion (tier F) alone can not carry a fact", "sources")


@contextmanager
def _told_by(row):
    """A validation error becomes a fault of the row and its first field."""
    try:
        yield
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise row.fault(" ".join(problems), "" if name == NON_FIELD_ERRORS else name) from error


def _owner_key(model):
    return next((f for f in model._meta.concrete_fields if isinstance(f, OwnerKey)), None)


def _entry_of(instance):
    key = _owner_key(type(instance))
    return _entry_of(getattr(instance, key.name)) if key else instance


def _delete_stale(root, owned):
    """Rows of an earlier load that the fixture no longer states."""
    ids = {root._meta.model: [root.pk]}
    for spec in kind_of(root).children:
        rows = spec.model._default_manager.filter(
            **{f"{spec.owner.name}__in": ids[spec.owner.remote_field.model]}
        )
        kept = [row.pk for row in owned if isinstance(row, spec.model)]
        rows.exclude(pk__in=kept).delete()
        ids[spec.model] = kept
