from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from editorial.public_role import grant


class Command(BaseCommand):
    help = "Let a PostgreSQL role read the published tables and nothing else (for public workers)."

    def add_arguments(self, parser):
        parser.add_argument("role", help="An existing role, for example jakinfo_public.")

    def handle(self, *, role, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Roles exist on PostgreSQL only; SQLite relies on the query guard.")
        for table in grant(role):
            self.stdout.write(f"{role} may read {table}")
