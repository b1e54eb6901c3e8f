"""Relations declared once for two tables: between working rows, or between their live twins.

A twinned relation names the working model ("conditions.Condition"). In an abstract class it waits;
in a concrete working class it points at that model, in a concrete live class at "conditions.LiveCondition".
"""

from django.db import models
from django.db.models.base import ModelBase


def live_label(label: str) -> str:
    app, name = label.split(".")
    return f"{app}.Live{name}"


class _Twin:
    """Point at the live twin in a live class; look like the plain Django field to migrations."""

    def contribute_to_class(self, cls, name, **kwargs):
        target = self.remote_field.model
        if getattr(cls, "is_live", False) and not cls._meta.abstract and isinstance(target, str):
            self.remote_field.model = live_label(target)
        super().contribute_to_class(cls, name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path.replace("editorial.twins.Twin", "django.db.models."), args, kwargs


class TwinForeignKey(_Twin, models.ForeignKey):
    pass


class TwinManyToManyField(_Twin, models.ManyToManyField):
    pass


class OwnerKey(TwinForeignKey):
    """The key from a row to the entry (or the row) that owns it: published, frozen, deleted with it."""

    def __init__(self, to, **kwargs):
        kwargs["on_delete"] = models.CASCADE
        super().__init__(to, **kwargs)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class LiveBase(ModelBase):
    """Names the table of a live model `live_<noun>` and adds the constraints that only live rows obey."""

    def __new__(mcs, name, bases, attrs, **kwargs):
        declared = attrs.get("Meta")
        if name.startswith("Live") and not getattr(declared, "abstract", False) and bases:
            attrs["Meta"] = mcs._live_meta(name, bases, declared)
        return super().__new__(mcs, name, bases, attrs, **kwargs)

    @staticmethod
    def _live_meta(name, bases, declared):
        inherited = declared or next(base.Meta for base in bases if hasattr(base, "Meta"))
        rules = [rule for base in bases for rule in getattr(base, "live_constraints", ())]
        return type(
            "Meta",
            (inherited,),
            {
                "db_table": f"live_{name.removeprefix('Live').lower()}",
                "constraints": [*getattr(inherited, "constraints", ()), *rules],
            },
        )
