"""The database role of public workers: published tables and nothing else (PostgreSQL)."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from editorial.public_role import grant
from tests.factories.letters import FeedbackFactory, QuestionFactory

pytestmark = pytest.mark.django_db
ROLE = "jakinfo_reader_for_tests"


@pytest.fixture
def reader():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        grant(ROLE)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.mark.postgres
@pytest.mark.parametrize(
    "table", ["live_drug", "live_brand_sources", "live_change", "search_entry"]
)
def test_the_role_reads_published_tables(reader, table):
    reader.execute(f"SELECT COUNT(*) FROM {table}")
    assert reader.fetchone() == (0,)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "table", ["drugs_drug", "editorial_edition", "editorial_proposal", "auth_user"]
)
def test_the_role_reads_nothing_else(reader, table):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        reader.execute(f"SELECT COUNT(*) FROM {table}")


@pytest.mark.postgres
def test_the_role_writes_nothing(reader):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        reader.execute("UPDATE live_drug SET slug = 'x'")


@pytest.mark.postgres
@pytest.mark.parametrize("make", [QuestionFactory, FeedbackFactory])
def test_the_role_puts_letters_in_and_cannot_read_them(reader, make):
    letter = make()
    assert letter.pk
    for words in ("SELECT text FROM", "DELETE FROM", "SELECT COUNT(email) FROM"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            reader.execute(f"{words} {letter._meta.db_table}")


@pytest.mark.postgres
def test_the_command_says_what_it_granted(capsys):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
    call_command("grant_public_role", ROLE)
    assert f"{ROLE} may read live_drug\n" in capsys.readouterr().out


def test_sqlite_has_no_roles():
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="PostgreSQL only"):
            call_command("grant_public_role", ROLE)
