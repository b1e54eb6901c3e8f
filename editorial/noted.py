"""The query of an address that remembers what it was asked for.

A page is free to look at any parameter. What it never looked at cannot have changed its answer, so whoever
keeps answers may leave it out of the key; and links of the page do not carry it on.
"""

from django.http import QueryDict


class NotedQuery(QueryDict):
    """`asked` are the names that were looked up, there or not; `whole` is true once all were looked at.

    From then on no name is noted: it may come from the address, and `asked` holds names from code only.
    """

    def __init__(self, *args, **kwargs):
        self.asked: set[str] = set()
        self.whole = False
        super().__init__(*args, **kwargs)
        # Filling it asked for every name.
        self.asked.clear()

    def known(self) -> QueryDict:
        """A copy that can be changed, of what the page has looked up so far."""
        made = QueryDict(mutable=True, encoding=self.encoding)
        for name in dict.keys(self):
            if name in self.asked:
                made.setlist(name, super().getlist(name))
        return made

    def _note(self, name):
        if not self.whole:
            self.asked.add(name)
        return super()

    def _note_all(self):
        self.whole = True
        return super()

    def __getitem__(self, name):
        return self._note(name).__getitem__(name)

    def __contains__(self, name):
        return self._note(name).__contains__(name)

    def getlist(self, name, default=None):
        return self._note(name).getlist(name, default)

    def __iter__(self):
        return self._note_all().__iter__()

    def __len__(self):
        return self._note_all().__len__()

    def __eq__(self, other):
        return self._note_all().__eq__(other)

    __hash__ = None

    def keys(self):
        return self._note_all().keys()

    def lists(self):
        return self._note_all().lists()

    def urlencode(self, safe=None):
        return self._note_all().urlencode(safe)
