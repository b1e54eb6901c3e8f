"""Figures as text, and as docs/performance.json, docs/performance.md and a plot."""

import json
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
BARS = {"page": 0.8, "API detail": 0.8, "page, 304": 0.9}
"""What the site has to reach of the hello-world application."""

MEGABYTES = 150
LONG_LOG = 90_000
"""Editions from which on a log is called long."""


MARKS = "<!-- figures -->\n", "<!-- end of figures -->\n"


def write(figures):
    """Put a run among those of other catalogues, in the place of an older one of the same name."""
    about = {**figures["catalogue"], "many": None}
    stored = runs() | {name_of(figures): _rounded(figures | {"catalogue": about})}
    stored = dict(sorted(stored.items(), key=lambda run: _size(run[1])))
    DOCS.joinpath("performance.json").write_text(json.dumps(stored, indent=2) + "\n")
    DOCS.joinpath("pictures/performance.svg").write_text(plot(stored))
    text = DOCS.joinpath("performance.md").read_text()
    begin, end = MARKS
    before, after = text.split(begin)[0], text.split(end)[1]
    new = "\n".join(_summary(stored))
    for name, run in stored.items():
        new += f"\n\n## {name}\n" + "\n".join(lines(run))
    DOCS.joinpath("performance.md").write_text(f"{before}{begin}{new}\n{end}{after}")


def runs() -> dict:
    """The figures of each catalogue that was measured, by name, the smallest first."""
    return json.loads(DOCS.joinpath("performance.json").read_text())


def name_of(figures) -> str:
    about = figures["catalogue"]
    threads = "1 thread" if figures["threads"] == "1" else f"{figures['threads']} threads"
    long_log = ", a long log" if about["editions"] >= LONG_LOG else ""
    return f"{figures['database']}, {about['drugs']:,} drugs{long_log}, {threads} a worker"


def _size(figures):
    about = figures["catalogue"]
    return figures["database"], about["drugs"], about["editions"], figures["threads"]


def _rounded(value):
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {name: _rounded(v) for name, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list) else value


def _summary(stored):
    """One row a run, the columns that have a bar."""
    yield from _head(
        ["of a hello-world, or MB", *BARS, "memory started", "answers kept", "date"],
    )
    for name, run in stored.items():
        parts = [f"{run['ratios'][address]['of hello-world']:.2f}" for address in BARS]
        kept = run["megabytes"]
        full = [f"{kept[part]:.0f}" for part in ("started", "memory full")]
        yield _row([name, *parts, *full, run["date"]])
    yield _row(["bar", *BARS.values(), "", MEGABYTES, ""])


def lines(figures) -> list[str]:
    about = figures["catalogue"]
    found = [
        f"{figures['date']}; {figures['machine']}; {figures['database']}, {about['drugs']:,} drugs, "
        f"{about['editions']:,} editions; two workers of {figures['threads']} threads; client: "
        f"{figures['client']}; load of the machine before: {figures['load before']:.1f}.",
        "",
        *_ratio_table(figures["ratios"]),
    ]
    if "without memory" not in figures:
        return found
    return [*found, "", *_cold_table(figures["without memory"]), "", *_other(figures)]


def _ratio_table(ratios):
    servers = ["hello-world"] + ["nginx"] * any("of nginx" in row for row in ratios.values())
    heads = ["from memory", "requests/s", "p99, ms", "CPU, µs"]
    each = "{}, requests/s", "its CPU, µs", "of {}", "worst to best round"
    heads += [head.format(server) for server in servers for head in each]
    yield from _head([*heads, "bar"])
    for name, row in ratios.items():
        cells = [name, f"{row['site, requests/s']:,.0f}", f"{row['p99, ms']:.2f}"]
        cells.append(f"{row['site, CPU']:.0f}")
        for server in servers:
            if f"of {server}" not in row:
                cells += [""] * len(each)
                continue
            worst, best = row[f"of {server}, worst and best round"]
            cells += [f"{row[f'{server}, requests/s']:,.0f}", f"{row[f'{server}, CPU']:.0f}"]
            cells += [f"{row[f'of {server}']:.2f}", f"{worst:.2f} to {best:.2f}"]
        yield _row([*cells, BARS.get(name, "")])


