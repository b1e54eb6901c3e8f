"""A wrong environment stops the start with a message that says what is allowed."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from jakinfo.env import Environment, read_file


def test_reads_each_type():
    env = Environment(
        {"A": "text", "B": "7", "C": "Yes", "D": "two", "E": "x, y,", "F": "/srv/file"}
    )
    assert env.text("A") == "text"
    assert env.integer("B", least=1, most=9) == 7
    assert env.boolean("C") is True
    assert env.choice("D", ["one", "two"]) == "two"
    assert env.words("E") == ["x", "y"]
    assert env.path("F", default=Path()) == Path("/srv/file")


def test_an_empty_value_counts_as_not_set():
    env = Environment({"A": " "})
    assert env.integer("A", 3, least=1, most=9) == 3
    assert env.words("A", default=[]) == []
    assert env.postgres("A") is None
    assert env.redis("A") is None


def test_without_a_default_the_variable_must_be_set():
    with pytest.raises(ImproperlyConfigured, match=r"A must be set; see \.env\.example"):
        Environment({}).text("A")


@pytest.mark.parametrize("value", ["ten", "0", "10", "1.5", "-1"])
def test_an_integer_out_of_its_range_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="a whole number from 1 to 9"):
        Environment({"A": value}).integer("A", least=1, most=9)


@pytest.mark.parametrize("value", ["ture", "2", "enabled"])
def test_a_misspelt_boolean_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match=f"A is '{value}', but must be true or false"):
        Environment({"A": value}).boolean("A")


def test_a_misspelt_choice_names_the_nearest():
    with pytest.raises(ImproperlyConfigured, match="did you mean 'production'"):
        Environment({"A": "prodution"}).choice("A", ["development", "production"])


def test_a_short_secret_is_refused_and_not_repeated():
    with pytest.raises(ImproperlyConfigured, match="at least 50") as refusal:
        Environment({"A": "hunter2"}).text("A", least=50)
    assert "hunter2" not in str(refusal.value)


def test_a_postgres_address_becomes_a_database():
    env = Environment({"A": "postgres://me:p%40ss@db.example:6432/jak?sslmode=require"})
    assert env.postgres("A") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "jak",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_postgres_socket_is_given_as_the_host():
    database = Environment({"A": "postgresql:///jak?host=/run/postgresql"}).postgres("A")
    assert (database["HOST"], database["NAME"]) == ("/run/postgresql", "jak")
    assert database["OPTIONS"] == {}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("mysql://me:secret@db/jak", "must begin with postgres:, postgresql:"),
        ("me:secret@db/jak", "must begin with"),
        ("postgres://me:secret@db:port/jak", "must be an address like"),
        ("postgres://me:secret@db:5432/", "must name a database"),
        ("postgres://me:secret@db/jak?sslmod=require", "unknown option 'sslmod'"),
    ],
)
def test_a_wrong_postgres_address_is_refused_without_its_password(value, message):
    with pytest.raises(ImproperlyConfigured, match=message) as refusal:
        Environment({"A": value}).postgres("A")
    assert "secret" not in str(refusal.value)


def test_a_redis_address():
    assert Environment({"A": "redis://cache:6379/1"}).redis("A") == "redis://cache:6379/1"
    with pytest.raises(ImproperlyConfigured, match="must begin with redis:, rediss:, unix:"):
        Environment({"A": "http://cache:6379"}).redis("A")


def test_a_misspelt_name_is_refused():
    env = Environment({"JAKINFO_ALOWED_HOSTS": "x", "HOME": "/"})
    env.words("JAKINFO_ALLOWED_HOSTS", default=[])
    with pytest.raises(ImproperlyConfigured, match=r"Did you mean JAKINFO_ALLOWED_HOSTS\?"):
        env.refuse_unknown()


def test_names_of_others_are_left_alone():
    Environment({"DJANGO_COLORS": "dark", "GRANIAN_WORKERS": "2"}).refuse_unknown()


def test_a_file_of_variables(tmp_path):
    path = tmp_path / ".env"
    path.write_text("# a comment\n\nA=1\nB = 'two words'\nC=\n")
    assert read_file(path) == {"A": "1", "B": "two words", "C": ""}
    assert read_file(tmp_path / "none") == {}


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / ".env"
    path.write_text("A=1\nexport B=2\n")
    with pytest.raises(ImproperlyConfigured, match=r"\.env, line 2: expected NAME=value"):
        read_file(path)
