"""How to cite a page: in words, and for the programs that keep people's references (RIS, BibTeX).

What is cited is one edition, by its permanent address; its date is that of the edition. So the same
edition is cited in the same bytes for ever.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse

from .language import gettext as _
from .wording import NBSP, partial_date

SITE = "jakinfo"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What would end a line of RIS, is no text at all, or turns the text around it.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# Braces count for BibTeX also behind a backslash, so they are named.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{letter: f"\\{letter}" for letter in "$&%#_"},
}


@dataclass(frozen=True)
class Citation:
    kind: str
    slug: str
    title: str
    edition: int
    published: date
    address: str
    """Of this very edition."""

    @property
    def key(self) -> str:
        return f"{SITE}-{self.kind}-{self.slug}-{self.edition}"

    @property
    def text(self) -> str:
        end = "" if self.title.endswith((".", "?", "!")) else "."
        day = partial_date(self.published).replace(NBSP, " ")
        words = _("%(title)s %(site)s, edition %(number)s, %(date)s. %(address)s")
        return words % {
            "title": f"{self.title}{end}",
            "site": SITE,
            "number": self.edition,
            "date": day,
            "address": self.address,
        }

    @property
    def ris(self) -> str:
        """A tag a line, CR LF between them."""
        lines = [
            ("TY", "ELEC"),
            ("AU", SITE),
            ("TI", self.title),
            ("T2", SITE),
            ("ET", self.edition),
            ("PY", self.published.year),
            ("DA", f"{self.published:%Y/%m/%d}/"),
            ("LA", "en"),
            ("UR", self.address),
            ("ID", self.key),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)

    @property
    def bibtex(self) -> str:
        fields = [
            ("author", "{jakinfo}"),
            ("title", f"{{{_tex(self.title)}}}"),
            ("howpublished", f"{SITE}, edition {self.edition}"),
            ("edition", self.edition),
            ("date", self.published.isoformat()),
            ("year", self.published.year),
            ("url", self.address),
            ("language", "english"),
        ]
        lines = [f"  {name} = {{{value}}}," for name, value in fields]
        month = f"  month = {MONTHS[self.published.month - 1]},"
        return "\n".join([f"@misc{{{self.key},", *lines, month, "}", ""])


FORMATS = {
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris"),
    "bib": ("application/x-bibtex; charset=utf-8", "bibtex"),
}


def citation(request, entry) -> Citation:
    """Of a live entry with a page of its own. Our page about a source is our note, not the source."""
    title = " ".join(_CONTROL.sub(" ", entry.title).split())
    return Citation(
        kind=entry.kind,
        slug=entry.slug,
        title=_("Note on “%(title)s”") % {"title": title} if entry.kind == "source" else title,
        edition=entry.edition,
        published=entry.published_at.date(),
        address=request.build_absolute_uri(f"{entry.address}?edition={entry.edition}"),
    )


def citation_file(cited: Citation, wanted: str) -> HttpResponse:
    """`wanted` is one of FORMATS."""
    content_type, name = FORMATS[wanted]
    response = HttpResponse(getattr(cited, name), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{cited.key}.{wanted}"'
    return response


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
