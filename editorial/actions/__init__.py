"""The verbs of publishing. Each is one transaction and names who does it; nothing else writes the log."""

from .previews import make_preview_link, revoke_preview_link
from .proposing import propose, propose_withdrawal, touch
from .publishing import publish, publish_due, publish_import, restore, schedule
from .signing import cancel, countersign, missing_roles, send_back, sign
from .state import Refused, allow, verb
from .talking import assign, comment

__all__ = [
    "allow",
    "Refused",
    "assign",
    "cancel",
    "comment",
    "countersign",
    "make_preview_link",
    "missing_roles",
    "propose",
    "propose_withdrawal",
    "publish",
    "publish_due",
    "publish_import",
    "restore",
    "revoke_preview_link",
    "schedule",
    "send_back",
    "sign",
    "touch",
    "verb",
]
