"""The Jinja environment of the public pages; the admin keeps Django's templates (docs/adr/0005).

A public template stands in `<floor>/jinja2/<floor>/`, what all share in `jakinfo/jinja2/`. Every
value is escaped. A name that is not there is an error, never a gap in a page.

`{% trans %}` holds markup, `_("...")` a text that is escaped like any other. Both are translated when
the template is compiled, once for each language, and cost nothing when it is drawn (docs/adr/0015).
"""

import re
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from jinja2 import Environment, StrictUndefined, TemplateAssertionError, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from editorial import wording
from editorial.citing import citation
from editorial.language import gettext, language, ngettext
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


class Translated(NodeTransformer):
    """Puts the texts of the active language in the place of the calls that the i18n extension makes."""

    PLACE = re.compile(r"%\((\w+)\)s")

    def visit_Output(self, node):
        node.nodes = [piece for part in node.nodes for piece in self._pieces(part)]
        return self.generic_visit(node)

    def _pieces(self, part):
        """Of `{% trans %}`: its markup, with each value in its place."""
        if not self._asks(part, "gettext"):
            return [part]
        values = {pair.key: pair.value for pair in part.kwargs}
        texts = self.PLACE.split(self._text(part))
        return [
            values[text] if place % 2 else nodes.TemplateData(text.replace("%%", "%"))
            for place, text in enumerate(texts)
        ]

    def visit_Call(self, node):
        self.generic_visit(node)
        if not self._asks(node, "_"):
            return node
        text = nodes.Const(self._text(node))
        pairs = [nodes.Pair(nodes.Const(pair.key), pair.value) for pair in node.kwargs]
        return nodes.Mod(text, nodes.Dict(pairs)) if pairs else text

    def _asks(self, node, name):
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name == name
        )

    def _text(self, call):
        [message] = call.args
        if not isinstance(message, nodes.Const):
            raise TemplateAssertionError("only a text can be translated", call.lineno)
        return gettext(message.value)


class Pages(Environment):
    """Presenters hand out dictionaries, so `row.values` is first of all what the row calls so."""

    written = staticmethod(written)

    def get_template(self, *args, **kwargs):
        """Each language has its own compiled templates."""
        if language() not in self.spoken:
            self.spoken[language()] = self.overlay()
        return Environment.get_template(self.spoken[language()], *args, **kwargs)

    def _generate(self, source, *args, **kwargs):
        """Jinja's own hook between reading a template and writing its code."""
        return super()._generate(Translated().visit(source), *args, **kwargs)

    def _compile(self, source, filename):
        """Jinja's own hook: a template writes its values by the function above."""
        return super()._compile(f"{source}\nescape = environment.written", filename)

    def getattr(self, obj, attribute):
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (AttributeError, KeyError):
            return super().getattr(obj, attribute)


def environment(**options):
    made = Pages(**options | {"undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]})
    made.spoken = {}
    # A plural depends on a number, so it is chosen when the page is drawn.
    made.install_gettext_callables(gettext, ngettext, newstyle=True)
    made.policies["ext.i18n.trimmed"] = True
    # Nothing is marked safe in a template.
    del made.filters["safe"]
    made.filters |= wording.FILTERS | {"origin": origin, "source_line": source_line}
    made.globals |= {
        **wording.LINKS,
        "overdue": overdue,
        "citation": citation,
        "data_block": data_block,
        "language": language,
        "static": static,
        "looking_back": looking_back,
        "ORIGINS": ORIGINS,
        "KINDS": KINDS,
        # Error pages are drawn without one.
        "request": None,
    }
    return made
