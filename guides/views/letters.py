"""What readers send in: a question about a guide, or word that something on a page is wrong.

These pages are never kept by a cache: they change without a publication, and hold what was typed.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.language import gettext
from editorial.registry import kinds
from editorial.views import live_or_gone
from guides import structured
from guides.actions import receive
from guides.forms import FeedbackForm, QuestionForm, opened_now, too_many
from guides.models import LiveAnswer, LiveGuide

ASKED = require_http_methods(["GET", "HEAD", "POST"])
SENT = "sent"


@csrf_exempt  # Nobody is signed in here, so there is nothing that another site could do in a reader's name.
@never_cache
@ASKED
def questions(request, slug):
    """Readers' questions about a guide with the answers, and the form to ask one."""
    live = live_or_gone(request, LiveGuide, slug)
    if not isinstance(live, LiveGuide):
        return live
    form = QuestionForm(request.POST or None)
    form.instance.path, form.instance.edition = live.get_absolute_url(), live.edition
    form.instance.guide_id = live.pk
    answers = list(LiveAnswer.objects.filter(guide_id=live.pk)[:100])
    page = {"guide": live, "answers": answers, "trail": _trail(live)}
    page["structured"] = structured.questions_page(request, page)
    return _letter(request, form, "guides/questions.html", page)


@csrf_exempt
@never_cache
@ASKED
def feedback(request):
    """Word about a page: `?page=/drugs/tofacitinib/`. It reaches the newsroom with the edition."""
    path = _path(request.POST.get("page") or request.GET.get("page", ""))
    form = FeedbackForm(request.POST or None)
    form.instance.path, form.instance.edition = path, _edition(path)
    page = {
        "path": path,
        "choices": [(v, gettext(words)) for v, words in form.fields["about"].choices[1:]],
    }
    return _letter(request, form, "guides/feedback.html", page)


def _letter(request, form, template, page):
    """Keep what was sent and say thank you; or show the form with what was typed."""
    status, limited = 200, False
    if request.method == "POST":
        limited = form.is_valid() and too_many(request.META.get("REMOTE_ADDR", ""))
        status = 429 if limited else 422
        if form.is_valid() and not limited:
            receive(form.instance, spam=form.is_spam)
            return HttpResponseRedirect(f"{request.path}?{SENT}=1#{SENT}")
    typed = {name: form[name].value() or "" for name in form.fields}
    page |= {
        "typed": typed,
        "errors": {name: list(form.errors.get(name, ())) for name in (*form.fields, "__all__")},
        "failed": bool(form.errors),
        "opened": opened_now(),
        "limited": limited,
        "sent": SENT in request.GET and request.method != "POST",
    }
    return render(request, template, page, status=status)


def _trail(live):
    return [("/guides/", gettext("Guides")), (live.get_absolute_url(), live.title)]


def _path(asked: str) -> str:
    """An address of this site, or nothing."""
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked.partition("?")[0][:200] if safe and asked.isprintable() else ""


def _edition(path: str) -> int | None:
    """The edition that this address shows, if it is the page of an entry."""
    parts = path.strip("/").split("/")
    for kind in kinds().values():
        if len(parts) == 2 and getattr(kind.live, "path", "") == f"/{parts[0]}/":
            found = kind.live.objects.filter(slug=parts[1]).values_list("edition", flat=True)
            return found.first()
    return None
