"""Preview links: an address for somebody without an account, for a while."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from editorial import log
from editorial.models import PreviewLink, Proposal

from .state import Refused, State, allow, require, verb

MOST_HOURS = 14 * 24


@verb("preview")
def make_preview_link(proposal: Proposal, *, by, hours: int | None = None) -> PreviewLink:
    """A link that shows the proposal as it would be, until it runs out, is revoked, or is published."""
    allow(by, "preview")
    require(proposal, State.SUBMITTED, State.APPROVED, State.SCHEDULED)
    hours = settings.PREVIEW_HOURS if hours is None else hours
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(f"A preview link works for 1 to {MOST_HOURS} hours.")
    return PreviewLink.objects.create(
        proposal=proposal,
        made_by=by,
        made_by_name=log.name_of(by),
        expires_at=timezone.now() + timedelta(hours=hours),
    )


@verb("close the preview")
def revoke_preview_link(proposal: Proposal, *, by, link: PreviewLink) -> PreviewLink:
    """The link shows nothing from now on."""
    allow(by, "preview")
    if link.proposal_id != proposal.pk or link.revoked_at:
        raise Refused("This preview link is not open.")
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    return link
