from django.apps import AppConfig


class DrugsConfig(AppConfig):
    name = "drugs"
    default_auto_field = "django.db.models.BigAutoField"
