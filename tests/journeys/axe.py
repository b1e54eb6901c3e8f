"""axe-core in the browser at hand: what of WCAG 2.2 AA a page breaks."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
const done = arguments[arguments.length - 1];
const shown = nodes => nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ");
axe.run(document, {runOnly: arguments[0], resultTypes: ["violations"]}).then(
    found => done(found.violations.map(broken => broken.id + ": " + shown(broken.nodes))),
    error => done(["axe failed: " + error]),
);
"""


@cache
def source() -> str:
    """The library's one file; its package is not imported, as that wants another driver."""
    folder = find_spec("axe_playwright_python").submodule_search_locations[0]
    return (Path(folder) / "axe.min.js").read_text()


def violations(browser, ignored=()) -> list[str]:
    """One line for each rule broken on the page that the browser shows."""
    browser.execute_script(source())
    found = browser.execute_async_script(RUN, RULES)
    return [line for line in found if line.split(":")[0] not in ignored]


def dress(browser, *, width: int, scheme: str) -> None:
    """Set the width of the window and whether the person asks for light or dark."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
