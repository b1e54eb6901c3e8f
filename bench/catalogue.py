"""What a measurement needs from inside Django: the catalogue and its addresses, publications, a rebuild.

`catalogue.py catalogue DRUGS EDITIONS`, `catalogue.py publish SECONDS`, `catalogue.py publishing`; the last
line printed is the result. The database is the one that the environment names.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jakinfo.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bench.run import _publish  # noqa: E402
from drugs.models import Drug, LiveDrug  # noqa: E402
from editorial import replay  # noqa: E402
from editorial.actions import publish_import  # noqa: E402
from editorial.models import Edition  # noqa: E402
from tests.factories.bulk import lengthen_log  # noqa: E402
from tests.factories.catalogue import make_catalogue  # noqa: E402

EVERY = 60 / 50
"""Seconds between publications: fifty a minute."""


BATCHES = 150
"""A rebuild is stopped after as many: they say enough about a large catalogue."""


def catalogue(drugs, editions) -> dict:
    """Make it unless it is there, lengthen its log if it is shorter; the addresses that are asked."""
    call_command("migrate", verbosity=0)
    began, made = time.perf_counter(), not LiveDrug.objects.exists()
    if made:
        make_catalogue(drugs=drugs)
    lengthen_log(editions)
    spent = time.perf_counter() - began
    slugs = list(LiveDrug.objects.order_by("pk").values_list("slug", flat=True))
    slug = slugs[len(slugs) // 2]
    return {
        "drugs": len(slugs),
        "editions": Edition.objects.count(),
        "seconds to make": round(spent, 1) if made else None,
        "paths": {
            "page": f"/drugs/{slug}/",
            "API detail": f"/api/v1/drugs/{slug}/",
            "API list of 50": "/api/v1/drugs/?page_size=50",
            "search": f"/search/?q={slug}",
        },
        "many": [f"/drugs/{slug}/" for slug in slugs[:2500]],
    }


def publish(seconds):
    """Fifty a minute, of one drug after the other."""
    drugs = list(Drug.objects.order_by("pk")[:200])
    print("ready", flush=True)
    began, published = time.monotonic(), 0
    # By the clock: how long a publication takes does not make them fewer.
    while (due := began + published * EVERY) < began + seconds:
        time.sleep(max(0, due - time.monotonic()))
        drug = drugs[published % len(drugs)]
        drug.drug_class = f"JAK inhibitor {time.time_ns()}"
        drug.save()
        publish_import([drug], note="For a measurement.")
        published += 1
    return published


def publishing() -> dict:
    """How long one publication takes, a rebuild of everything, and its longest hold of the write lock."""
    one = _publish(30)
    began, place = time.perf_counter(), []
    done = replay.rebuild(lambda *now: place.__setitem__(slice(None), now), most_batches=BATCHES)
    return {
        "publish one entry, ms": one,
        "rebuild": {
            "pieces": place[0],
            "of": place[1],
            "batches": done.batches,
            "seconds": round(time.perf_counter() - began, 1),
            "longest lock, ms": round(done.longest * 1000),
        },
    }


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    tools = {f.__name__: f for f in (catalogue, publish, publishing)}
    print(json.dumps(tools[name](*map(int, arguments))))
