"""The least that a WSGI application can do: the answer of the site, from memory, with its headers."""

import json
import os
from pathlib import Path

FOLDER = Path(os.environ["BENCH_FOLDER"])
HEADERS = json.loads((FOLDER / "headers.json").read_text())
ANSWERS = {
    f"file={path.name}": (
        HEADERS[path.name]["status"],
        [tuple(pair) for pair in HEADERS[path.name]["headers"]],
        [path.read_bytes()],
    )
    for path in FOLDER.iterdir()
    if path.name in HEADERS
}
FIRST = next(iter(ANSWERS.values()))


def application(environ, start_response):
    status, headers, chunks = ANSWERS.get(environ["QUERY_STRING"], FIRST)
    start_response(status, headers)
    return chunks
