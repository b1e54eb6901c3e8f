"""A request that names no host is answered by Django, in its own words."""

import pytest

from jakinfo.asked import address_of


@pytest.mark.parametrize("host", [{}, {"HTTP_HOST": ""}], ids=["none", "empty"])
def test_no_host_is_never_from_memory(host):
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": "http"}
    assert address_of(asked | host) is None
    assert address_of(asked | {"HTTP_HOST": "localhost"}) is not None
