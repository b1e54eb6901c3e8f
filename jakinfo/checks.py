"""System checks that belong to the installation, not to an app."""

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# Older ones can corrupt a database in WAL mode.
OLDEST_SQLITE = (3, 51, 3)


def sqlite_errors(alias: str, version: tuple[int, ...]) -> list[CheckMessage]:
    if version >= OLDEST_SQLITE:
        return []
    found, oldest = (".".join(map(str, numbers)) for numbers in (version, OLDEST_SQLITE))
    return [
        Error(
            f"Database {alias!r} runs on SQLite {found}; {oldest} or newer is needed.",
            hint="Install pysqlite3 as pinned in requirements.txt.",
            id="jakinfo.E001",
        )
    ]


@register(Tags.compatibility)
def sqlite_is_safe(app_configs, **kwargs) -> list[CheckMessage]:
    return [
        error
        for connection in connections.all()
        if connection.vendor == "sqlite"
        for error in sqlite_errors(connection.alias, connection.Database.sqlite_version_info)
    ]
