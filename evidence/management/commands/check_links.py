import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from evidence.checks.links import ask
from evidence.models import LinkCheck, Source


class Command(BaseCommand):
    help = "Ask the addresses of sources whether they are there, those not asked for longest first."

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=200, help="Addresses in one run.")
        parser.add_argument("--seconds", type=int, default=600, help="Time for the whole run.")

    def handle(self, *, most, seconds, **options):
        end, broken = time.monotonic() + seconds, 0
        addresses = _longest_ago()[:most]
        for number, url in enumerate(addresses, 1):
            if time.monotonic() > end:
                self.stdout.write("The time is over; the next run goes on from here.")
                break
            answer = ask(url)
            found = {"checked_at": timezone.now(), "status": answer.status}
            LinkCheck.objects.update_or_create(
                url=url, defaults={**found, "problem": answer.problem}
            )
            broken += bool(answer.problem)
            self.stdout.write(f"{number} of {len(addresses)}: {url}: {answer.problem or 'there'}")
        self.stdout.write(f"{broken} broken.")


def _longest_ago() -> list[str]:
    asked = dict(LinkCheck.objects.values_list("url", "checked_at"))
    urls = set(Source.objects.exclude(url="").values_list("url", flat=True))
    never = timezone.now().min.replace(tzinfo=timezone.get_current_timezone())
    return sorted(urls, key=lambda url: (asked.get(url, never), url))
