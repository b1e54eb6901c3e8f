from django.core.management.base import BaseCommand

from editorial.replay import rebuild


class Command(BaseCommand):
    help = "Make every live twin and search row again from the log, in one transaction."

    def handle(self, **options):
        count = rebuild(self._progress)
        self.stdout.write(f"{count} entries are live.")

    def _progress(self, done, total):
        if done == total or done % 50 == 0:
            self.stdout.write(f"{done} of {total}")
