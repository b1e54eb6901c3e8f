"""What is decoded once for many pages is of the generation that is read, and no page changes it.

That no reader gets an older one while somebody publishes is tried by tests/jakinfo/test_fastpath_exact.py.
"""

from contextlib import contextmanager

import pytest
from django.db import connections

from drugs.models import LiveDrug
from drugs.views.pages import _with_safety as with_safety
from editorial import actions, shared
from editorial.bare import Bare
from editorial.previewing import as_if_published
from editorial.shared import Shared
from evidence.models import Source
from safety.models import Warning
from safety.views import everything
from tests.factories import ColleagueFactory, WarningFactory, publish
from tests.jakinfo.api.conftest import world

pytestmark = pytest.mark.django_db


@contextmanager
def outside():
    """Inside, pages are read as by requests, not in a transaction, though the test is in one."""
    real = connections["default"]
    real.in_atomic_block = False
    try:
        yield
    finally:
        real.in_atomic_block = True


def warning_of(live):
    """The warning that stands on the page of a drug."""
    _, around = with_safety(LiveDrug.objects.get(pk=live.pk))
    [warning] = around["warning"]
    return warning


def changed(live, text):
    draft = Warning.objects.get(pk=live.id)
    draft.text = text
    draft.save()
    return draft


def test_two_pages_share_what_they_both_name():
    first, second = world()[0], world(2)[0]
    publish(WarningFactory(slug="both", applies_to=[first.pk, second.pk]))
    with outside():
        one, other = (
            {row.slug: row for row in with_safety(LiveDrug.objects.get(pk=live.pk))[1]["warning"]}
            for live in (first, second)
        )
    assert one["both"] is other["both"]
    assert one.keys() != other.keys()


def test_a_publication_ends_it():
    live = world()[0]
    with outside():
        before = warning_of(live)
        assert warning_of(live) is before
    publish(changed(before, "Another text."))
    with outside():
        assert warning_of(live).text == "Another text."


def test_so_does_one_of_what_it_names():
    live = world()[0]
    with outside():
        [source] = warning_of(live).sources
    draft = Source.objects.get(pk=source.id)
    draft.title = "Another title"
    draft.save()
    publish(draft)
    with outside():
        assert [source.title for source in warning_of(live).sources] == ["Another title"]


def test_what_a_preview_shows_is_not_shared():
    live = world()[0]
    with outside():
        before = warning_of(live)
    draft = changed(before, "Not signed by anybody.")
    with as_if_published(actions.propose([draft], by=ColleagueFactory(), note="x")):
        assert warning_of(live).text == "Not signed by anybody."
    with outside():
        assert warning_of(live) is before


def test_nothing_is_kept_when_something_was_published_between_two_statements():
    with outside():
        reading = Shared((1, 0))
        reading.saw((2, 0))
        reading.add({"key": "of two generations"})
        assert Shared((1, 0)).entries == Shared((2, 0)).entries == {}
        Shared((2, 0)).add({"key": "of one"})
        assert Shared((2, 0)).entries == {"key": "of one"}
        assert Shared((1, 0)).entries == {}
        Shared(None).add({"key": "of nothing"})
        assert Shared(None).entries == {}


def test_it_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(shared, "MOST", 3)
    with outside():
        for number in range(5):
            Shared((1, 0)).add({number: number})
        assert Shared((1, 0)).entries == {0: 0, 1: 1, 2: 2}


def told(value, seen):
    """Everything that can be reached from a row, as plain values."""
    if isinstance(value, Bare):
        if id(value) in seen:
            return "above"
        return {name: told(each, seen | {id(value)}) for name, each in vars(value).items()}
    if isinstance(value, list | tuple):
        return [told(each, seen) for each in value]
    return repr(value)


def test_no_page_changes_what_is_shared(client):
    live = world()[0]
    address = live.get_absolute_url()
    with outside():
        for page in (address, f"{address}page.pdf", "/safety/", "/sheet/", "/glossary/"):
            assert client.get(page).status_code == 200
        shown = shared._kept[1]
        shared.forget()
        with_safety(LiveDrug.objects.get(pk=live.pk))
        everything()
        read = shared._kept[1]
    assert {"warning", "warning-sign", "monitoring", "source"} <= {key[0] for key in read}
    for key, entry in read.items():
        assert told(shown[key], frozenset()) == told(entry, frozenset()), key
