"""Start the server: `python -m jakinfo.serve` takes what `granian` takes, the application is ours already.

The application is imported, and asked once for a page of each sort, before the workers are forked: so they
share the memory of its code, templates and statements. For new code start the service again; a reload
(HUP) keeps the old.
"""

import ctypes
import gc
import os
import sys
from importlib import import_module
from io import BytesIO

from granian.cli import cli

APPLICATION = "jakinfo.wsgi:application"
OWN = ["--interface", "wsgi", "--no-ws"]
ASKED = (
    "/",
    "/drugs/",
    "/conditions/",
    "/safety/",
    "/approvals/",
    "/research/",
    "/guides/",
    "/updates/",
    "/search/?q=a",
    "/api/v1/drugs/?page_size=1",
)


M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
"""From glibc's malloc.h."""


def main(arguments):
    one_heap()
    arguments = [*OWN, *arguments, APPLICATION]
    context = cli.make_context("jakinfo.serve", list(arguments), auto_envvar_prefix="GRANIAN")
    # The settings read it: the workers divide JAKINFO_CACHE_MB among themselves.
    os.environ["GRANIAN_WORKERS"] = str(context.params["workers"])
    preload()
    cli(arguments, auto_envvar_prefix="GRANIAN")


def one_heap():
    """Keep glibc from a heap for each thread, all of which grow to the largest page ever made in it.

    Python's lock lets one thread allocate at a time anyway. Other C libraries have no such heaps.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, 131_072)


def without_unused_driver():
    """On SQLite nobody imports PostgreSQL's driver: the REST framework would, for fields that nobody here has.

    It is 10 megabytes. Python's own way to say that a module is not there (sys.modules, "None").
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jakinfo.settings")
    from django.conf import settings

    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        sys.modules.setdefault("psycopg", None)


def preload() -> list[int]:
    """Import what requests need; the status of each page that was asked, none without a database."""
    without_unused_driver()
    import_module("jakinfo.wsgi")
    from django.core.wsgi import get_wsgi_application
    from django.db import Error, connections

    from jakinfo.generation import selected

    site = get_wsgi_application()
    try:
        selected()
        answered = [_ask(site, address) for address in ASKED]
    except Error:
        # Not there yet, or no tables yet: the first request will say so.
        answered = []
    # Two processes must not share one.
    connections.close_all()
    gc.collect()
    # What is there now stays: the collector need not touch it, which would copy it for each worker.
    gc.freeze()
    return answered


def _ask(site, address) -> int:
    from django.conf import settings

    path, _, query = address.partition("?")
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443",
        "HTTP_HOST": host,
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
    }
    response = site(environ, lambda *started: None)
    response.close()
    return response.status_code


if __name__ == "__main__":
    main(sys.argv[1:])
