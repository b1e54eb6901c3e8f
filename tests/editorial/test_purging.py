"""What a CDN must forget after a publication, and telling it so."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from editorial import purging
from editorial.actions import publish_import
from editorial.models import Purge
from editorial.rebuilding import rebuild
from editorial.registry import kinds
from tests.factories import ConditionFactory, DrugFactory, publish, withdraw
from tests.test_leaks import addresses, every_row, is_free_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def cdn(settings):
    settings.PURGE_URL = "http://127.0.0.1:9/purge"
    settings.PURGE_HEADER = "Fastly-Key: secret"


def connected():
    """One entry of each kind, each naming the drug and the condition where it can."""
    entries = every_row()
    drug, condition = entries[:2]
    for entry in entries[2:]:
        for field in entry._meta.many_to_many:
            named = {"drug": drug, "condition": condition}.get(field.remote_field.model.kind)
            if named:
                getattr(entry, field.name).add(named)
    publish(*entries)
    return [*entries, drug.brands.get().sources.get()]


def answers(client) -> dict[str, tuple[str, set[str]]]:
    found = {}
    for address in addresses():
        response = client.get(address)
        found[address] = response.headers.get("ETag", ""), _keys(response)
    return found


def _keys(response) -> set[str]:
    return set(response.headers.get("Surrogate-Key", "").split())


def rename(entry):
    """Put other words into every free text of the entry itself, and publish it."""
    kind = kinds()[entry.kind]
    for field in kind.rows[0].columns:
        if is_free_text(field) and field.name not in {"key", "doi", "pmid"} and not field.unique:
            setattr(entry, field.name, f"Other {field.name}"[: field.max_length])
    entry.save()
    assert publish_import([entry], note="Other words.")


def test_every_answer_that_a_publication_changes_is_named_in_its_purge(client, cdn):
    entries = connected()
    after = answers(client)
    for entry in entries:
        Purge.objects.all().delete()
        before = after
        rename(entry)
        ended = set(Purge.objects.get().keys.split())
        after = answers(client)
        changed = {a: keys for a, (tag, keys) in after.items() if tag != before[a][0]}
        assert changed, entry
        assert not [a for a, keys in changed.items() if not keys & ended], entry


def test_with_direct_neighbours_only_an_answer_would_stay_old(client, cdn, monkeypatch):
    """The planted fault: a page shows what its neighbour names."""
    *_, source = connected()
    near = {("source", source.pk)}
    monkeypatch.setattr(purging, "touched", lambda kind, pk: near)
    before = answers(client)
    Purge.objects.all().delete()
    rename(source)
    ended = set(Purge.objects.get().keys.split())
    changed = [keys for a, (tag, keys) in answers(client).items() if tag != before[a][0]]
    assert [keys for keys in changed if not keys & ended]


def test_without_a_cdn_nothing_is_written_and_no_header_sent(client):
    drug = publish(DrugFactory())
    assert not Purge.objects.exists()
    assert not {"Surrogate-Key", "CDN-Cache-Control"} & client.get(drug.address).headers.keys()


def test_an_answer_says_how_long_a_cdn_may_keep_it_and_a_private_one_does_not(
    client, cdn, settings
):
    drug = publish(DrugFactory(slug="examplitinib"))
    response = client.get(drug.address)
    assert response.headers["Surrogate-Key"] == "jakinfo e-examplitinib"
    assert response.headers["CDN-Cache-Control"] == f"max-age={settings.CDN_SECONDS}"
    assert client.get("/drugs/").headers["Surrogate-Key"] == "jakinfo lists"
    assert "Surrogate-Key" not in client.get("/admin/login/").headers
    assert "Surrogate-Key" not in client.get("/healthz/ready").headers


def test_a_new_address_and_a_withdrawal_end_the_old_answers(cdn):
    drug = DrugFactory(slug="old-name")
    publish(drug)
    drug.slug = "new-name"
    drug.save()
    Purge.objects.all().delete()
    live = publish(drug)
    assert {"e-old-name", "e-new-name", "lists"} <= set(Purge.objects.get().keys.split())
    Purge.objects.all().delete()
    withdraw(live)
    assert {"e-new-name", "lists"} <= set(Purge.objects.get().keys.split())


def test_what_touches_too_many_entries_ends_everything(cdn, monkeypatch):
    monkeypatch.setattr(purging, "MOST", 1)
    publish(*every_row()[:1])
    assert Purge.objects.order_by("-id").first().keys == purging.EVERYTHING


def test_a_rebuild_ends_everything(cdn):
    publish(ConditionFactory())
    Purge.objects.all().delete()
    rebuild()
    assert set(Purge.objects.values_list("keys", flat=True)) == {purging.EVERYTHING}


class Cdn(BaseHTTPRequestHandler):
    """A CDN that keeps what it was told, and refuses the first call."""

    def do_POST(self):
        self.server.told.append((self.headers["Surrogate-Key"], self.headers["Fastly-Key"]))
        self.send_response(503 if len(self.server.told) == 1 else 200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def listening(settings):
    server = HTTPServer(("127.0.0.1", 0), Cdn)
    server.told = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_HEADER = "Fastly-Key: secret"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_the_cdn_did_not_take_waits_and_is_sent_again_in_order(listening):
    Purge.objects.create(seq=1, keys="e-one lists")
    Purge.objects.create(seq=2, keys="e-two lists")
    with pytest.raises(CommandError, match="503"):
        call_command("send_purges")
    assert list(Purge.objects.values_list("seq", "tries")) == [(1, 1), (2, 0)]
    call_command("send_purges")
    assert not Purge.objects.exists()
    assert listening.told == [
        (keys, "secret") for keys in ("e-one lists", "e-one lists", "e-two lists")
    ]


def test_a_cdn_that_is_away_loses_nothing(cdn):
    Purge.objects.create(seq=1, keys="lists")
    with pytest.raises(CommandError, match="Run this again"):
        call_command("send_purges")
    assert Purge.objects.get().failure
