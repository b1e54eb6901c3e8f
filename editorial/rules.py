"""The rules of publishing as database triggers, the same text on SQLite and PostgreSQL.

They hold for everybody who can reach the database: superusers, the shell, raw SQL, imports. Each rule
refuses a statement while its condition is true. They are installed after every `migrate`, because
SQLite drops triggers when Django rebuilds a table; a system check fails when one is missing.
"""

from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True)
class Rule:
    """Refuse `event` on `table` when `condition` (SQL over NEW and OLD) is true."""

    name: str
    table: str
    event: str
    condition: str
    message: str


def _never(table, event, message):
    return Rule(f"{table}_no_{event.lower()}", table, event, "1 = 1", message)


_PROPOSAL = "(SELECT {column} FROM editorial_proposal WHERE id = {row}.proposal_id)"
_STATE_NEW = _PROPOSAL.format(column="state", row="NEW")
_STATE_OLD = _PROPOSAL.format(column="state", row="OLD")

_NO_MATCHING_TEXT = """NOT EXISTS (
    SELECT 1 FROM editorial_proposal p JOIN editorial_proposedentry e ON e.proposal_id = p.id
    WHERE p.id = NEW.proposal_id AND e.kind = NEW.kind AND e.entry_id = NEW.entry_id
    AND p.state IN ('approved', 'scheduled') AND e.sha256 = NEW.sha256
    AND e.document IS NOT DISTINCT FROM NEW.document AND e.base_number = NEW.number - 1)"""

_CHANGED_IT = """(EXISTS (SELECT 1 FROM editorial_contributor c
        WHERE c.proposal_id = {proposal} AND c.user_id = {user})
    OR EXISTS (SELECT 1 FROM editorial_touch t JOIN editorial_proposedentry e
        ON e.kind = t.kind AND e.entry_id = t.entry_id
        WHERE e.proposal_id = {proposal} AND t.user_id = {user} AND t.after_edition >= e.base_number
        AND t.at <= (SELECT proposed_at FROM editorial_proposal WHERE id = {proposal})))"""

_UNSIGNED = f"""NOT EXISTS (
    SELECT 1 FROM editorial_proposal p
    JOIN editorial_signoff m ON m.proposal_id = p.id AND m.role = 'medical' AND m.sha256 = p.sha256
    JOIN editorial_signoff d ON d.proposal_id = p.id AND d.role = 'editorial' AND d.sha256 = p.sha256
    WHERE p.id = {{proposal}} AND m.user_id <> d.user_id
    AND NOT {_CHANGED_IT.format(proposal="p.id", user="m.user_id")}
    AND NOT {_CHANGED_IT.format(proposal="p.id", user="d.user_id")})"""

_MOVES = """NOT (
    (OLD.state = 'draft' AND NEW.state IN ('submitted', 'cancelled'))
    OR (OLD.state = 'submitted' AND NEW.state IN ('approved', 'returned', 'cancelled'))
    OR (OLD.state = 'approved' AND NEW.state IN ('scheduled', 'published', 'returned', 'cancelled'))
    OR (OLD.state = 'scheduled' AND NEW.state IN ('published', 'approved', 'returned', 'cancelled'))
    OR (OLD.state = 'returned' AND NEW.state = 'cancelled'))"""

