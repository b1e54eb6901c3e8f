"""The rules of publishing as database triggers, the same text on SQLite and PostgreSQL.

They hold for everybody who can reach the database: superusers, the shell, raw SQL, imports. Each rule
refuses a statement while its condition is true; `triggers.py` installs them.
"""

from dataclasses import dataclass


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


def _not_replaced(
    table, same="x.id = NEW.id", message="What stands in the log is unique and never replaced."
):
    """SQLite's INSERT OR REPLACE deletes the old row without asking the triggers for DELETE."""
    condition = f"EXISTS (SELECT 1 FROM {table} x WHERE {same})"
    return Rule(f"{table}_no_replace", table, "INSERT", condition, message)


_PROPOSAL = "(SELECT {column} FROM editorial_proposal WHERE id = {row}.proposal_id)"
_STATE_NEW = _PROPOSAL.format(column="state", row="NEW")
_STATE_OLD = _PROPOSAL.format(column="state", row="OLD")

_NO_MATCHING_TEXT = """NOT EXISTS (
    SELECT 1 FROM editorial_proposal p JOIN editorial_proposedentry e ON e.proposal_id = p.id
    WHERE p.id = NEW.proposal_id AND e.kind = NEW.kind AND e.entry_id = NEW.entry_id
    AND p.state IN ('approved', 'scheduled') AND e.sha256 = NEW.sha256
    AND e.document IS NOT DISTINCT FROM NEW.document AND e.base_number = NEW.number - 1
    AND e.slug = NEW.slug AND e.title = NEW.title AND p.note = NEW.note
    AND (NEW.document IS NOT NULL OR p.reason = NEW.reason AND p.replaced_by = NEW.replaced_by))"""

_CHANGED_IT = """EXISTS (SELECT 1 FROM editorial_contributor c
    WHERE c.proposal_id = {proposal} AND c.user_id = {user})"""

# The text that is live was frozen when it was proposed: what people changed after that moment, even
# before it was published, is in the next proposal.
_LIVE_TEXT_FROZEN_AT = """(SELECT COALESCE(p.proposed_at, x.published_at)
    FROM editorial_edition x LEFT JOIN editorial_proposal p ON p.id = x.proposal_id
    WHERE x.kind = e.kind AND x.entry_id = e.entry_id AND x.change <> 'withdrawn'
    ORDER BY x.number DESC LIMIT 1)"""

_IN_GROUP = "SELECT 1 FROM auth_user_groups m JOIN auth_group g ON g.id = m.group_id"

