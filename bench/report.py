"""docs/performance.md and its picture, from the figures of `bench/serve.py`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = ("from memory", "hello-world", "nginx", "made anew")
BARS = {"page": 0.8, "API detail": 0.8, "304": 0.9}
NGINX_BAR = 0.5


def write(figures) -> str:
    """Write both files; the text of the first."""
    (ROOT / "docs" / "pictures" / "performance.svg").write_text(_picture(figures["answers"]))
    text = _text(figures)
    (ROOT / "docs" / "performance.md").write_text(text)
    return text


def _kinds(answers) -> list[str]:
    return list(dict.fromkeys(name.partition(",")[0] for name in answers))


def _ratio(answers, kind, target):
    above, below = answers.get(f"{kind}, from memory"), answers.get(f"{kind}, {target}")
    return above["per second"] / below["per second"] if above and below else None


HEAD = """# Performance
Made by `make bench`, which checks each answer before it times it. Do not edit it by hand.

Measured on {date}: {machine}, load before the run {load before}. The server (two workers)
and the client (wrk) share the cores. Real content, SQLite, answers compressed with brotli.
Medians of one run, in which the targets take turns.

![Answers a second](pictures/performance.svg)

| answer | from memory, a second | of hello-world | bar | of nginx | bar | made anew, a second | 99 % within, ms |
|---|---|---|---|---|---|---|---|
"""
FOOT = """
- Two workers together take {memory of two workers (MB)} MB after the run (bar 150; each keeps 64 MB at most).
- From start to the first answer: {start to first answer (s)} s.
- Publishing the whole content: {publish the content (s)} s; rebuilding what is live: {rebuild what is live (s)} s.
"""


def _text(figures) -> str:
    answers, busy = figures["answers"], figures["while 50 are published a minute"]
    lines = [_line(answers, kind) for kind in _kinds(answers)]
    published = (
        f"- While 50 editions a minute were published: {busy['per second']:,.0f} a second, "
        f"99 % within {busy['99% ms']} ms.\n"
    )
    elsewhere = "\nIn process and uncached, for 12 and 12,000 drugs: [bench/README.md](../bench/README.md).\n"
    table = "\n".join(lines) + "\n"
    return HEAD.format_map(figures) + table + FOOT.format_map(figures) + published + elsewhere


def _line(answers, kind) -> str:
    hot, cold = answers[f"{kind}, from memory"], answers.get(f"{kind}, made anew")
    hello, static = _ratio(answers, kind, "hello-world"), _ratio(answers, kind, "nginx")
    cells = [
        kind,
        f"{hot['per second']:,.0f}",
        f"{hello:.2f}" if hello else "",
        str(BARS.get(kind, "")),
        f"{static:.2f}" if static else "",
        str(NGINX_BAR) if kind in ("page", "API detail") and static else "",
        f"{cold['per second']:,.0f}" if cold else "",
        str(hot["99% ms"]),
    ]
    return f"| {' | '.join(cells)} |"


def _picture(answers) -> str:
    """Bars without colours of their own: the words and the order tell them apart."""
    kinds = _kinds(answers)
    most = max(row["per second"] for row in answers.values())
    bars, top = [], 20
    for kind in kinds:
        bars.append(f'<text x="0" y="{top}" font-weight="bold">{kind}</text>')
        for target in TARGETS:
            row = answers.get(f"{kind}, {target}")
            if row:
                top += 18
                width = round(row["per second"] / most * 420, 1)
                fill = "#1f4e5f" if target == "from memory" else "#9fb6bf"
                bars.append(f'<text x="8" y="{top}">{target}</text>')
                bars.append(
                    f'<rect x="110" y="{top - 11}" width="{width}" height="13" fill="{fill}"/>'
                )
                bars.append(f'<text x="{115 + width}" y="{top}">{row["per second"]:,.0f}</text>')
        top += 28
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 {top}" font-family="sans-serif" font-size="12" '
        'role="img" aria-label="Answers a second; the table has the figures">\n'
        '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(bars) + "\n</svg>\n"
    )