RULES = [
    _never("editorial_edition", "UPDATE", "An edition is never changed."),
    _never("editorial_edition", "DELETE", "An edition is never deleted."),
    _never("editorial_signoff", "UPDATE", "A sign-off is never changed."),
    _never("editorial_signoff", "DELETE", "A sign-off is never deleted."),
    _never("editorial_touch", "UPDATE", "The record of who changed what is never changed."),
    _never("editorial_touch", "DELETE", "The record of who changed what is never deleted."),
    _never("editorial_head", "DELETE", "The head of the log is never deleted."),
    Rule(
        "editorial_head_steps",
        "editorial_head",
        "UPDATE",
        "NEW.seq <> OLD.seq + 1",
        "The head moves by one.",
    ),
    Rule(
        "editorial_edition_seq",
        "editorial_edition",
        "INSERT",
        "NEW.seq <> COALESCE((SELECT seq FROM editorial_head WHERE id = 1), 0)",
        "An edition takes its number from the head.",
    ),
    Rule(
        "editorial_edition_number",
        "editorial_edition",
        "INSERT",
        "NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM editorial_edition x"
        " WHERE x.kind = NEW.kind AND x.entry_id = NEW.entry_id), 0)",
        "Editions of an entry are numbered without gaps.",
    ),
    Rule(
        "editorial_edition_import",
        "editorial_edition",
        "INSERT",
        "NEW.origin = 'import' AND (NEW.document IS NULL OR EXISTS (SELECT 1 FROM editorial_edition x"
        " WHERE x.kind = NEW.kind AND x.entry_id = NEW.entry_id AND x.origin <> 'import'))",
        "An import never replaces what people have published.",
    ),
    Rule(
        "editorial_edition_text",
        "editorial_edition",
        "INSERT",
        f"NEW.origin <> 'import' AND {_NO_MATCHING_TEXT}",
        "Only the frozen text of an approved proposal can be published, over the edition it was made from.",
    ),
    Rule(
        "editorial_edition_signed",
        "editorial_edition",
        "INSERT",
        f"NEW.origin = 'review' AND {_UNSIGNED.format(proposal='NEW.proposal_id')}",
        "It takes a medical and an editorial sign-off by two people who changed nothing in it.",
    ),
    Rule(
        "editorial_edition_emergency",
        "editorial_edition",
        "INSERT",
        "NEW.origin = 'emergency' AND (NEW.kind <> 'warning' OR NOT EXISTS (SELECT 1 FROM editorial_proposal p"
        " WHERE p.id = NEW.proposal_id AND p.emergency AND p.reason <> ''))",
        "An emergency publication is a safety warning with a reason.",
    ),
    Rule(
        "editorial_signoff_bound",
        "editorial_signoff",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM editorial_proposal p WHERE p.id = NEW.proposal_id"
        " AND p.state IN ('submitted', 'approved') AND p.sha256 = NEW.sha256)",
        "A sign-off names the hash of a submitted proposal.",
    ),
    Rule(
        "editorial_signoff_other_eyes",
        "editorial_signoff",
        "INSERT",
        _CHANGED_IT.format(proposal="NEW.proposal_id", user="NEW.user_id"),
        "Somebody who changed the text cannot sign it.",
    ),
    Rule(
        "editorial_proposal_starts",
        "editorial_proposal",
        "INSERT",
        "NEW.state <> 'draft'",
        "A proposal starts as a draft.",
    ),
    Rule(
        "editorial_proposal_moves",
        "editorial_proposal",
        "UPDATE",
        f"OLD.state <> NEW.state AND {_MOVES}",
        "A proposal cannot move to that state.",
    ),
    Rule(
        "editorial_proposal_frozen",
        "editorial_proposal",
        "UPDATE",
        "OLD.state <> 'draft' AND (OLD.sha256 <> NEW.sha256 OR OLD.note <> NEW.note OR OLD.change <> NEW.change"
        " OR OLD.reason <> NEW.reason OR OLD.emergency <> NEW.emergency OR OLD.replaced_by <> NEW.replaced_by)",
        "What was submitted is not changed.",
    ),
    Rule(
        "editorial_proposal_signed",
        "editorial_proposal",
        "UPDATE",
        "NEW.state IN ('approved', 'scheduled', 'published') AND OLD.state <> NEW.state AND NOT NEW.emergency AND "
        + _UNSIGNED.format(proposal="NEW.id"),
        "It takes a medical and an editorial sign-off by two people who changed nothing in it.",
    ),
    Rule(
        "editorial_proposal_appended",
        "editorial_proposal",
        "UPDATE",
        "NEW.state = 'published' AND OLD.state <> 'published' AND"
        " (SELECT COUNT(*) FROM editorial_proposedentry e WHERE e.proposal_id = NEW.id)"
        " <> (SELECT COUNT(*) FROM editorial_edition x WHERE x.proposal_id = NEW.id)",
        "A proposal is published when each of its entries has its edition.",
    ),
    Rule(
        "editorial_proposal_countersigned",
        "editorial_proposal",
        "UPDATE",
        "NEW.countersigned_by_id IS NOT NULL AND (NOT NEW.emergency OR NEW.state <> 'published'"
        " OR OLD.countersigned_by_id IS NOT NULL AND OLD.countersigned_by_id <> NEW.countersigned_by_id OR "
        + _CHANGED_IT.format(proposal="NEW.id", user="NEW.countersigned_by_id")
        + ")",
        "An emergency publication is countersigned once, by somebody who took no part in it.",
    ),
    Rule(
        "editorial_proposal_kept",
        "editorial_proposal",
        "DELETE",
        "OLD.state <> 'draft'",
        "A submitted proposal is never deleted.",
    ),
]

for _table, _what in (
    ("editorial_proposedentry", "entries"),
    ("editorial_contributor", "contributors"),
):
    for _event, _state in (("INSERT", _STATE_NEW), ("UPDATE", _STATE_OLD), ("DELETE", _STATE_OLD)):
        RULES.append(
            Rule(
                f"{_table}_frozen_{_event.lower()}",
                _table,
                _event,
                f"COALESCE({_state}, 'draft') <> 'draft'",
                f"The {_what} of a submitted proposal are frozen.",
            )
        )


def install(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for rule in RULES:
            for statement in _statements(connection.vendor, rule):
                cursor.execute(statement)


def remove(using: str) -> None:
    """Take the rules away, for tests that have to empty the tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for rule in RULES:
            suffix = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{suffix}")


def missing(using: str) -> list[str]:
    connection = connections[using]
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    return [rule.name for rule in RULES if rule.name not in present]


def _statements(vendor, rule):
    message = rule.message.replace("'", "''")
    if vendor == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {rule.name}"
        yield (
            f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW"
            f" WHEN {rule.condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    result = "OLD" if rule.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger AS $$ BEGIN IF {rule.condition} THEN"
        f" RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN {result}; END"
        " $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
