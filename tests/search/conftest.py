"""A small catalogue in the search index, and the verb that puts more into it."""

from datetime import UTC, datetime
from itertools import count

import pytest

from search import index
from search.index import Name
from search.models import Role

MOMENT = datetime(2026, 3, 6, tzinfo=UTC)


@pytest.fixture
def write(db):
    ids = count(1)

    def write(title, *names, kind="drug", entry_id=None, body="", **columns):
        entry_id = entry_id or next(ids)
        content = {
            "slug": title.lower().replace(" ", "-"),
            "url": f"/{kind}s/{entry_id}/",
            "summary": "",
            "seq": entry_id,
            "published_at": MOMENT,
        } | columns
        index.write(kind=kind, entry_id=entry_id, title=title, body=body, names=names, **content)
        return entry_id

    return write


@pytest.fixture
def catalogue(write):
    write(
        "tofacitinib",
        Name("Xeljanz", Role.BRAND),
        Name("Xeljanz XR", Role.BRAND),
        Name("CP-690,550", Role.SYNONYM),
        Name("L04AF01", Role.CODE, "ATC"),
        Name("87LA6FU830", Role.CODE, "UNII"),
        body="A JAK inhibitor for rheumatoid arthritis. Its side effects include headache.",
    )
    write("baricitinib", Name("Olumiant", Role.BRAND), body="Licensed for alopecia areata.")
    write(
        "alopecia areata",
        Name("AA", Role.SYNONYM),
        Name("L63.0", Role.CODE, "ICD-10"),
        kind="condition",
        body="Patchy hair loss. Baricitinib is licensed; tofacitinib is not.",
    )
    write("rheumatoid arthritis", Name("RA", Role.SYNONYM), kind="condition", body="Sore joints.")
    write("lupus hair loss", Name("SLE alopecia", Role.SYNONYM), kind="condition", body="Rare.")
    write("Hair and JAK drugs", kind="guide", body="What tofacitinib does not do for hair loss.")
