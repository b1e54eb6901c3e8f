"""The dashboard of the newsroom and the list behind each of its numbers."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from editorial.queues import QUEUES
from editorial.sheets import TYPES, sheet

PER_PAGE = 50
MOST_EXPORTED = 20_000


def counted(user) -> list[dict]:
    """Every queue with how much waits in it; what needs somebody at once comes first."""
    seen = [queue for queue in QUEUES.values() if user.has_perm(queue.permission)]
    found = [{"queue": queue, "number": queue.rows(user).count()} for queue in seen]
    return [row for row in found if row["number"] or not row["queue"].alarm]


def queue_view(request, name, context):
    """One queue, page by page, or whole as `?format=csv` or `xlsx`."""
    queue = QUEUES.get(name)
    if queue is None:
        raise Http404
    if not request.user.has_perm(queue.permission):
        raise PermissionDenied
    rows = queue.rows(request.user)
    wanted = request.GET.get("format", "")
    if wanted in TYPES:
        return _file(queue, rows, wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "title": queue.title,
        "queue": queue,
        "page": page,
        "items": queue.shown(page.object_list),
        "page_range": page.paginator.get_elided_page_range(page.number),
    }
    return TemplateResponse(request, "admin/queue.html", context)


def _file(queue, rows, wanted):
    items = queue.shown(rows[:MOST_EXPORTED])
    lines = [[i.title, i.what, i.when.isoformat() if i.when else "", i.who, i.url] for i in items]
    heads = ["Title", "What", "When", "Who", "Address"]
    response = HttpResponse(sheet(queue.title, heads, lines, wanted), content_type=TYPES[wanted])
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{queue.name}-{day}.{wanted}"'
    return response
