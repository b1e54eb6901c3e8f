"""What editors do with warnings besides changing them: warn readers at once."""

from editorial.actions import propose, publish, touch, verb
from editorial.models import Edition
from evidence.models import Basis, Checked

from .models import Warning, WarningAuthority


@verb("warn at once")
def warn_at_once(
    warning: Warning, *, by, drugs, sources, authority: str, note: str, reason: str
) -> list[Edition]:
    """Save a warning, freeze it and publish it as an emergency, all or nothing.

    It is on every page it concerns when this returns, and stays marked in the newsroom until somebody
    who took no part in it countersigns. Raises Refused.
    """
    warning.checked, warning.basis, warning.withheld = Checked.SEEN, Basis.REGULATOR, ""
    warning.severity = warning.severity or Warning.Severity.SERIOUS
    warning.save()
    warning.applies_to.set(drugs)
    warning.sources.set(sources)
    WarningAuthority.objects.get_or_create(warning=warning, authority=authority)
    touch(warning, by=by)
    proposal = propose([warning], by=by, note=note, change="major", emergency=True, reason=reason)
    return publish(proposal, by=by)
