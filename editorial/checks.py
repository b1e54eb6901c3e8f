"""System checks of the publishing core."""

from django.core.checks import Error
from django.db import connections

from . import triggers


def rules_are_installed(databases=None, **kwargs):
    """Every publishing rule stands in the database; `migrate` installs them."""
    return [
        Error(
            f"The publishing rule {name} is missing in database {alias}.",
            hint="Run manage.py migrate.",
            id="editorial.E001",
        )
        for alias in databases or ()
        if "editorial_edition" in connections[alias].introspection.table_names()
        for name in triggers.missing(alias)
    ]
