from .body import SearchBody
from .entry import SearchEntry
from .name import Role, SearchName

__all__ = ["Role", "SearchBody", "SearchEntry", "SearchName"]
