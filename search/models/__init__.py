from .entry import SearchEntry
from .name import Role, SearchName

__all__ = ["Role", "SearchEntry", "SearchName"]
