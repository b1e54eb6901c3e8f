"""Public pages of the drugs."""

from .compare import compare
from .matrix import approvals
from .pages import drug_detail, drug_list
from .urgent import urgent

__all__ = ["approvals", "compare", "drug_detail", "drug_list", "urgent"]
