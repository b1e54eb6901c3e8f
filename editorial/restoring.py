"""Write a document back into the working copy."""

from django.db import transaction

from .document import NotPublishable, why_withheld
from .reading import from_row
from .registry import kinds
from .upcast import upcast
from .visible import targets


@transaction.atomic
def write_back(kind, document: dict):
    """Make the publishable working rows equal to the document; recalled and withheld rows stay,
    and so do columns that are only recalled."""
    lifted = upcast(document)
    entry_id = lifted["id"]
    _refuse_deleted(targets(kind, lifted))
    _delete_rows_not_in(kind, lifted, entry_id)
    for spec in kind.rows:
        for row in lifted["rows"].get(spec.label, ()):
            _write(spec, row)
    return kind.model._default_manager.get(pk=entry_id)


def _refuse_deleted(wanted):
    """An entry that was never published may be deleted although a published row waits for it."""
    gone = [
        f"{name} {pk}"
        for name, pk in sorted(wanted)
        if not kinds()[name].model._default_manager.filter(pk=pk).exists()
    ]
    if gone:
        raise NotPublishable(f"it points at entries that were deleted: {', '.join(gone)}")


def _write(spec, row):
    present = spec.model._default_manager.filter(pk=row["id"]).first()
    if present and spec.owner and why_withheld(present):
        return
    unchecked = set(getattr(present, "unchecked_fields", ()))
    values = {f.attname: value for f, value in from_row(spec.model, row) if f.name not in unchecked}
    pk = values.pop("id")
    instance, _ = spec.model._default_manager.update_or_create(pk=pk, defaults=values)
    for field in spec.sets:
        if field.name not in unchecked:
            getattr(instance, field.name).set(row[field.name])


def _delete_rows_not_in(kind, document, entry_id):
    ids = {kind.model: [entry_id]}
    for spec in kind.children:
        owners = ids[spec.owner.remote_field.model]
        rows = list(spec.model._default_manager.filter(**{f"{spec.owner.name}__in": owners}))
        ids[spec.model] = [row.pk for row in rows if not why_withheld(row)]
        keep = {row["id"] for row in document["rows"].get(spec.label, ())}
        for row in rows:
            if row.pk not in keep and not why_withheld(row):
                row.delete()
