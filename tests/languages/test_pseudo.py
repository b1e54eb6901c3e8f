"""The check that finds unmarked texts: what it takes for marked, for data and for neither."""

import pytest

from .pseudo import Data, bare, bracketed

DATA = Data(["tofacitinib", "Take it with or without food, once a day.", "Sources", "5 mg"])


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Side effects", "⟦Side effects⟧"),
        ("%(count)s drugs", "%(count)s⟦ drugs⟧"),
        ('<a href="%(url)s">Read on</a>.', '<a href="%(url)s">⟦Read on⟧</a>.'),
        ("{origin}, tier&nbsp;{tier}", "{origin}⟦, tier⟧&nbsp;{tier}"),
    ],
)
def test_values_and_tags_stay_outside_the_brackets(message, shown):
    assert bracketed(message) == shown


@pytest.mark.parametrize(
    "markup",
    [
        "<p>⟦Side effects⟧ 12</p>",
        "<p>⟦Uses of ⟧tofacitinib⟦ by region⟧</p>",
        "<p>Tofacitinib, 5 mg</p>",
        "<p>Take it <em>with or without</em> food</p>",
        "<p>⟦since ⟧6. März 2026</p>",
        '<p><a href="/drugs/">/drugs/tofacitinib/</a> https://a.example/side/effects/</p>',
        "<code>GET</code><script>var x</script>",
    ],
)
def test_what_is_marked_or_data_passes(markup):
    assert bare(markup, DATA) == []


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>Side effects</p>", "Side effects"),
        ("<p>⟦Uses of ⟧tofacitinib by region</p>", "tofacitinib by region"),
        ("<p>with food</p>", "with food"),
        ("<p>Sources</p>", "Sources"),
        ('<nav aria-label="Pages"></nav>', "Pages"),
        ('<input placeholder="Search">', "Search"),
        ('<meta name="description" content="All drugs">', "All drugs"),
        ("<title>tofacitinib page</title>", "tofacitinib page"),
    ],
)
def test_what_nobody_marked_is_found(markup, found):
    """ "Sources" too: that a value of the data reads the same is no excuse."""
    assert bare(markup, DATA) == [found]
