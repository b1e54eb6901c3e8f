from django.core.management.base import BaseCommand, CommandError

from editorial.digests import send_all


class Command(BaseCommand):
    help = "Send each editor today's e-mail: what waits for them and which reviews are due. Never twice a day."

    def handle(self, **options):
        sent = failed = 0
        for person, what in send_all():
            self.stdout.write(f"{person}: {what}")
            failed += what.startswith("failed")
            sent += what == "sent"
        self.stdout.write(f"{sent} sent.")
        if failed:
            raise CommandError(f"{failed} could not be sent; run this again.")
