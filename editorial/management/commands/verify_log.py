from django.core.management.base import BaseCommand, CommandError

from editorial.replay import verify


class Command(BaseCommand):
    help = "Check that log and audit are whole, that editions are what was hashed, and that readers see them."

    def handle(self, **options):
        differences = verify()
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            raise CommandError(
                f"{len(differences)} differences; `manage.py rebuild_live` makes the live rows again."
            )
        self.stdout.write(
            "The log and the audit are whole; live twins and search rows are what the log says."
        )
