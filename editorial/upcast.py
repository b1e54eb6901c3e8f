"""Old documents made new: each function lifts a document by one schema number.

When a column is added, renamed or dropped, raise SCHEMA and add the step here; the log itself is
never rewritten, and hashes are always those of the document as it was signed.
"""

SCHEMA = 1

STEPS: dict[int, callable] = {}
"""From schema number to the function that returns the document one number higher."""


def upcast(document: dict) -> dict:
    while document["schema"] < SCHEMA:
        step = STEPS[document["schema"]]
        document = step(document)
    return document
