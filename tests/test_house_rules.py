"""The house rules of docs/architecture.md, each with a planted fault that must turn it red."""

import pytest

from tests import house

CHECKS = [
    house.looks_up,
    house.drafts_in_public,
    house.writes_live,
    house.marks_safe,
    house.too_long,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_code_keeps_the_rule(check):
    assert [fault for path, text in house.python_files() for fault in check(path, text)] == []


@pytest.mark.parametrize(
    "check", [house.marks_safe, house.breaks_csp], ids=lambda check: check.__name__
)
def test_the_templates_keep_the_rule(check):
    assert [fault for path, text in house.templates() for fault in check(path, text)] == []


def test_no_vague_names():
    assert [fault for path, _ in house.python_files() for fault in house.vague_names(path)] == []


@pytest.mark.parametrize("floor", ["guides", "safety", "drugs", "conditions", "evidence"])
def test_content_floors_have_the_same_rooms(floor):
    assert house.strange_rooms(floor) == []


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (house.looks_up, "conditions/views.py", "from drugs.models import LiveDrug"),
        (house.looks_up, "drugs/views.py", "import jakinfo.settings"),
        (house.drafts_in_public, "drugs/views.py", "from drugs.models import Drug"),
        (house.drafts_in_public, "safety/api.py", "from editorial.models import Edition"),
        (
            house.drafts_in_public,
            "jakinfo/pages/updates.py",
            "from editorial.models import Proposal",
        ),
        (house.writes_live, "drugs/actions.py", "LiveDrug.objects.create(slug='x')"),
        (
            house.writes_live,
            "drugs/admin.py",
            "models.LiveBrand.objects.filter(pk=1).update(name='x')",
        ),
        (house.writes_live, "drugs/admin.py", "kind.live.objects.filter(pk=1).delete()"),
        (house.marks_safe, "drugs/presenters.py", "from django.utils.safestring import mark_safe"),
        (house.marks_safe, "drugs/presenters.py", "from markupsafe import Markup"),
        (house.marks_safe, "drugs/jinja2/drugs/drug.html", "{{ drug.text|safe }}"),
        (
            house.marks_safe,
            "drugs/jinja2/drugs/drug.html",
            "{% filter safe %}{{ x }}{% endfilter %}",
        ),
        (house.marks_safe, "drugs/jinja2/drugs/drug.html", "{% autoescape false %}{{ x }}"),
        (house.marks_safe, "drugs/templates/drugs/drug.html", "{% autoescape off %}{{ x }}"),
        (house.breaks_csp, "drugs/jinja2/drugs/drug.html", '<p style="color:red">'),
        (house.breaks_csp, "drugs/jinja2/drugs/drug.html", "<script>alert(1)</script>"),
        (
            house.breaks_csp,
            "drugs/jinja2/drugs/drug.html",
            '<img src="https://example.org/x.png">',
        ),
        (house.breaks_csp, "drugs/jinja2/drugs/drug.html", '<button onclick="x()">'),
        (house.too_long, "drugs/views.py", "x = 1\n" * 400),
    ],
)
def test_a_planted_fault_is_found(check, path, text):
    assert check(path, text)


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (house.looks_up, "drugs/views.py", "from conditions.models import LiveCondition"),
        (house.drafts_in_public, "drugs/views.py", "from drugs.models import LiveDrug, Status"),
        (house.drafts_in_public, "drugs/admin.py", "from drugs.models import Drug"),
        (house.writes_live, "drugs/views.py", "LiveDrug.objects.filter(slug='x').first()"),
        (
            house.breaks_csp,
            "drugs/jinja2/drugs/drug.html",
            '<a href="https://example.org/">source</a>',
        ),
    ],
)
def test_what_is_allowed_passes(check, path, text):
    assert check(path, text) == []
