"""What editors may write in a long text: Markdown without HTML, pictures or unsafe links.

The renderer (wording.py) drops all three anyway; this tells the writer at once instead
of losing a passage silently.
"""

import re

from django.core.exceptions import ValidationError
from markdown_it import MarkdownIt

# HTML is switched on here so that it is found; the renderer has it switched off.
_parser = MarkdownIt("commonmark", {"html": True}).enable("table")
_parser.validateLink = lambda url: True

_SAFE_LINK = re.compile(r"(https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
# Marks that turn text around or hide in it: a reader and a signer would see different words.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """The text with plain line ends and nothing invisible; raises ValidationError for what is not Markdown."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for token in _flat(_parser.parse(text)):
        _refuse(token)
    return text


def _flat(tokens):
    for token in tokens:
        yield token
        yield from _flat(token.children or ())


def _refuse(token):
    if token.type in ("html_inline", "html_block"):
        tag = token.content.strip()[:40]
        raise ValidationError(f"Write Markdown, not HTML: “{tag}” would be shown as it stands.")
    if token.type == "image":
        raise ValidationError("A text cannot hold a picture; describe what it shows in words.")
    if token.type == "link_open" and not _SAFE_LINK.match(str(token.attrs["href"])):
        raise ValidationError(
            f"The link “{token.attrs['href']}” must begin with https://, mailto: or / for a page of this site."
        )