def _cold_table(cold):
    yield from _head(["made by Django each time", "requests/s", "one at a time, ms"])
    for name, row in cold.items():
        yield _row([name, f"{row['requests/s']:,.0f}", f"{row['one at a time, ms']:.1f}"])


def _other(figures):
    tail, rebuild = figures["under publications"], figures["rebuild"]
    starts = ", ".join(f"{s:.1f}" for s in figures["seconds to the first answer"])
    megabytes, one = figures["megabytes"], figures["publish one entry, ms"]
    yield from _head(["what", "measured", "bar"])
    yield _row(["page, p50 and p99, nobody publishes, ms", _pair(tail["quiet"]), ""])
    words = f"page, p50 and p99, {tail['publications']} publications in {tail['seconds']} s, ms"
    yield _row([words, _pair(tail["busy"]), ""])
    yield _row(["start to first answer, two workers, s", starts, ""])
    words = {
        "started": "started",
        "all addresses asked": "after the load above",
        "memory full": "after as many answers as fit, or there are",
    }
    for name, when in words.items():
        what = f"memory of all processes (PSS), {when}, MB"
        yield _row([what, f"{megabytes[name]:.0f}", MEGABYTES])
    yield _row(["publish one entry, p50 and p95, ms", f"{one['median']} and {one['p95']}", "20"])
    done = f"{rebuild['pieces']} of {rebuild['of']} pieces, {rebuild['batches']} batches"
    yield _row([f"rebuild, {done}, s", rebuild["seconds"], ""])
    yield _row(["longest hold of the write lock in it, ms", rebuild["longest lock, ms"], "200"])


def _pair(loaded):
    return f"{loaded['p50']:.2f} and {loaded['p99']:.2f}"


def _head(cells):
    return [_row(cells), "|---" * len(cells) + "|"]


def _row(cells):
    return f"| {' | '.join(map(str, cells))} |"


# The plot: for each run and address a bar, as long as the site's part of the hello-world application.

WIDTH, LEFT, HIGH = 700, 110, 24


def plot(stored) -> str:
    rows = [
        (name, address, run["ratios"][address]) for name, run in stored.items() for address in BARS
    ]
    unit = (WIDTH - LEFT - 60) / max(1.1, *(row["of hello-world"] for *_, row in rows))
    parts = [_text(0, 16, "Requests a second from memory, in parts of a hello-world")]
    y = 26
    for name, address, row in rows:
        if address == next(iter(BARS)):
            parts.append(_text(0, y + 18, f"{name} ({stored[name]['date']})"))
            y += HIGH
        parts += _bar(y, address, row, unit)
        y += HIGH
    parts.append(_text(0, y + 18, "Red: the bar to reach. Orange: worst to best round."))
    box = f'viewBox="0 0 {WIDTH} {y + 26}" font-family="sans-serif" font-size="13" fill="#222"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>\n' + "\n".join(parts) + "\n</svg>\n"


def _bar(y, address, row, unit):
    part = row["of hello-world"]
    worst, best = (LEFT + unit * x for x in row["of hello-world, worst and best round"])
    x = LEFT + unit * BARS[address]
    return [
        _text(0, y + 14, address),
        f'<rect x="{LEFT}" y="{y}" width="{unit * part:.0f}" height="18" fill="#2b6777"/>',
        f'<path d="M{worst:.0f} {y + 9}H{best:.0f}" stroke="#d08c28" stroke-width="3"/>',
        _text(max(LEFT + unit * part, best) + 6, y + 14, f"{part:.2f}"),
        f'<path d="M{x:.0f} {y - 2}v22" stroke="#b00020" stroke-width="2"/>',
    ]


def _text(x, y, words):
    return f'<text x="{x:.0f}" y="{y:.0f}">{words}</text>'
