from django.core.management.base import BaseCommand

from editorial.actions import publish_due


class Command(BaseCommand):
    help = "Publish every scheduled proposal that is due. Safe to run any number of times at once."

    def handle(self, **options):
        published, refused = publish_due()
        for proposal in published:
            self.stdout.write(f"Published {proposal}")
        for proposal, reason in refused:
            self.stderr.write(f"Returned {proposal}: {reason}")
        if not published and not refused:
            self.stdout.write("Nothing is due.")
