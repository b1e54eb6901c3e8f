"""The newsroom: the admin where editors change the working copy, grouped by floor."""

from http import HTTPStatus

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.urls import path
from django.utils.functional import SimpleLazyObject

from .models import WorkingEntry
from .roles import may


class Suggestions(AutocompleteJsonView):
    """What a chooser offers while somebody types, in the words of the target's own admin."""

    def serialize_result(self, obj, to_field_name):
        label = self.admin_site.choice_label(obj)
        return super().serialize_result(obj, to_field_name) | {"text": label}


class Newsroom(AdminSite):
    """Own site, so that only what is registered on purpose can be changed by hand."""

    site_title = "jakinfo newsroom"
    site_header = "jakinfo newsroom"
    index_title = "The newsroom"
    index_template = "admin/newsroom_index.html"
    empty_value_display = "–"

    def choice_label(self, row) -> str:
        """How a row is named in choosers: by its admin's `choice_label`, else by itself."""
        return getattr(self._registry.get(type(row)), "choice_label", str)(row)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._screens = []

    def add_screen(self, route: str, view, name: str):
        """A screen that a floor above adds; it is for colleagues only, like every other."""
        self._screens.append(path(route, self.admin_view(view), name=name))

    def get_urls(self):
        """Besides the screens of colleagues, the previews that need no account."""
        from .admin.preview import link_page_view, link_view
        from .admin.texts import preview_view

        return [
            path("preview/<str:token>/", link_view, name="editorial_preview"),
            path("preview/<str:token>/page/", link_page_view, name="editorial_preview_page"),
            path("queue/<slug:name>/", self.admin_view(self.queue_view), name="editorial_queue"),
            path("prose/", self.admin_view(preview_view), name="editorial_prose"),
            path("digest/", self.admin_view(self.digest_view), name="editorial_digest"),
            *self._screens,
            *super().get_urls(),
        ]

    def admin_view(self, view, cacheable=False):
        """For colleagues; what was typed is kept when somebody is not signed in any more."""
        from .admin.resuming import resumable

        return resumable(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        """After signing in, what was typed before is offered to be sent again."""
        from .admin.resuming import as_opened, send_again_page, sign_in_context

        typed = request.POST.get("_typed", "")
        if not typed:
            return super().login(request, extra_context)
        told = sign_in_context(request) | (extra_context or {})
        asked = request if "username" in request.POST else as_opened(request)
        response = super().login(asked, told)
        if response.status_code == HTTPStatus.FOUND:
            return send_again_page(request, typed, "You are signed in again") or response
        return response

    def index(self, request, extra_context=None):
        """What waits for somebody, then the working copy."""
        from .admin.queues import counted

        waits = counted(request.user)
        raises = may(request.user, "publish an emergency")
        context = {"queues": waits, "may_raise": raises, **(extra_context or {})}
        return super().index(request, context)

    def queue_view(self, request, name):
        from .admin.queues import queue_view

        return queue_view(request, name, self.each_context(request))

    def digest_view(self, request):
        from .admin.digest import digest_view

        return digest_view(request, self.each_context(request))

    def autocomplete_view(self, request):
        return Suggestions.as_view(admin_site=self)(request)

    def each_context(self, request):
        """The list beside every page shows the entries, not the kinds of rows that they own."""
        context = super().each_context(request)
        floors = context["available_apps"]
        return {**context, "available_apps": SimpleLazyObject(lambda: _beside(floors))}

    def get_app_list(self, request, app_label=None):
        """Floors from top to bottom; in each the entries, then the rows that entries own.

        Made when a page shows it: it asks 200 permissions, and many answers are no page.
        """
        return SimpleLazyObject(lambda: _floors(self._build_app_dict(request, app_label)))


def _beside(floors) -> list[dict]:
    return [{**floor, "models": floor["entries"] or floor["others"]} for floor in floors]


def _floors(found: dict) -> list[dict]:
    order = [config.label for config in apps.get_app_configs()]
    return [_floor(found[label]) for label in order if label in found]


def _floor(app: dict) -> dict:
    found = sorted(app["models"], key=lambda model: model["name"])
    app["entries"] = [model for model in found if issubclass(model["model"], WorkingEntry)]
    app["others"] = [model for model in found if model not in app["entries"]]
    app["models"] = [*app["entries"], *app["others"]]
    return app


site = Newsroom(name="admin")
