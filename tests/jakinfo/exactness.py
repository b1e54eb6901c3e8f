"""Run in a process of its own, on an empty database: somebody publishes while others read through the server's
application. Prints as JSON how often an answer was older than a commit before its request, or than the reader's last.

`python -m tests.jakinfo.exactness SECONDS READERS`
"""

import hashlib
import json
import re
import sys
import threading
import time
from io import BytesIO

VERSION = re.compile(rb"version (\d+) of it")
PATHS = ("/drugs/xeljinib/", "/api/v1/drugs/xeljinib/")


def main(seconds: float, readers: int) -> dict:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import DrugFactory

    drug = DrugFactory(slug="xeljinib", drug_class="version 0 of it")
    _publish(drug, 0)
    from jakinfo.wsgi import application

    run = Run(application, drug)
    threads = [threading.Thread(target=run.read, args=(n,)) for n in range(readers)]
    threads.append(threading.Thread(target=run.publish))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    run.over = True
    for thread in threads:
        thread.join()
    return run.found | {"published": run.committed, "hits": application.counters["hits"]}


def _publish(drug, number):
    from editorial.actions import publish_import

    drug.drug_class = f"version {number} of it"
    drug.save()
    publish_import([drug], note="x")


class Run:
    def __init__(self, application, drug):
        self.application, self.drug = application, drug
        self.committed, self.over, self.lock = 0, False, threading.Lock()
        self.found = {"answers": 0, "old": 0, "backwards": 0, "wrong etag": 0, "failed": 0}

    def publish(self):
        while not self.over:
            _publish(self.drug, self.committed + 1)
            self.committed += 1
            time.sleep(0.05)

    def read(self, number):
        path, last = PATHS[number % len(PATHS)], 0
        while not self.over:
            before = self.committed
            status, headers, body = ask(self.application, path)
            shown = VERSION.search(body)
            seen = int(shown[1]) if shown else -1
            self._count("answers", True)
            self._count("failed", status != "200 OK" or not shown)
            self._count("old", seen < before)
            self._count("backwards", seen < last)
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            self._count("wrong etag", headers.get("ETag") != tag)
            last = seen

    def _count(self, name, happened):
        if happened:
            with self.lock:
                self.found[name] += 1


def ask(application, path):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    got = []
    body = b"".join(
        application(environ, lambda status, headers, exc=None: got.append((status, headers)))
    )
    status, headers = got[-1]
    return status, dict(headers), body


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]), int(sys.argv[2]))))
