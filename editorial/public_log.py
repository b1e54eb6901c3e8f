"""The log as readers may see it: two views of the database over editions and sign-offs (docs/adr/0011).

They are taken away before a migration, which could not change a table below them, and put back after it.
"""

from django.db import connections

VIEWS = {
    "live_edition": """
        SELECT e.seq, e.kind, e.entry_id, e.number, e.slug, e.title, e.document, e.sha256, e.change,
            CASE WHEN e.change = 'withdrawn' THEN e.reason
                WHEN COALESCE(p.change, e.change) = 'minor' THEN ''
                ELSE e.note END AS note,
            e.replaced_by, e.origin, e.published_at,
            (SELECT max(s.at) FROM editorial_signoff s
                WHERE s.proposal_id = p.id AND s.whole_page AND s.sha256 = p.sha256) AS reviewed_at
        FROM editorial_edition e LEFT JOIN editorial_proposal p ON p.id = e.proposal_id""",
    "live_signature": """
        SELECT s.id, e.seq, s.role, s.at
        FROM editorial_edition e
        JOIN editorial_proposal p ON p.id = e.proposal_id
        JOIN editorial_signoff s ON s.proposal_id = p.id AND s.sha256 = p.sha256""",
}


def remove(using: str) -> None:
    with connections[using].cursor() as cursor:
        for name in VIEWS:
            cursor.execute(f"DROP VIEW IF EXISTS {name}")


def install(using: str) -> None:
    """On PostgreSQL a view that is there keeps the rights that were granted on it."""
    connection = connections[using]
    replaces = connection.vendor == "postgresql"
    if not replaces:
        remove(using)
    with connection.cursor() as cursor:
        for name, query in VIEWS.items():
            cursor.execute(f"CREATE {'OR REPLACE ' if replaces else ''}VIEW {name} AS {query}")
