from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class EditorialConfig(AppConfig):
    name = "editorial"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks

        pre_migrate.connect(make_way, sender=self)
        post_migrate.connect(install_rules, sender=self)
        register(checks.rules_are_installed, Tags.database)


def make_way(using, plan, **kwargs):
    from . import public_log

    if plan:
        public_log.remove(using)


def install_rules(using, **kwargs):
    from . import public_log, roles, triggers
    from .models import Head

    triggers.install(using)
    Head.objects.using(using).get_or_create(pk=1)
    roles.install(using)
    public_log.install(using)
