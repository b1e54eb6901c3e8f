"""The template of the catalogues holds what the code and the templates say, no more and no less."""

import io

import pytest
from babel.messages.pofile import read_po

from tests import house

from . import gathering


def stored():
    return read_po(io.BytesIO(gathering.TEMPLATE.read_bytes()))


def ids(made):
    return {message.id for message in made if message.id}


def test_the_catalogue_is_up_to_date():
    now = gathering.written(gathering.catalogue(gathering.sources()))
    assert now == gathering.TEMPLATE.read_text(), "run `make messages`"


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("drugs/views/x.py", '_("Planted")', "Planted"),
        ("drugs/models/x.py", 'A = "a", N_("Planted")', "Planted"),
        (
            "drugs/x.py",
            'P_("%(count)s planted", "%(count)s plants")',
            ("%(count)s planted", "%(count)s plants"),
        ),
        ("drugs/x.py", 'gettext_lazy("Planted")', "Planted"),
        ("drugs/jinja2/x.html", "{% trans %}\n  Planted <b>here</b>\n{% endtrans %}", "Planted <b>here</b>"),
        ("drugs/jinja2/x.html", '<p title="{{ _("Planted") }}">', "Planted"),
        (
            "drugs/jinja2/x.html",
            "{% trans count=n %}{{ count }} plant{% pluralize %}{{ count }} plants{% endtrans %}",
            ("%(count)s plant", "%(count)s plants"),
        ),
    ],
)  # fmt: skip
def test_a_new_text_is_found_and_missing_in_it(path, text, message):
    assert message in ids(gathering.catalogue([(path, text)])) - ids(stored())


def test_what_nobody_says_any_more_is_too_much_in_it():
    fewer = [(path, text) for path, text in gathering.sources() if path != "drugs/filters.py"]
    assert gathering.written(gathering.catalogue(fewer)) != gathering.TEMPLATE.read_text()


def test_every_value_in_a_text_has_a_name():
    """A translator puts them in another order."""
    texts = [" ".join(id) if isinstance(id, tuple) else id for id in ids(stored())]
    assert [text for text in texts if "%s" in text or "%d" in text or "{}" in text] == []


def test_no_text_is_also_the_one_of_a_plural():
    """Catalogues keep one entry for both, and Python before 3.11.4 does not find it for the text alone."""
    alone, ones = set(gathering.names()), set()
    for path, text in gathering.sources():
        for message in gathering.messages(path, text):
            if isinstance(message, tuple):
                ones.add(message[0])
            else:
                alone.add(message)
    assert alone & ones == set()


def test_no_text_is_put_together_in_the_call():
    """`_(f"...")` and `_("..." % x)` would reach no catalogue."""
    wrong = [
        f"{path}: {call}"
        for path, text in house.python_files()
        for call in ('_(f"', "_(f'", 'gettext(f"', "{_('", "{gettext('")
        if call in text
    ]
    assert wrong == []
