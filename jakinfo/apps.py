from importlib import import_module

from django.apps import AppConfig


class JakinfoConfig(AppConfig):
    name = "jakinfo"

    def ready(self):
        import_module("jakinfo.checks")
