from .action import LiveRegulatorAction, RegulatorAction
from .rule import DoseRule, LiveDoseRule, LiveMonitoring, LiveRiskGroup, Monitoring, RiskGroup
from .sign import LiveWarningSign, LiveWarningSignClaim, WarningSign, WarningSignClaim
from .warning import (
    Authority,
    LiveWarning,
    LiveWarningAuthority,
    LiveWarningFigure,
    Warning,
    WarningAuthority,
    WarningFigure,
)

__all__ = [
    "Authority",
    "DoseRule",
    "LiveDoseRule",
    "LiveMonitoring",
    "LiveRegulatorAction",
    "LiveRiskGroup",
    "LiveWarning",
    "LiveWarningAuthority",
    "LiveWarningFigure",
    "LiveWarningSign",
    "LiveWarningSignClaim",
    "Monitoring",
    "RegulatorAction",
    "RiskGroup",
    "Warning",
    "WarningAuthority",
    "WarningFigure",
    "WarningSign",
    "WarningSignClaim",
]
