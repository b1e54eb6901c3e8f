"""The full-text index itself, which differs between SQLite and PostgreSQL."""

from django.db import migrations

CREATE_SQLITE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(title, names, body, content='', "
    "contentless_delete=1, tokenize='ascii', prefix='1 2 3')",
    "CREATE VIRTUAL TABLE search_name_trigram USING fts5(folded, content='', "
    "contentless_delete=1, tokenize='trigram')",
)
DROP_SQLITE = ("DROP TABLE search_name_trigram", "DROP TABLE search_text")
CREATE_POSTGRES = (
    # Trusted since PostgreSQL 13: the owner of the database may do this.
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "ALTER TABLE search_entry ADD COLUMN search_heading tsvector NOT NULL DEFAULT '', "
    "ADD COLUMN search_words tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_entry_words ON search_entry USING gin (search_words)",
    "CREATE INDEX search_name_trigram ON search_name USING gin (folded gin_trgm_ops) "
    "WHERE role <> 'code'",
    # For a word that most entries hold the planner would read every vector in full, because it
    # takes that for cheap; the setting makes it use the index. The weights of ts_rank are those
    # of D (body), C (unused), B (names), A (title).
    """
    CREATE FUNCTION search_matching(asked tsquery, ranked_by text)
    RETURNS TABLE (id bigint, kind text, score real)
    LANGUAGE sql STABLE SET enable_seqscan = off AS $$
        SELECT id, kind, CASE ranked_by
            WHEN 'words' THEN -ts_rank('{0.1, 0.1, 0.5, 1.0}', search_words, asked, 1)
            WHEN 'heading' THEN -ts_rank('{0.1, 0.1, 0.5, 1.0}', search_heading, asked, 1)
            ELSE 0 END
        FROM search_entry WHERE search_words @@ asked
    $$
    """,
)
# The extension stays: something else may have come to need it.
DROP_POSTGRES = (
    "DROP FUNCTION search_matching(tsquery, text)",
    "DROP INDEX search_name_trigram",
    "ALTER TABLE search_entry DROP COLUMN search_words, DROP COLUMN search_heading",
)
CREATE = {"sqlite": CREATE_SQLITE, "postgresql": CREATE_POSTGRES}
DROP = {"sqlite": DROP_SQLITE, "postgresql": DROP_POSTGRES}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
