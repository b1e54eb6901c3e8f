"""Every kind of public page breaks no rule of WCAG 2.2 AA, in light and dark, narrow and wide."""

import pytest

from . import axe

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/drugs/",
    "/drugs/?q=zzz",
    "/drugs/tofacitinib/",
    "/conditions/",
    "/conditions/alopecia-areata/",
    "/safety/",
    "/approvals/",
    "/research/",
    "/guides/",
    "/sheet/",
    "/search/?q=jak",
    "/search/?q=zzzzzz",
    "/updates/",
    "/about/",
    "/about/sources/",
    "/about/review/",
    "/no-such-page/",
    "/compare/?drug=tofacitinib&drug=baricitinib",
    "/compare/",
    "/glossary/",
    "/feedback/?page=/drugs/tofacitinib/",
    "/guides/jak-inhibitors-and-psoriasis/",
    "/guides/jak-inhibitors-and-psoriasis/questions/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(chromium, site, width, scheme):
    axe.dress(chromium, width=width, scheme=scheme)
    found = {}
    for path in PAGES:
        chromium.get(site.url + path)
        broken = axe.violations(chromium)
        if broken:
            found[path] = broken
    assert found == {}
