"""Loading: a second time changes nothing, and what people did is kept."""

import pytest
from django.core.management import CommandError, call_command

from drugs.models import Brand, Drug, LiveDrug
from editorial.actions import touch
from editorial.models import Edition
from editorial.registry import kinds
from evidence.models import Source
from jakinfo.content import FIXTURES, ContentError, load
from tests.factories.publishing import withdraw
from tests.factories.users import UserFactory

from .small import change


def _state():
    """What every table of the working copy and of the published one holds."""
    state = {"editions": Edition.objects.count()}
    for kind in kinds().values():
        for spec in kind.rows:
            for model in (spec.model, spec.live):
                state[model._meta.label] = list(model.objects.order_by("pk").values())
            for field in spec.sets:
                through = field.remote_field.through
                state[through._meta.label] = sorted(through.objects.values_list())
    return state


def test_a_second_load_changes_nothing(content):
    before = _state()
    again = load()
    assert (again.entries, again.kept, again.published) == (content.entries, 0, 0)
    assert _state() == before


def test_loaddata_in_the_same_order_changes_nothing_either(content):
    before = _state()
    folders = ("sources", "conditions", "drugs", "safety", "guides", "glossary")
    paths = [str(path) for name in folders for path in sorted((FIXTURES / name).glob("*.yaml"))]
    call_command("loaddata", *paths, verbosity=0)
    assert _state() == before


def test_a_new_entry_is_loaded_and_published(folder):
    loaded = load(folder)
    assert (loaded.entries, loaded.rows, loaded.published) == (3, 5, 3)
    live = LiveDrug.objects.get(slug="testinib")
    assert [brand.name for brand in live.brands.all()] == ["Testa"]
    assert not live.synonyms.exists()
    assert live.origin == "import"


def test_a_row_that_left_the_fixture_leaves_the_site(folder):
    load(folder)
    change(folder, "name: Testa", "name: Tesla")
    assert load(folder).published == 1
    assert [brand.name for brand in Brand.objects.filter(drug__slug="testinib")] == ["Tesla"]
    assert LiveDrug.objects.get(slug="testinib").brands.get().name == "Tesla"


def test_what_somebody_changed_is_kept(folder):
    load(folder)
    drug = Drug.objects.get(slug="testinib")
    drug.brands.update(company="Ours")
    touch(drug, by=UserFactory())
    loaded = load(folder)
    assert (loaded.kept, loaded.published) == (1, 0)
    assert drug.brands.get().company == "Ours"
    assert LiveDrug.objects.get(slug="testinib").brands.get().company == ""


def test_what_people_withdrew_stays_withdrawn(folder):
    load(folder)
    withdraw(LiveDrug.objects.get(slug="testinib"))
    loaded = load(folder)
    assert (loaded.kept, loaded.published) == (1, 0)
    assert not LiveDrug.objects.filter(slug="testinib").exists()


def test_an_entry_may_refer_to_a_later_one(folder):
    change(folder, "    tier: A\n", "    tier: A\n    work: [a-shop]\n", "sources/two.yaml")
    load(folder)
    assert Source.objects.get(slug="a-label").work.slug == "a-shop"


def test_promotion_alone_may_stay_withheld(folder):
    change(folder, "[[a-label]]", "[[a-shop]]\n    withheld: rests on a promotional page alone")
    load(folder)
    assert not LiveDrug.objects.get(slug="testinib").brands.exists()


def test_the_command_tells_what_it_did(folder, capsys):
    call_command("load_content", folder=folder)
    told = capsys.readouterr().out
    assert "Read 3 entries with 5 rows." in told
    assert "fixtures/drugs/testinib.yaml: 1 entry" in told
    assert "3 entries loaded, 0 left as people changed them, 3 published." in told


def test_the_command_refuses_in_words(folder):
    change(folder, "route: oral", "route: aural")
    with pytest.raises(CommandError, match="(?s)field route.*Nothing was changed"):
        call_command("load_content", folder=folder)


def test_an_empty_folder_is_refused(content, tmp_path):
    with pytest.raises(ContentError, match="holds no fixtures"):
        load(tmp_path)


def test_every_fixture_file_says_what_it_holds():
    for path in FIXTURES.rglob("*.yaml"):
        assert path.read_text().startswith("# "), path
        assert "*id" not in path.read_text(), path


def test_the_folders_are_those_that_are_loaded():
    assert sorted(path.name for path in FIXTURES.iterdir() if path.is_dir()) == [
        "conditions",
        "drugs",
        "glossary",
        "guides",
        "safety",
        "sources",
    ]
