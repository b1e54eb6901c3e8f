"""Makes the people with whom a newcomer looks round a development site."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from editorial.roles import Role

USERNAME = "demo"
COLLEAGUES = {
    "author": Role.AUTHOR,
    "reviewer": Role.REVIEWER,
    "publisher": Role.PUBLISHER,
}


class Command(BaseCommand):
    help = (
        "Make a demonstration administrator and one person for each role; print the password, once."
    )

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "There is no demonstration administrator in production; use createsuperuser."
            )
        people = get_user_model().objects
        if people.filter(username=USERNAME).exists():
            self.stdout.write(
                f'The administrator "{USERNAME}" exists; for a new password: '
                f".venv/bin/python manage.py changepassword {USERNAME}"
            )
            return
        password = secrets.token_urlsafe(12)
        demo = people.create_superuser(USERNAME, password=password)
        demo.groups.set(Group.objects.filter(name__in=Role.values))
        for name, role in COLLEAGUES.items():
            person = people.create_user(
                name,
                password=password,
                first_name=name.capitalize(),
                last_name="(demo)",
                is_staff=True,
            )
            person.groups.add(Group.objects.get(name=role))
        names = ", ".join(f'"{name}"' for name in COLLEAGUES)
        self.stdout.write(f'Sign in as "{USERNAME}" with the password {password}')
        self.stdout.write(f"To try sign-off by several people: {names}, with the same password.")
        self.stdout.write("It is shown only now and kept nowhere.")
