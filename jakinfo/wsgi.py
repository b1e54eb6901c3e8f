"""The application that the server runs: `granian --interface wsgi jakinfo.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jakinfo.settings")

application = get_wsgi_application()
if settings.KEPT_BYTES:
    # Imported here because it needs the settings above.
    from jakinfo.fastpath import FastPath

    application = FastPath(application, limit=settings.KEPT_BYTES)
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)
