"""The verbs of publishing. Each is one transaction and names who does it; nothing else writes the log."""

from .proposing import propose, propose_withdrawal, touch
from .publishing import publish, publish_due, publish_import, restore, schedule
from .signing import cancel, countersign, missing_roles, send_back, sign
from .state import Refused

__all__ = [
    "Refused",
    "cancel",
    "countersign",
    "missing_roles",
    "propose",
    "propose_withdrawal",
    "publish",
    "publish_due",
    "publish_import",
    "restore",
    "schedule",
    "send_back",
    "sign",
    "touch",
]
