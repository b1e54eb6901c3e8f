from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jakinfo.content import FIXTURES, ContentError, load


class Command(BaseCommand):
    help = "Load the fixtures into the working copy and publish what is new. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=FIXTURES, help="Where the fixtures are.")

    def handle(self, *, folder, **options):
        try:
            loaded = load(folder.resolve(), report=self.stdout.write)
        except ContentError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write(
            self.style.SUCCESS(
                f"{loaded.entries} entries loaded, {loaded.kept} left as people changed them, "
                f"{loaded.published} published."
            )
        )
