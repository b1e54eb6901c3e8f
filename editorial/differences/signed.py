"""What somebody has signed before, to show them only what is new since."""

from editorial.models import ProposedEntry, SignOff


def since_signed(proposed: ProposedEntry, user) -> dict | None:
    """The text of the same entry in the newest other proposal that this person signed; None if none.

    A signed withdrawal has no text and is passed over.
    """
    texts = ProposedEntry.objects.filter(kind=proposed.kind, entry_id=proposed.entry_id)
    texts = texts.filter(document__isnull=False).exclude(proposal=proposed.proposal_id)
    signed = SignOff.objects.filter(user=user.pk, proposal__in=texts.values("proposal"))
    newest = signed.order_by("-at", "-pk").values_list("proposal", flat=True).first()
    return newest and texts.values_list("document", flat=True).get(proposal=newest)
