"""Ten million pages a day and a million entries, computed from what was measured: `python bench/scale.py`.

Reads the largest catalogue in docs/performance.json. What is assumed and not measured stands in ASSUMED, and
each line of the result says from which of the two it comes. It simulates nothing; it shows which part is
used up first.
"""

import argparse
import json
from pathlib import Path

FIGURES = Path(__file__).resolve().parent.parent / "docs" / "performance.json"
ASSUMED = {
    "pages a day": 10_000_000,
    "entries": 1_000_000,
    "busiest second against the average": 10,
    "publications a day": 500,
    "different addresses asked between two publications": 2_000,
    "compressed bytes of a page": 9_000,
    "seconds of a day": 86_400,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=Path, default=FIGURES)
    for name, value in ASSUMED.items():
        parser.add_argument(f"--{name.replace(' ', '-')}", type=float, default=value)
    options = {name.replace("_", " "): value for name, value in vars(parser.parse_args()).items()}
    runs = json.loads(options.pop("figures").read_text())
    figures = max(runs.values(), key=lambda run: run["catalogue"]["drugs"])
    for line in computed(figures, options):
        print(line)


def computed(figures, given) -> list[str]:
    hot = figures["ratios"]["page"]["site, requests/s"]
    cold = figures["without memory"]["page"]["requests/s"]
    average = given["pages a day"] / given["seconds of a day"]
    busiest = average * given["busiest second against the average"]
    per_publication = given["different addresses asked between two publications"]
    made = given["publications a day"] * per_publication / given["seconds of a day"]
    share = busiest / hot + made / cold
    catalogue = figures["catalogue"]
    growth = given["entries"] / catalogue["editions"]
    publish = figures["publish one entry, ms"]["median"] / 1000
    parts = {
        "one machine of two workers": share,
        "network, 1 Gbit/s": busiest * given["compressed bytes of a page"] * 8 / 1e9,
        "the lock of the log": publish * given["publications a day"] / given["seconds of a day"],
    }
    lines = [
        f"{average:,.0f} pages/s on average, {busiest:,.0f} in the busiest second (assumed).",
        f"From memory {hot:,.0f}/s, made by Django {cold:,.0f}/s (both measured).",
        f"After publications {made:,.1f} pages/s have to be made again (assumed).",
        *(f"{name}: {used:.1%} used in the busiest second" for name, used in parts.items()),
        f"First to break: {max(parts, key=parts.get)}, at {1 / max(parts.values()):.1f} times this load.",
    ]
    rebuild = figures["rebuild"]
    spent = rebuild["seconds"] / rebuild["pieces"] * rebuild["of"] * growth / 3600
    return [
        *lines,
        f"{given['entries']:,.0f} entries are {growth:,.0f} times the catalogue that was measured:",
        f"a whole rebuild takes {spent:,.1f} hours (measured rate, taken as even);",
        f"sitemap.xml has {given['entries']:,.0f} addresses; search engines take 50,000 in one file.",
    ]


if __name__ == "__main__":
    main()
