"""Templates in two languages: what is markup, what is text, and that no language takes another's words."""

import pytest
from jinja2 import DictLoader, TemplateAssertionError

from editorial import language, wording
from jakinfo.jinja import environment

from .pseudo import CODE, spoken


def drawn(source, **values):
    made = environment(autoescape=True, loader=DictLoader({"page": source}))
    return made.get_template("page").render(values)


def test_a_block_holds_markup_and_escapes_its_values():
    source = "{% trans name=who|upper %}\n  <b>Hello</b>\n {{ name }}: 5 % & more {% endtrans %}"
    assert drawn(source, who="<i>") == "<b>Hello</b> &lt;I&gt;: 5 % & more"


def test_a_text_in_an_expression_is_escaped_with_its_values():
    assert drawn('<p title="{{ _("a \'b\'") }}">') == '<p title="a &#39;b&#39;">'
    assert drawn('{{ _("Uses of %(name)s", name=who) }}', who="<i>") == "Uses of &lt;i&gt;"


@pytest.mark.parametrize(("number", "words"), [(1, "1 drug"), (2, "2 drugs"), (0, "0 drugs")])
def test_a_plural_is_chosen_when_the_page_is_drawn(number, words):
    source = "{% trans count=n %}{{ count }} drug{% pluralize %}{{ count }} drugs{% endtrans %}"
    assert drawn(source, n=number) == words


def test_only_a_text_can_be_translated():
    """What comes from a variable would reach no catalogue."""
    with pytest.raises(TemplateAssertionError):
        drawn("{{ _(name) }}", name="Drugs")


def test_each_language_has_its_own_templates_and_words(tmp_path):
    made = environment(
        autoescape=True, loader=DictLoader({"page": '{{ _("Drugs") }} {{ 1|refs }}'})
    )
    made.filters["refs"] = lambda number: wording.refs((number,))
    page = made.get_template("page").render
    before = page()
    assert before.startswith("Drugs ")
    with spoken(tmp_path):
        assert language.language() == CODE
        other = made.get_template("page").render()
        assert other.startswith("⟦Drugs⟧ ")
        assert "⟦source⟧" in other
    assert made.get_template("page").render() == before


def test_a_status_and_a_number_follow_the_language(tmp_path):
    assert (wording.status_word("approved"), wording.number(1000)) == ("Approved", "1,000")
    with spoken(tmp_path):
        assert (wording.status_word("approved"), wording.number(1000)) == ("⟦Approved⟧", "1.000")
