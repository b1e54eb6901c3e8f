"""The yardstick: a WSGI application that sends the same bytes as the site and does nothing else.

BENCH_ANSWERS names a JSON file: path -> [status, headers, body as Latin-1 text].
"""

import json
import os
from pathlib import Path

_ANSWERS = {
    path: (status, [tuple(header) for header in headers], [body.encode("latin-1")])
    for path, (status, headers, body) in json.loads(
        Path(os.environ["BENCH_ANSWERS"]).read_text()
    ).items()
}


def application(environ, start_response):
    status, headers, body = _ANSWERS[environ["PATH_INFO"]]
    start_response(status, headers)
    return body
