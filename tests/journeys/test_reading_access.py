"""Every kind of public page breaks no rule of WCAG 2.2 AA, in light and dark, narrow and wide."""

import pytest

from . import axe

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/drugs/",
    "/drugs/?q=zzz",
    "/drugs/tofacitinib/",
    "/drugs/tofacitinib/history/",
    "/drugs/tofacitinib/history/1/",
    "/drugs/tofacitinib/?edition=1",
    "/conditions/",
    "/conditions/alopecia-areata/",
    "/safety/",
    "/safety/gi-perforation/",
    "/approvals/",
    "/research/",
    "/research/seed-004_d5c5dec9bcc02947/",
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


# 640 is a window of 1,280 at 200 % zoom.
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 640, 1280])
def test_public_pages(chromium, site, width, scheme):
    axe.dress(chromium, width=width, scheme=scheme)
    found = {}
    for path in PAGES:
        chromium.get(site.url + path)
        broken = axe.violations(chromium)
        if broken:
            found[path] = broken
    assert found == {}


def test_forced_colours_and_less_motion_are_heeded(chromium, site):
    """A state is still told by word and shape, focus is still seen, and nothing moves."""
    axe.dress(chromium, width=360, scheme="dark")
    features = [
        {"name": "forced-colors", "value": "active"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    chromium.get(site.url + "/drugs/tofacitinib/")
    told = chromium.execute_script("""
        const link = document.querySelector("main a"); link.focus();
        const mark = document.querySelector("main .status .mark");
        const moving = [...document.querySelectorAll("*")].filter(node => {
            const style = getComputedStyle(node);
            return parseFloat(style.transitionDuration) > 0.01 || parseFloat(style.animationDuration) > 0.01;
        });
        const focus = getComputedStyle(link);
        return {
            outline: focus.outlineStyle !== "none" && parseFloat(focus.outlineWidth) > 0,
            mark: mark.getBoundingClientRect().width > 0 && mark.nextSibling.textContent,
            moving: moving.length,
            forced: matchMedia("(forced-colors: active)").matches,
        };
    """)
    assert told["forced"]
    assert told["outline"]
    assert told["mark"]
    assert told["moving"] == 0
