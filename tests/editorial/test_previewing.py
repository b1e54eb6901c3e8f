"""Previews: pages as they would be, the links that show them, and that nothing of it stays."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from drugs.models import LiveDrug
from editorial import actions, replay
from editorial.actions import Refused
from editorial.models import PreviewOpening, SignOff
from editorial.previewing import SALT, token_of
from tests.factories import ColleagueFactory, DrugFactory, UserFactory, WarningFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug():
    drug = DrugFactory(drug_class="JAK inhibitor")
    publish(drug)
    drug.drug_class = "TYK2 inhibitor"
    drug.save()
    return drug


@pytest.fixture
def proposal(drug):
    return actions.propose([drug], by=ColleagueFactory(), note="x")


@pytest.fixture
def link(proposal):
    return actions.make_preview_link(proposal, by=ColleagueFactory())


def page(link, path):
    return Client().get(f"/admin/preview/{token_of(link)}/page/", {"path": path})


def test_pages_and_api_as_they_would_be_and_nothing_stays(drug, proposal, client):
    client.force_login(ColleagueFactory())
    before = LiveDrug.objects.values().get(pk=drug.pk)
    for path in (f"/drugs/{drug.slug}/", f"/api/v1/drugs/{drug.slug}/"):
        shown = client.get(f"/admin/editorial/proposal/{proposal.pk}/preview/page/", {"path": path})
        assert "TYK2 inhibitor" in shown.text
        assert "noindex" in shown["X-Robots-Tag"]
        assert "no-store" in shown["Cache-Control"]
    assert LiveDrug.objects.values().get(pk=drug.pk) == before
    assert replay.verify() == []
    frame = client.get(f"/admin/editorial/proposal/{proposal.pk}/preview/?width=360")
    assert 'width="360"' in frame.text
    assert "frame-src 'self'" in frame["Content-Security-Policy"]


def test_a_withdrawal_is_previewed_as_gone(drug, client):
    live = LiveDrug.objects.get(pk=drug.pk)
    proposal = actions.propose_withdrawal(
        [live], by=ColleagueFactory(), note="x", reason="Never sold."
    )
    client.force_login(ColleagueFactory())
    address = f"/admin/editorial/proposal/{proposal.pk}/preview/page/?path=/drugs/{drug.slug}/"
    assert client.get(address).status_code == 410
    assert LiveDrug.objects.filter(pk=drug.pk).exists()


def test_a_new_entry_is_previewed_before_anybody_signed(client):
    drug = DrugFactory()
    proposal = actions.propose([drug], by=ColleagueFactory(), note="x")
    client.force_login(ColleagueFactory())
    address = f"/admin/editorial/proposal/{proposal.pk}/preview/page/?path=/drugs/{drug.slug}/"
    assert drug.title in client.get(address).text
    assert client.get(f"/drugs/{drug.slug}/").status_code == 404


def test_what_cannot_be_published_says_why_instead(client):
    warning = WarningFactory()
    proposal = actions.propose([warning], by=ColleagueFactory(), note="x")
    client.force_login(ColleagueFactory())
    address = f"/admin/editorial/proposal/{proposal.pk}/preview/page/?path=/safety/"
    answer = client.get(address)
    assert (answer.status_code, "not published" in answer.text) == (409, True)


def test_a_link_works_without_an_account_and_notes_each_opening(drug, link):
    frame = Client().get(f"/admin/preview/{token_of(link)}/")
    assert "Preview: not published" in frame.text
    assert 'content="noindex, nofollow"' in frame.text
    shown = page(link, f"/drugs/{drug.slug}/")
    assert "TYK2 inhibitor" in shown.text
    assert "not published" in shown.text
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert list(PreviewOpening.objects.values_list("path", flat=True))[0] == f"/drugs/{drug.slug}/"
    assert PreviewOpening.objects.count() == 2


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/drugs/drug/", "//example.org/", "x", "/nothing/"]
)
def test_a_link_leads_nowhere_else(link, path):
    assert page(link, path).status_code == 404


@pytest.mark.parametrize("file", ["page.pdf", "cite.ris", "cite.bib"])
def test_no_file_leaves_without_the_mark(drug, link, file):
    assert page(link, f"/drugs/{drug.slug}/").status_code == 200
    assert page(link, f"/drugs/{drug.slug}/{file}").status_code == 404


def test_a_forged_token_shows_nothing(link):
    for token in ("x", signing.dumps(link.pk), signing.dumps(link.pk + 1, salt=SALT)):
        assert Client().get(f"/admin/preview/{token}/").status_code == 404


def test_a_link_runs_out(link, settings):
    old = actions.make_preview_link(link.proposal, by=ColleagueFactory(), hours=1)
    type(old).objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = page(old, "/drugs/")
    assert (answer.status_code, "has run out" in answer.text) == (410, True)
    assert link.expires_at > timezone.now() + timedelta(hours=23)


def test_a_link_is_revoked_once(link):
    actions.revoke_preview_link(link.proposal, by=ColleagueFactory(), link=link)
    assert page(link, "/drugs/").status_code == 410
    with pytest.raises(Refused, match="not open"):
        actions.revoke_preview_link(link.proposal, by=ColleagueFactory(), link=link)


def test_a_link_dies_when_it_is_published(link):
    for role in SignOff.Role.values:
        actions.sign(link.proposal, by=ColleagueFactory(), role=role)
    actions.publish(link.proposal, by=ColleagueFactory())
    assert page(link, "/drugs/").status_code == 410


@pytest.mark.parametrize("hours", [0, -1, 24 * 15])
def test_how_long_a_link_may_work(proposal, hours):
    with pytest.raises(Refused, match="1 to 336 hours"):
        actions.make_preview_link(proposal, by=ColleagueFactory(), hours=hours)


def test_only_editors_make_links(proposal):
    with pytest.raises(Refused):
        actions.make_preview_link(proposal, by=UserFactory(roles=["comment moderator"]))
