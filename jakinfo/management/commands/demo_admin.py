"""Makes the administrator with whom a newcomer looks round a development site."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

USERNAME = "demo"


class Command(BaseCommand):
    help = "Make a demonstration administrator and print the password, once."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "There is no demonstration administrator in production; use createsuperuser."
            )
        user_model = get_user_model()
        if user_model.objects.filter(username=USERNAME).exists():
            self.stdout.write(
                f'The administrator "{USERNAME}" exists; for a new password: '
                f".venv/bin/python manage.py changepassword {USERNAME}"
            )
            return
        password = secrets.token_urlsafe(12)
        user_model.objects.create_superuser(USERNAME, password=password)
        self.stdout.write(f'Sign in as "{USERNAME}" with the password {password}')
        self.stdout.write("It is shown only now and kept nowhere.")
