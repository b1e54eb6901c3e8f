"""The safety page: emergencies first, disagreement shown, everything sourced; one warning."""

import pytest

from editorial.bare import columns_of
from safety.models import LiveRiskGroup, LiveWarning, LiveWarningSign
from safety.views import everything
from tests.factories import (
    ConditionFactory,
    DoseRuleFactory,
    DrugFactory,
    MonitoringFactory,
    RegulatorActionFactory,
    RiskGroupFactory,
    SourceFactory,
    WarningAuthorityFactory,
    WarningFactory,
    WarningFigureFactory,
    WarningSignClaimFactory,
    WarningSignFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
FACTORIES = (
    WarningSignFactory,
    WarningFactory,
    RiskGroupFactory,
    MonitoringFactory,
    DoseRuleFactory,
    RegulatorActionFactory,
)


def publish_one_of_each(number):
    """One entry of each kind with a drug and a source of its own, and all that entries can point at."""
    for make in FACTORIES:
        name = f"{make.__name__}{number}".lower()
        named = {"sources": [SourceFactory()]}
        if make is RegulatorActionFactory:
            named |= {"drugs": [DrugFactory(inn=name)], "conditions": [ConditionFactory()]}
        else:
            named |= {"applies_to": [DrugFactory(inn=name)]}
        if make is RiskGroupFactory:
            named |= {"warnings": [WarningFactory()]}
        publish(make(**named))


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_emergency_signs_come_first_and_only_they_are_in_the_red_box(client):
    publish(WarningSignFactory(slug="fever", title="Fever"))
    publish(WarningSignFactory(slug="chest-pain", title="Chest pain", emergency=True))
    page = body(client, "/safety/")
    red, rest = page.split("</section>", 1)
    assert "Chest pain" in red
    assert "emergency" in red
    assert "Fever" not in red
    assert "Contact your doctor the same day" in rest
    assert page.count('class="emergency') == 1


def test_without_an_emergency_sign_there_is_no_red_box(client):
    publish(WarningSignFactory(slug="fever"))
    assert 'class="emergency' not in body(client, "/safety/")


def test_a_source_that_departs_from_the_regulators_is_shown_beside_them(client):
    sign = WarningSignFactory(slug="chest-pain", emergency=True, points_to="heart attack")
    label = SourceFactory(slug="notice", label=True, publisher="The regulator")
    WarningSignClaimFactory(sign=sign, source=label, says="call for help at once", stance="agrees")
    WarningSignClaimFactory(
        sign=sign, source=SourceFactory(slug="blog", seed=True, title="A blog page")
    )
    publish(sign)
    page = body(client, "/safety/")
    assert "How fast to act on signs of heart attack" in page
    assert "Call for help at once." in page
    assert "A blog page" in page
    assert "Contact your doctor." in page
    assert "We follow the regulators: this is an emergency." in page


def test_sources_that_agree_make_no_box(client):
    publish(WarningSignClaimFactory(stance="agrees").sign)
    assert "Where sources disagree" not in body(client, "/safety/")


def test_regulator_actions_stand_in_the_order_of_their_dates(client):
    publish(RegulatorActionFactory(slug="later", title="Later act", date="2023-01-23"))
    publish(
        RegulatorActionFactory(slug="undated", title="Undated trial", date=None, date_precision="")
    )
    publish(RegulatorActionFactory(slug="earlier", title="Earlier act", date="2021-09-01"))
    page = body(client, "/safety/")
    assert page.index("Earlier act") < page.index("Later act") < page.index("Undated trial")
    assert "1\u00a0September\u00a02021" in page


def test_an_empty_site_has_a_safety_page(client):
    assert "Nothing is published here yet" in body(client, "/safety/")


def test_the_page_costs_the_same_queries_with_more_entries(client, django_assert_num_queries):
    publish_one_of_each(1)
    with django_assert_num_queries(5):
        client.get("/safety/")
    publish_one_of_each(2)
    publish_one_of_each(3)
    with django_assert_num_queries(5):
        client.get("/safety/")


def test_six_tables_read_as_one_equal_the_rows_read_one_by_one():
    publish_one_of_each(1)
    risk = RiskGroupFactory(warnings=[WarningFactory()])
    publish(risk)
    found = everything()
    [group] = [row for row in found[LiveRiskGroup.kind] if row.id == risk.pk]
    direct = LiveRiskGroup.objects.get(pk=risk.pk)
    for name in (*columns_of("risk-group"), "origin", "last_reviewed", "title", "address"):
        assert str(getattr(group, name)) == str(getattr(direct, name)), name
    assert [row.slug for row in group.warnings] == [row.slug for row in direct.warnings.all()]
    assert [row.id for row in found[LiveWarningSign.kind]] == list(
        LiveWarningSign.objects.values_list("pk", flat=True)
    )


@pytest.fixture
def warning():
    row = WarningFactory(
        slug="clots", title="Blood clots", explanation="A clot can **block** a vessel."
    )
    WarningFigureFactory(warning=row, text="hazard ratio 1.33 (0.91-1.94)")
    WarningAuthorityFactory(warning=row)
    row.applies_to.set([DrugFactory(slug="exampletinib", inn="exampletinib")])
    return publish(row)


def test_a_warning_says_what_it_means_for_which_drugs_and_who_warns(client, warning):
    page = body(client, "/safety/clots/")
    assert "<strong>block</strong>" in page
    assert "Hazard ratio 1.33" in page
    assert "Compared with: TNF blockers." in page
    assert "FDA (United States)" in page
    assert 'href="/drugs/exampletinib/"' in page
    assert 'id="source-1"' in page
    assert "Not yet reviewed by a clinician" in page


def test_a_warning_costs_the_same_queries_with_more_rows(
    client, warning, django_assert_num_queries
):
    with django_assert_num_queries(6):
        client.get("/safety/clots/")
    more = WarningFactory(
        slug="infection", applies_to=[DrugFactory(), DrugFactory(), DrugFactory()]
    )
    publish(*RiskGroupFactory.create_batch(3, warnings=[more]))
    with django_assert_num_queries(6):
        client.get("/safety/infection/")


def test_an_unknown_warning_is_404_with_a_way_on(client):
    response = client.get("/safety/nothing/")
    assert response.status_code == 404
    assert "Search the whole site" in response.content.decode()


def test_a_withdrawn_warning_says_why(client, warning):
    withdraw(warning, reason="It was wrong.")
    response = client.get("/safety/clots/")
    assert response.status_code == 410
    assert "It was wrong." in response.content.decode()
    assert not LiveWarning.objects.exists()


def test_a_form_cannot_be_sent_to_a_page_for_reading(client, warning):
    assert client.post("/safety/").status_code == 405
    assert client.post("/safety/clots/").status_code == 405


def test_figures_checks_and_years_are_worded_from_the_data(client):
    warning = WarningFactory()
    WarningFigureFactory(warning=warning, text="hazard ratio 1.5 (1.1-2.0); 4.2% v 2.9% of people")
    check = MonitoringFactory(title="TB test", text="", when="before, during")
    ban = MonitoringFactory(title="Vaccines", text="No live vaccines.", when="before, during")
    action = RegulatorActionFactory(title="A review", date="2022-02-11", date_precision="day")
    undated = RegulatorActionFactory(title="A trial", date=None, date_precision="")
    publish(warning, check, ban, action, undated)
    page = " ".join(client.get("/safety/").text.split()).replace("\u00a0", " ")
    assert "42 in 1,000 people against 29 in 1,000." in page
    assert "1 means no difference" in page
    checks = page[page.index('id="checks"') : page.index('id="regulators"')]
    assert f'<tr id="{check.slug}"><th scope="row">TB test' in checks
    assert f'<li id="{ban.slug}">Vaccines: no live vaccines (before, during)' in checks
    assert page.count('<figure class="picture">') == 1
    assert "1. <time" in page
    assert "2. <time" not in page
    assert "42 in 1,000 people" in client.get(f"/safety/{warning.slug}/").text.replace(
        "\u00a0", " "
    )
