"""Every own screen of the newsroom breaks no rule of WCAG 2.2 AA, in light and dark, narrow and wide."""

import pytest

from . import axe
from .desk import Desk

pytestmark = pytest.mark.browser

SCREENS = [
    "/admin/",
    "/admin/digest/",
    "/admin/queue/never-reviewed/",
    "/admin/queue/waiting/",
    "/admin/safety/emergency/",
    "/admin/drugs/brand/import/",
    "/admin/editorial/proposal/",
    "/admin/editorial/proposal/propose/?entry=drug:1&entry=condition:1",
    "/admin/editorial/proposal/withdraw/?entry=condition:1",
    "/admin/drugs/drug/1/history/?from=1&to=working",
    "/admin/conditions/condition/1/change/",
    "/admin/conditions/condition/",
    "/admin/guides/question/",
    "/admin/guides/feedback/",
    "/admin/guides/guide/1/change/",
]


def test_the_page_to_sign_in(chromium, site):
    chromium.get(site.url + "/admin/")
    chromium.delete_all_cookies()
    chromium.get(site.url + "/admin/")
    assert axe.violations(chromium) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_own_screens(chromium, site, width, scheme):
    Desk(chromium, site, "carla")
    axe.dress(chromium, width=width, scheme=scheme)
    found = {}
    for path in SCREENS:
        chromium.get(site.url + path)
        assert "404" not in chromium.title, path
        broken = axe.violations(chromium)
        if broken:
            found[path] = broken
    assert found == {}
