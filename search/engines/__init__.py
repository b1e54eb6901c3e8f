"""What differs between the databases: one module for each, with the same functions in both."""

from types import ModuleType

from django.db import connection

from . import postgres, sqlite

ENGINES = {"postgresql": postgres, "sqlite": sqlite}


def current() -> ModuleType:
    return ENGINES[connection.vendor]
