"""From YAML files to bundles: an entry with the rows it owns, each row knowing its file and line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from editorial.models import WorkingEntry

FOLDERS = ("sources", "conditions", "drugs", "safety", "guides", "glossary")
"""In this order, so that most references point at something that is there already."""


class ContentError(Exception):
    """A fixture that cannot be loaded; the message names file, entry and field."""


@dataclass
class Row:
    """One object of a fixture file, not yet in the database."""

    file: str
    line: int
    model: type[models.Model]
    values: dict

    def fault(self, problem: str, name: str = "") -> ContentError:
        where = f"{self.file}, line {self.line}, {self.model._meta.label_lower} {self.name()}"
        return ContentError(f"{where}, field {name}: {problem}" if name else f"{where}: {problem}")

    def name(self) -> str:
        """The natural key, as far as the row states it."""
        paths = getattr(self.model, "natural_fields", ("slug",))
        first = dict.fromkeys(path.split("__")[0] for path in paths)
        return "(" + ", ".join(_flat(self.values.get(part)) for part in first) + ")"


@dataclass
class Bundle:
    """An entry and the rows that follow it in its file."""

    rows: list[Row] = field(default_factory=list)

    @property
    def root(self) -> Row:
        return self.rows[0]


def read(folder: Path) -> list[Bundle]:
    """Every entry of the folder's files, in the order in which they are loaded."""
    bundles = []
    for path in _files(folder):
        for row in _rows(path, path.relative_to(folder.parent).as_posix()):
            if issubclass(row.model, WorkingEntry):
                bundles.append(Bundle([row]))
            elif not bundles or bundles[-1].root.file != row.file:
                raise row.fault("comes before the entry that owns it")
            else:
                bundles[-1].rows.append(row)
    if not bundles:
        raise ContentError(f"{folder} holds no fixtures")
    return bundles


def _files(folder: Path) -> list[Path]:
    return [path for name in FOLDERS for path in sorted((folder / name).glob("*.yaml"))]


def _rows(path: Path, file: str) -> Iterator[Row]:
    loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
    try:
        listing = loader.get_single_node()
        if not isinstance(listing, yaml.SequenceNode):
            raise ContentError(f"{file}: is not a list of objects")
        for node in listing.value:
            yield _row(file, node.start_mark.line + 1, loader.construct_object(node, deep=True))
    except yaml.YAMLError as error:
        raise ContentError(f"{file}: not valid YAML: {error}") from error
    finally:
        loader.dispose()


def _row(file, line, data) -> Row:
    where = f"{file}, line {line}"
    if (
        not isinstance(data, dict)
        or set(data) != {"model", "fields"}
        or not isinstance(data["fields"], dict)
    ):
        raise ContentError(f"{where}: an object has a model and fields, and nothing else")
    row = Row(file, line, _model(where, data["model"]), data["fields"])
    for name in row.values:
        try:
            row.model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise row.fault("there is no such field", name) from error
    return row


def _model(where, label):
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError, AttributeError) as error:
        raise ContentError(f"{where}: there is no model {label}") from error
    if getattr(model, "is_live", True):
        raise ContentError(f"{where}: {label} is not part of the working copy")
    return model


def _flat(value) -> str:
    if isinstance(value, list):
        return ", ".join(_flat(part) for part in value)
    return "?" if value is None else str(value)
