"""Gathers every text of the interface into the template of the catalogues: `make messages`.

Texts come from the code and the templates of the floors, and from the names of models and columns,
which the public history shows. The file holds no dates and no line numbers, so it changes only when a
text does.
"""

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import write_po

from tests import house

TEMPLATE = house.ROOT / "locale" / "django.pot"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
KEYWORDS = DEFAULT_KEYWORDS | {"P_": (1, 2), "gettext_lazy": None}
OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}


def sources() -> Iterator[tuple[str, str]]:
    yield from house.python_files()
    yield from ((path, text) for path, text in house.templates() if "/jinja2/" in path)


def catalogue(files: Iterable[tuple[str, str]]) -> Catalog:
    """Every text of these files, and the names of models."""
    made = Catalog(charset="utf-8")
    for path, text in sorted(files):
        for line, message, comments, context in _found(path, text):
            made.add(message, None, [(path, line)], auto_comments=comments, context=context)
    for name in names():
        made.add(name, None, [("models", 1)])
    return made


def messages(path, text) -> list:
    """Every text of a file; of a plural a pair."""
    return [message for _, message, _, _ in _found(path, text)]


def _found(path, text):
    method = METHODS[Path(path).suffix]
    return extract(method, io.BytesIO(text.encode()), KEYWORDS, (), OPTIONS)


def names() -> list[str]:
    from editorial.differences.naming import fields
    from editorial.registry import kinds

    found = set()
    for spec in (spec for kind in kinds().values() for spec in kind.rows):
        meta = spec.model._meta
        found |= {str(meta.verbose_name), str(meta.verbose_name_plural)}
        found |= {str(field.verbose_name) for field in fields(spec)}
    return sorted(found)


def written(made: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, made, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return HEAD + file.getvalue().decode()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    TEMPLATE.write_text(written(catalogue(sources())))
    print(f"{TEMPLATE.relative_to(house.ROOT)} is up to date.")
