from .condition import Condition, LiveCondition
from .facts import (
    Code,
    ConditionSynonym,
    LiveCode,
    LiveConditionSynonym,
    LiveStatement,
    LiveSymptom,
    Statement,
    Symptom,
)

__all__ = [
    "Code",
    "Condition",
    "ConditionSynonym",
    "LiveCode",
    "LiveCondition",
    "LiveConditionSynonym",
    "LiveStatement",
    "LiveSymptom",
    "Statement",
    "Symptom",
]
