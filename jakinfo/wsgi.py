"""The application that the server runs: `granian --interface wsgi jakinfo.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from jakinfo.fastpath import FastPath
from jakinfo.generation import reader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jakinfo.settings")


def _application():
    django = get_wsgi_application()
    if not settings.CACHE_BYTES:
        return django
    # Only now, as it needs the models.
    from jakinfo.pages import machine

    fast = FastPath(django, reader(settings.DATABASES["default"]), settings.CACHE_BYTES)
    machine.watch(fast)
    return fast


application = _application()
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)
