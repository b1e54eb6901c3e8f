"""Every fact says where it was read, and promotion alone carries none."""

import re
from collections import Counter

from drugs.models import IndicationClaim
from evidence.models import Source

from .rows import facts

SEED = "seed:"


def test_every_checked_fact_has_a_source(content):
    for spec, row in facts():
        assert row.checked == "recalled" or row.sources.all(), f"{spec.label} {row}"


def test_no_live_fact_rests_on_promotion_alone(content):
    for spec, row in facts():
        if spec.live.objects.filter(pk=row.pk).exists():
            assert {source.tier for source in row.sources.all()} != {"F"}, f"{spec.label} {row}"


def test_what_rests_on_promotion_alone_is_kept_and_withheld(content):
    alone = [row for _, row in facts() if {source.tier for source in row.sources.all()} == {"F"}]
    assert sorted(str(row) for row in alone) == [
        "changed blood cell counts",
        "hair regrowth in people who had failed other treatment",
        "raised cholesterol",
        "raised liver enzymes",
    ]
    assert {(row.withheld, row.basis) for row in alone} == {
        ("rests on a promotional page alone", "seed")
    }


def test_the_basis_is_seed_exactly_where_only_the_articles_say_so(content):
    for spec, row in facts():
        if row.checked != "recalled":
            only_seeds = all(source.key.startswith(SEED) for source in row.sources.all())
            assert (row.basis == "seed") == only_seeds, f"{spec.label} {row}"


def test_a_regulator_basis_has_a_regulator_source(content):
    for spec, row in facts():
        if row.basis == "regulator" and row.checked != "recalled":
            tiers = {source.tier for source in row.sources.all()}
            assert "A" in tiers, f"{spec.label} {row}"


def test_claims_keep_what_the_sources_say(content):
    stances = Counter(IndicationClaim.objects.values_list("stance", flat=True))
    assert stances == {"agrees": 109, "disagrees": 15, "partly": 17, "not_compared": 19}


def test_every_source_has_a_label_and_a_sentence(content):
    assert not Source.objects.filter(tldr="").exists()
    unlabelled = Source.objects.filter(origin_label="unknown").values_list("key", flat=True)
    assert list(unlabelled) == ["seed:000_381c9229dff9f1d2"]
    assert Source.objects.get(tier="F").origin_label == "promotional"


def test_an_address_is_an_address(content):
    for url in Source.objects.exclude(url="").values_list("url", flat=True):
        assert re.fullmatch(r"https?://[^\s()]+", url), url
