"""Typed readers for the environment: a wrong value stops the start and says what is allowed.

Settings read every variable through one `Environment`, so it knows all their names and can
tell a misspelt name from one that belongs to somebody else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "JAKINFO_"
TRUE = {"true", "yes", "on", "1"}
FALSE = {"false", "no", "off", "0"}
POSTGRES_OPTIONS = {
    "application_name",
    "connect_timeout",
    "host",
    "options",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}

T = TypeVar("T")


def read_file(path: Path) -> dict[str, str]:
    """Return the NAME=value lines of an environment file; no file is an empty one."""
    if not path.is_file():
        return {}
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path}, line {number}: expected NAME=value.")
        values[name.strip()] = value.strip().strip("\"'")
    return values


@dataclass
class Environment:
    """The variables a process was started with; an empty value counts as not set."""

    values: Mapping[str, str]
    names: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = None, *, least: int = 0) -> str:
        return self._read(name, default, lambda raw: _text(name, raw, least))

    def integer(self, name: str, default: int | None = None, *, least: int, most: int) -> int:
        return self._read(name, default, lambda raw: _integer(name, raw, least, most))

    def boolean(self, name: str, default: bool | None = None) -> bool:
        return self._read(name, default, lambda raw: _boolean(name, raw))

    def choice(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        return self._read(name, default, lambda raw: _choice(name, raw, list(allowed)))

    def words(self, name: str, default: list[str] | None = None) -> list[str]:
        """A list: values separated by commas."""
        return self._read(name, default, _words)

    def path(self, name: str, default: Path) -> Path:
        return self._read(name, default, Path)

    def postgres(self, name: str) -> dict | None:
        """A PostgreSQL address as an entry for DATABASES, or None when it is not set."""
        return self._read(name, None, lambda raw: _postgres(name, raw), optional=True)

    def http(self, name: str) -> str | None:
        """The address of a service, or None when it is not set."""
        example = "https://api.example.net/purge"
        return self._read(
            name,
            None,
            lambda raw: _split(name, raw, {"http", "https"}, example).geturl(),
            optional=True,
        )

    def redis(self, name: str) -> str | None:
        return self._read(name, None, lambda raw: _redis(name, raw), optional=True)

    def refuse_unknown(self) -> None:
        """Stop at a variable with our prefix that nothing has read: it is a misspelt name."""
        for name in sorted(self.values):
            if not name.startswith(PREFIX) or name in self.names:
                continue
            near = get_close_matches(name, self.names, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ImproperlyConfigured(f"{name} is not a setting of jakinfo.{hint}")

    def _read(
        self, name: str, default: T | None, parse: Callable[[str], T], *, optional: bool = False
    ) -> T | None:
        self.names.add(name)
        raw = self.values.get(name, "").strip()
        if raw:
            return parse(raw)
        if default is None and not optional:
            raise ImproperlyConfigured(f"{name} must be set; see .env.example.")
        return default


def _refuse(name: str, raw: str, allowed: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is {raw!r}, but must be {allowed}.")


def _text(name: str, raw: str, least: int) -> str:
    if len(raw) < least:
        # The value may be a secret, so it is not repeated here.
        raise ImproperlyConfigured(f"{name} must have at least {least} characters.")
    return raw


def _integer(name: str, raw: str, least: int, most: int) -> int:
    allowed = f"a whole number from {least} to {most}"
    try:
        value = int(raw)
    except ValueError:
        raise _refuse(name, raw, allowed) from None
    if not least <= value <= most:
        raise _refuse(name, raw, allowed)
    return value


def _boolean(name: str, raw: str) -> bool:
    if raw.lower() in TRUE | FALSE:
        return raw.lower() in TRUE
    raise _refuse(name, raw, "true or false")


def _choice(name: str, raw: str, allowed: list[str]) -> str:
    if raw in allowed:
        return raw
    near = get_close_matches(raw, allowed, n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise _refuse(name, raw, "one of " + ", ".join(allowed) + hint)


def _words(raw: str) -> list[str]:
    return [word for word in (part.strip() for part in raw.split(",")) if word]


def _postgres(name: str, raw: str) -> dict:
    """Addresses may hold a password, so a refusal never repeats the value."""
    url = _split(name, raw, {"postgres", "postgresql"}, "postgres://user:password@host:5432/name")
    options = dict(parse_qsl(url.query))
    unknown = sorted(options.keys() - POSTGRES_OPTIONS)
    if unknown:
        allowed = ", ".join(sorted(POSTGRES_OPTIONS))
        raise ImproperlyConfigured(f"{name}: unknown option {unknown[0]!r}; allowed: {allowed}.")
    database = unquote(url.path.lstrip("/"))
    if not database:
        raise ImproperlyConfigured(f"{name} must name a database after the host.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": options,
    }


def _redis(name: str, raw: str) -> str:
    _split(name, raw, {"redis", "rediss", "unix"}, "redis://host:6379/0")
    return raw


def _split(name: str, raw: str, schemes: set[str], example: str) -> SplitResult:
    try:
        url = urlsplit(raw)
        port = url.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be an address like {example}.") from None
    if url.scheme not in schemes or port == 0:
        allowed = ", ".join(f"{scheme}:" for scheme in sorted(schemes))
        raise ImproperlyConfigured(f"{name} must begin with {allowed} as in {example}.")
    return url
