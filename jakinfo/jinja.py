"""The Jinja environment of the public pages; the admin keeps Django's templates (docs/adr/0005).

A public template stands in `<floor>/jinja2/<floor>/`, what all share in `jakinfo/jinja2/`. Every
value is escaped. A name that is not there is an error, never a gap in a page.
"""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from jinja2 import Environment, StrictUndefined
from markupsafe import escape

from editorial import wording
from editorial.citing import citation
from editorial.past import looking_back, overdue
from editorial.structured import data_block
from evidence.presenters import KINDS, ORIGINS, origin, source_line

TRUSTED = frozenset({type(escape("")), type(format_html("{}", ""))})
"""What is HTML already. Classes of their own are asked for their `__html__`."""

NUMBERS = frozenset({int, float})
"""Their text has nothing to escape."""

_escaped = lru_cache(maxsize=8192)(escape)


def written(value) -> str:
    """The value as HTML. A page writes a thousand, most of them names and words that it wrote before."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind in NUMBERS:
        return str(value)
    return value if kind in TRUSTED else escape(value)


class Pages(Environment):
    """Presenters hand out dictionaries, so `row.values` is first of all what the row calls so."""

    written = staticmethod(written)

    def _compile(self, source, filename):
        """Jinja's own hook: a template writes its values by the function above."""
        return super()._compile(f"{source}\nescape = environment.written", filename)

    def getattr(self, obj, attribute):
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (AttributeError, KeyError):
            return super().getattr(obj, attribute)


def environment(**options):
    made = Pages(**options | {"undefined": StrictUndefined})
    # Nothing is marked safe in a template.
    del made.filters["safe"]
    made.filters |= wording.FILTERS | {"origin": origin, "source_line": source_line}
    made.globals |= {
        **wording.LINKS,
        "overdue": overdue,
        "citation": citation,
        "data_block": data_block,
        "static": static,
        "looking_back": looking_back,
        "STATUSES": wording.STATUSES,
        "ORIGINS": ORIGINS,
        "KINDS": KINDS,
        # Error pages are drawn without one.
        "request": None,
    }
    return made
