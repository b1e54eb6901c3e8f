from django.core.management.base import BaseCommand

from editorial.replay import rebuild


class Command(BaseCommand):
    help = (
        "Make every live twin and search row again from the log, in short batches; "
        "stopped, it goes on where it was."
    )

    def handle(self, **options):
        done = rebuild(self._progress)
        self.stdout.write(
            f"{done.entries} entries are live, after {done.batches} batches of at most "
            f"{done.longest * 1000:.0f} ms."
        )

    def _progress(self, done, total):
        self.stdout.write(f"{done} of {total}")
