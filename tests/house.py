"""Reading the house: small checks over source text, each returning what is wrong as sentences."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
TOWER = [
    "jakinfo",
    "partners",
    "guides",
    "safety",
    "drugs",
    "conditions",
    "evidence",
    "editorial",
    "search",
]
FLOORS = [name for name in TOWER if (ROOT / name).is_dir()]
ROOMS = {
    "actions",
    "admin",
    "api",
    "apps",
    "checks",
    "filters",
    "forms",
    "jinja2",
    "management",
    "migrations",
    "models",
    "presenters",
    "serializers",
    "static",
    "structured",
    "templates",
    "urls",
    "views",
    "__init__",
}
PUBLIC_ROOMS = {
    "api",
    "filters",
    "presenters",
    "serializers",
    "views",
    "structured",
    "feeds",
    "pages",
    "home",
}
WRITERS = {"editorial/projector.py", "editorial/log.py", "editorial/rebuilding.py"}
ANSWERS = {"guides/actions.py": "LiveAnswer"}
"""Letters are beside the log (docs/adr/0010), and the verbs that moderate them write what is shown."""
WRITES = {
    "create",
    "bulk_create",
    "update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
    "bulk_update",
}
SAFE_PLACES = {"editorial/prose.py", "editorial/wording.py", "editorial/structured.py"}
NAMES_TO_AVOID = {"core", "common", "utils", "helpers", "misc"}


def python_files():
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def templates():
    for floor in FLOORS:
        for engine in ("jinja2", "templates"):
            for path in sorted((ROOT / floor / engine).rglob("*")):
                if path.is_file():
                    yield path.relative_to(ROOT).as_posix(), path.read_text()


def imported(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)


def looks_up(path, text):
    """Imports of a floor above one's own."""
    floor = path.split("/")[0]
    return [
        f"{path} imports {module}: {floor} may only look down"
        for module, _ in imported(text)
        if module.split(".")[0] in TOWER and TOWER.index(module.split(".")[0]) < TOWER.index(floor)
    ]


def public_room(path):
    floor, *rest = path.removesuffix(".py").split("/")
    return bool(set(rest) & PUBLIC_ROOMS)


def drafts_in_public(path, text):
    """Public rooms may use live models only."""
    if not public_room(path):
        return []
    return [
        f"{path} uses the draft {module}.{name}"
        for module, name in imported(text)
        if _draft(module, name)
    ]


def _draft(module, name):
    app = module.split(".")[0]
    if app not in FLOORS or app == "search" or ".models" not in f".{module}" or not name:
        return False
    model = apps.all_models[app].get(name.lower())
    return (
        isinstance(model, type)
        and issubclass(model, models.Model)
        and not model.__name__.startswith("Live")
    )


def writes_live(path, text):
    """Only the projector and the log write published rows."""
    if path in WRITERS:
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
        ):
            source = ast.unparse(node.func.value)
            if source.startswith(ANSWERS.get(path, "\n") + "."):
                continue
            if re.match(r"(\w+\.)*Live[A-Z]\w*\b", source) or ".live.objects" in source:
                found.append(f"{path}:{node.lineno} writes {source}")
    return found


def marks_safe(path, text):
    """Text is marked safe in one place only, right after it was sanitised."""
    if path in SAFE_PLACES:
        return []
    pattern = r"mark_safe|SafeString|Markup\b|(?:\||\bfilter)\s*safe\b|autoescape|safeseq"
    return [f"{path} marks text safe" for _ in re.findall(pattern, text)]


INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)|(?:src|href)=\"(?:https?:)?//(?!\{)",
    re.IGNORECASE,
)


def breaks_csp(path, text):
    """No inline style or script, nothing loaded from elsewhere."""
    allowed = re.sub(r"<a\s[^>]*>", "", text)
    return [f"{path} has {found!r}" for found in INLINE.findall(allowed)]


def strange_rooms(floor):
    """Files of a floor that stand neither among the rooms nor among its own named nouns."""
    names = {p.stem for p in (ROOT / floor).iterdir() if p.suffix == ".py" or p.is_dir()}
    return sorted(names - ROOMS - {"__pycache__"})


def too_long(path, text, most=330):
    lines = text.count("\n")
    return [f"{path} has {lines} lines"] if lines > most else []


def vague_names(path):
    return (
        [f"{path} says nothing about its contents"]
        if set(Path(path).with_suffix("").parts) & NAMES_TO_AVOID
        else []
    )
