"""Pages as they would be if a proposal were published: made in a transaction that is rolled back.

The page is made by the public view itself from the live tables, so nothing can look different later.
"""

import re
from contextlib import contextmanager, suppress

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from . import log
from .actions.publishing import in_order
from .guard import PRIVATE, guarded
from .models import Edition, Head, Origin, PreviewLink, PreviewOpening, Proposal
from .registry import kinds

SALT = "editorial.preview"
OVER = (Proposal.State.PUBLISHED, Proposal.State.CANCELLED, Proposal.State.RETURNED)
"""States in which a preview link is dead."""

ADDRESS = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.url_scheme")
BODY = re.compile(rb"<body[^>]*>")
FILES = (".pdf", ".ris", ".bib")
"""Files for keeping: they would go on without the mark that says that this is not published."""


class Dead(Exception):
    """A preview link that shows nothing any more; the message says why."""


def token_of(link: PreviewLink) -> str:
    return signing.dumps(link.pk, salt=SALT)


def opened(token: str, path: str) -> PreviewLink:
    """The link behind a token, its opening noted; Dead when it is over, Http404 when it never was."""
    try:
        link = PreviewLink.objects.select_related("proposal").get(
            pk=signing.loads(token, salt=SALT)
        )
    except (signing.BadSignature, PreviewLink.DoesNotExist) as forged:
        raise Http404 from forged
    why = why_dead(link)
    if why:
        raise Dead(why)
    PreviewOpening.objects.create(link=link, path=path[:200])
    return link


def why_dead(link: PreviewLink) -> str:
    if link.revoked_at:
        return "This preview was closed by the editors."
    if link.expires_at <= timezone.now():
        return "This preview has run out."
    if link.proposal.state in OVER:
        state = link.proposal.get_state_display().lower()
        return f"This preview is over: what it showed has been {state}."
    return ""


def pages_of(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(title, page, API address or empty) of each entry of a proposal, under its new address."""
    found = []
    for proposed in sorted(proposal.entries.all(), key=lambda entry: entry.pk):
        live = kinds()[proposed.kind].live
        page = live(slug=proposed.slug).get_absolute_url()
        found.append((proposed.title, page, _api_address(proposed.kind, proposed.slug)))
    return found


def _api_address(kind_name, slug) -> str:
    for resource in (f"{kind_name}s", kind_name):
        path = f"/api/v1/{resource}/{slug}/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return ""


@contextmanager
def as_if_published(proposal: Proposal):
    """Inside the block readers' tables are what publishing would make of them; then they are not."""
    with transaction.atomic():
        for proposed in in_order(proposal):
            _show(proposal, proposed)
        yield
        transaction.set_rollback(True)


def _show(proposal, proposed):
    """What publishing does for readers, with an edition that is never written to the log."""
    kind = kinds()[proposed.kind]
    edition = Edition(
        seq=Head.objects.values_list("seq", flat=True).get() + 1,
        kind=kind.name,
        entry_id=proposed.entry_id,
        number=proposed.base_number + 1,
        slug=proposed.slug,
        title=proposed.title,
        document=proposed.document,
        change=proposal.change,
        note=proposal.note,
        reason=proposal.reason,
        replaced_by=proposal.replaced_by,
        origin=Origin.EMERGENCY if proposal.emergency else Origin.REVIEW,
        proposal=proposal,
        published_at=timezone.now(),
    )
    if proposed.document is None:
        log.hide(kind, edition)
    else:
        log.show(kind, edition)


def rendered(proposal: Proposal, path: str, asked: HttpRequest) -> HttpResponse:
    """The public page at `path` (with its query) as it would be; `asked` only gives the host."""
    page, _, query = path.partition("?")
    inner = _request(page, query, asked)
    try:
        match = resolve(page)
    except Resolver404 as unknown:
        raise Http404 from unknown
    if page.startswith(PRIVATE) or not page.startswith("/") or page.endswith(FILES):
        raise Http404
    with as_if_published(proposal), guarded():
        response = match.func(inner, *match.args, **match.kwargs)
        if hasattr(response, "render"):
            response.render()
        found = HttpResponse(
            _marked(response.content, proposal),
            status=response.status_code,
            content_type=response["Content-Type"],
        )
        if "Location" in response:
            found["Location"] = response["Location"]
    return found


def _request(page, query, asked) -> HttpRequest:
    inner = HttpRequest()
    inner.method, inner.path, inner.path_info = "GET", page, page
    inner.META = {name: asked.META[name] for name in ADDRESS if name in asked.META}
    inner.META |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "PATH_INFO": page}
    inner.GET, inner.user = QueryDict(query), AnonymousUser()
    return inner


def _marked(content: bytes, proposal) -> bytes:
    """Say on the page itself that it is not published, wherever it may be opened."""
    note = render_to_string("admin/preview_note.html", {"proposal": proposal}).encode()
    return BODY.sub(lambda tag: tag[0] + note, content, count=1)
