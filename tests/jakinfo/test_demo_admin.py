"""The demonstration administrator: a random password, shown once."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command


def run() -> str:
    output = StringIO()
    call_command("demo_admin", stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_the_printed_password_signs_in():
    password = run().splitlines()[0].split()[-1]
    assert len(password) >= 16
    assert authenticate(None, username="demo", password=password).is_superuser


@pytest.mark.django_db
def test_again_changes_nothing_and_says_how_to_reset():
    run()
    before = get_user_model().objects.get(username="demo").password
    again = run()
    assert "changepassword demo" in again
    assert get_user_model().objects.get(username="demo").password == before
    assert get_user_model().objects.count() == 4
