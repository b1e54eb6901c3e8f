"""Public pages of the drugs."""

from .compare import compare
from .pages import approvals, drug_detail, drug_list

__all__ = ["approvals", "compare", "drug_detail", "drug_list"]
