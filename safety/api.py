"""Warnings, warning signs, risk groups, dose rules, monitoring and regulator actions."""

from editorial.api import EntryResource, choice
from editorial.bare import bare
from editorial.parameters import Entry, Parameters

from .models import (
    Authority,
    LiveDoseRule,
    LiveMonitoring,
    LiveRegulatorAction,
    LiveRiskGroup,
    LiveWarning,
    LiveWarningSign,
)
from .serializers import (
    DoseRuleSerializer,
    MonitoringSerializer,
    RegulatorActionSerializer,
    RiskGroupSerializer,
    WarningSerializer,
    WarningSignSerializer,
)

WARNING_PARAMETERS: Parameters = {
    "drug": Entry(about="Applies to this drug (slug).", kind="drug"),
    "risk_group": Entry(about="Concerns this risk group (slug).", kind="risk-group"),
    "authority": choice("Given by this authority.", Authority),
    "severity": choice("How grave it is.", LiveWarning.Severity),
}
COLUMNS = {
    "drug": "applies_to",
    "risk_group": "risk_groups",
    "authority": "authorities__authority",
    "severity": "severity",
}


class SafetyResource(EntryResource):
    """Few and short entries: a list shows each one whole, in the order of the safety page."""

    orderings = {"": ("position", "slug")}

    def rows(self, given):
        return self.live.objects.all()

    def complete(self, rows, given):
        return bare(rows)


class Warnings(SafetyResource):
    """What regulators say can go wrong, compared with what, for which drugs."""

    live = LiveWarning
    serializer = WarningSerializer
    parameters = WARNING_PARAMETERS
    row_noun = "warning"

    def rows(self, given):
        columns = {COLUMNS[name]: given[name] for name in COLUMNS if name in given}
        # Each of these meets one row at most, so that no warning comes twice.
        return LiveWarning.objects.filter(**columns)


class WarningSigns(SafetyResource):
    """What somebody may notice, and how fast to act."""

    live = LiveWarningSign
    serializer = WarningSignSerializer
    row_noun = "warning sign"


class RiskGroups(SafetyResource):
    """Who is at higher risk, and what the rule is for them."""

    live = LiveRiskGroup
    serializer = RiskGroupSerializer
    row_noun = "risk group"


class DoseRules(SafetyResource):
    """How doses change."""

    live = LiveDoseRule
    serializer = DoseRuleSerializer
    row_noun = "dose rule"


class MonitoringChecks(SafetyResource):
    """What is checked before and during treatment."""

    live = LiveMonitoring
    serializer = MonitoringSerializer
    row_noun = "check"


class RegulatorActions(SafetyResource):
    """Orders, reviews and the trials behind them."""

    live = LiveRegulatorAction
    serializer = RegulatorActionSerializer
    row_noun = "regulator action"
