from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JakinfoConfig(AppConfig):
    name = "jakinfo"

    def ready(self):
        import_module("jakinfo.checks")
        # The newsroom, with the admin of every floor.
        site = import_module("editorial.site").site
        autodiscover_modules("admin", register_to=site)
