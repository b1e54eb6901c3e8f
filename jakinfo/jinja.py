"""The Jinja environment of the public pages; the admin keeps Django's templates (docs/adr/0005).

A public template stands in `<floor>/jinja2/<floor>/`, what all share in `jakinfo/jinja2/`. Every
value is escaped. A name that is not there is an error, never a gap in a page.
"""

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from editorial import wording
from editorial.structured import data_block
from evidence.presenters import KINDS, ORIGINS, origin


class Pages(Environment):
    """Presenters hand out dictionaries, so `row.values` is first of all what the row calls so."""

    def getattr(self, obj, attribute):
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (AttributeError, KeyError):
            return super().getattr(obj, attribute)


def environment(**options):
    made = Pages(**options | {"undefined": StrictUndefined})
    # Nothing is marked safe in a template.
    del made.filters["safe"]
    made.filters |= wording.FILTERS | {"origin": origin}
    made.globals |= {
        **wording.LINKS,
        "data_block": data_block,
        "static": static,
        "STATUSES": wording.STATUSES,
        "ORIGINS": ORIGINS,
        "KINDS": KINDS,
        # Error pages are drawn without one.
        "request": None,
    }
    return made