_UNNAMED = f"""(NOT EXISTS (SELECT 1 FROM editorial_contributor c
        WHERE c.proposal_id = NEW.id AND c.user_id = NEW.proposed_by_id)
    OR EXISTS (SELECT 1 FROM editorial_touch t JOIN editorial_proposedentry e
        ON e.kind = t.kind AND e.entry_id = t.entry_id WHERE e.proposal_id = NEW.id
        AND (t.after_edition >= e.base_number OR t.at > {_LIVE_TEXT_FROZEN_AT})
        AND NOT EXISTS (SELECT 1 FROM editorial_contributor c
            WHERE c.proposal_id = NEW.id AND c.user_id = t.user_id)))"""

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
    _never("editorial_comment", "UPDATE", "What was said about a proposal is never changed."),
    _never("editorial_comment", "DELETE", "What was said about a proposal is never deleted."),
    _never("editorial_auditrow", "UPDATE", "The audit is never changed."),
    _never("editorial_auditrow", "DELETE", "The audit is never deleted."),
    _never("editorial_previewopening", "UPDATE", "Who opened a preview is never changed."),
    _never("editorial_previewopening", "DELETE", "Who opened a preview is never deleted."),
    _not_replaced("editorial_head"),
    _not_replaced("editorial_edition", "x.seq = NEW.seq"),
    _not_replaced("editorial_touch"),
    _not_replaced(
        "editorial_signoff",
        "x.id = NEW.id OR x.proposal_id = NEW.proposal_id AND x.user_id = NEW.user_id AND x.sha256 = NEW.sha256",
    ),
    _not_replaced("editorial_comment"),
    _not_replaced("editorial_auditrow"),
    _not_replaced("editorial_previewopening"),
    _not_replaced("editorial_proposal"),
    _not_replaced("editorial_proposedentry"),
    _not_replaced("editorial_contributor"),
    _not_replaced("editorial_proposalfinding"),
    Rule(
        "editorial_head_starts",
        "editorial_head",
        "INSERT",
        "NEW.seq <> COALESCE((SELECT MAX(seq) FROM editorial_edition), 0)",
        "The head starts at the end of the log.",
    ),
    Rule(
        "editorial_head_steps",
        "editorial_head",
        "UPDATE",
        "NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM editorial_edition), 0)",
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
        " WHERE x.kind = NEW.kind AND x.entry_id = NEW.entry_id AND x.origin <> 'import')"
        " OR EXISTS (SELECT 1 FROM editorial_touch t"
        " WHERE t.kind = NEW.kind AND t.entry_id = NEW.entry_id))",
        "An import never replaces what people have published or changed.",
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
        "editorial_signoff_by_role",
        "editorial_signoff",
        "INSERT",
        f"NOT EXISTS ({_IN_GROUP} WHERE m.user_id = NEW.user_id AND ("
        "NEW.role = 'medical' AND g.name = 'medical reviewer'"
        " OR NEW.role = 'editorial' AND g.name IN ('author', 'publisher')))",
        "A medical sign-off is for medical reviewers, an editorial one for authors and publishers.",
    ),
    Rule(
        "editorial_auditrow_chained",
        "editorial_auditrow",
        "INSERT",
        "NEW.id <> 1 + COALESCE((SELECT MAX(id) FROM editorial_auditrow), 0)"
        " OR NEW.previous <> COALESCE((SELECT sha256 FROM editorial_auditrow ORDER BY id DESC LIMIT 1), '')",
        "An audit row follows the last one and holds its hash.",
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
        "editorial_proposal_names",
        "editorial_proposal",
        "UPDATE",
        f"OLD.state = 'draft' AND NEW.state = 'submitted' AND {_UNNAMED}",
        "A proposal names everybody who changed its text.",
    ),
    Rule(
        "editorial_proposal_frozen",
        "editorial_proposal",
        "UPDATE",
        "OLD.state <> 'draft' AND (OLD.sha256 <> NEW.sha256 OR OLD.note <> NEW.note OR OLD.change <> NEW.change"
        " OR OLD.reason <> NEW.reason OR OLD.emergency <> NEW.emergency OR OLD.replaced_by <> NEW.replaced_by"
        " OR OLD.follows_id IS DISTINCT FROM NEW.follows_id"
        " OR OLD.proposed_at <> NEW.proposed_at OR OLD.proposed_by_id IS DISTINCT FROM NEW.proposed_by_id)",
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

_OPEN = "COALESCE({state}, 'draft') = 'draft'"
_OPEN_NEW, _OPEN_OLD = _OPEN.format(state=_STATE_NEW), _OPEN.format(state=_STATE_OLD)

for _table, _what in (
    ("editorial_proposedentry", "entries"),
    ("editorial_contributor", "contributors"),
    ("editorial_proposalfinding", "findings"),
):
    for _event, _open in (
        ("INSERT", _OPEN_NEW),
        ("UPDATE", f"{_OPEN_OLD} AND {_OPEN_NEW}"),
        ("DELETE", _OPEN_OLD),
    ):
        RULES.append(
            Rule(
                f"{_table}_frozen_{_event.lower()}",
                _table,
                _event,
                f"NOT ({_open})",
                f"The {_what} of a submitted proposal are frozen.",
            )
        )

for _table in (
    "editorial_proposal",
    "editorial_proposedentry",
    "editorial_contributor",
    "editorial_proposalfinding",
):
    # UPDATE OR REPLACE in SQLite deletes the row that had the id, without asking the triggers.
    RULES.append(
        Rule(
            f"{_table}_keeps_its_id",
            _table,
            "UPDATE",
            "OLD.id <> NEW.id",
            "An id is never changed.",
        )
    )
