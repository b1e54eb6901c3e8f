from django.core.management.base import BaseCommand, CommandError

from editorial.replay import verify


class Command(BaseCommand):
    help = "Check that the log has no gap, that editions are the texts that were hashed, and that readers see them."

    def handle(self, **options):
        differences = verify()
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            raise CommandError(
                f"{len(differences)} differences; `manage.py rebuild_live` makes the live rows again."
            )
        self.stdout.write("The log is whole, and the live twins and search rows are what it says.")
