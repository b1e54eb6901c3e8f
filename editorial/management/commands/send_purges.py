import time

from django.core.management.base import BaseCommand, CommandError

from editorial.purging import send_all


class Command(BaseCommand):
    help = "Tell the CDN which answers publications have ended. Safe to run any number of times at once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="Go on, and look again after so long."
        )

    def handle(self, every, **options):
        while True:
            failure = self.send()
            if not every:
                break
            time.sleep(every)
        if failure:
            raise CommandError(f"The CDN did not take it: {failure}. Run this again.")

    def send(self) -> str:
        failure = ""
        for purge, failure in send_all():
            line = f"Failed {purge} ({failure})" if failure else f"Sent {purge}"
            (self.stderr if failure else self.stdout).write(line)
        return failure
