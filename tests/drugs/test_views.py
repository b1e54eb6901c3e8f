"""The pages of the drugs: what stands first, what is said of disagreement, who is turned away."""

import csv
import io

import pytest

from drugs.views.matrix import PER_COLUMN, PER_MATRIX
from evidence.models import Stance
from tests.factories import (
    AdverseEffectFactory,
    ApprovalFactory,
    BoxedWarningFactory,
    BrandFactory,
    ComparedDrugFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    GuideFactory,
    IndicationClaimFactory,
    IndicationFactory,
    MonitoringFactory,
    SourceFactory,
    TargetFactory,
    WarningFactory,
    WarningSignFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
HOSTILE = ["\x00", "x" * 10_000, "‮", "-1", "9" * 40, "'\"><script>", "%ED%A0%80"]


@pytest.fixture
def drug():
    return DrugFactory(slug="tofacitinib", inn="tofacitinib")


def text(response):
    return " ".join(response.content.decode().split())


def test_first_screen_in_its_order(client, drug):
    label = SourceFactory()
    DrugStatementFactory(drug=drug, text="It blocks JAK enzymes. It is a tablet.")
    BoxedWarningFactory(drug=drug).sources.set([label])
    AdverseEffectFactory(drug=drug, serious=True, effect="blood clots").sources.set([label])
    AdverseEffectFactory(drug=drug, serious=True, effect="rare harm of another source")
    IndicationFactory(drug=drug, condition=ConditionFactory(name="Ulcerative colitis"))
    publish(drug)
    sign = WarningSignFactory(title="Chest pain", urgency="emergency")
    sign.applies_to.add(drug)
    publish(sign)
    page = text(client.get("/drugs/tofacitinib/"))
    page = page[page.index("<h1>") :]
    places = [
        page.index(words)
        for words in (
            "<h1>Tofacitinib</h1>",
            "It blocks JAK enzymes.",
            "Call your emergency number now",
            "chest pain",
            "Boxed warning on the US label",
            "Blood clots",
            "ulcerative colitis</a>",
            "Not yet reviewed by a clinician",
            'id="uses"',
        )
    ]
    assert places == sorted(places)
    assert "Rare harm of another source" not in page[: places[-1]]


def test_disagreement_shows_both_sides_and_the_record(client, drug):
    condition = ConditionFactory(name="Plaque psoriasis")
    row = IndicationFactory(drug=drug, condition=condition, not_approved=True)
    blog = SourceFactory(title="A blog", tier="E", origin_label="search_traffic")
    IndicationClaimFactory(
        indication=row, source=blog, says="approved for psoriasis", stance=Stance.DISAGREES
    )
    publish(drug)
    page = text(client.get("/drugs/tofacitinib/"))
    assert "Sources disagree" in page
    assert "Tofacitinib is not approved for plaque psoriasis in the United States." in page
    assert "approved for psoriasis" in page
    assert "Written for search traffic" in page


def test_a_sellers_page_is_quoted_as_what_it_is(client, drug):
    row = IndicationFactory(
        drug=drug, off_label=True, condition=ConditionFactory(name="Alopecia areata")
    )
    seller = SourceFactory(title="Tofacent page", tier="F", origin_label="promotional")
    IndicationClaimFactory(indication=row, source=seller, says="off-label", stance=Stance.AGREES)
    publish(drug)
    page = text(client.get("/drugs/tofacitinib/"))
    assert "On alopecia areata, the page “Tofacent page” (promotional) says: off-label." in page
    assert "The checked record agrees." in page


def test_a_fact_of_an_article_alone_is_worded_as_its_statement(client, drug):
    TargetFactory(drug=drug, basis="seed")
    publish(drug)
    assert "an article says so" in text(client.get("/drugs/tofacitinib/"))


@pytest.mark.parametrize(("region", "shown"), [("us", True), ("eu", False), ("jp", False)])
def test_the_region_chooses_the_statuses_on_top(client, drug, region, shown):
    IndicationFactory(drug=drug, condition=ConditionFactory(name="Vitiligo"), jurisdiction="US-FDA")
    publish(drug)
    top = text(client.get("/drugs/tofacitinib/", {"region": region})).split('id="uses"')[0]
    assert ("vitiligo</a>" in top) is shown
    assert ("No checked record for this region" in top) is not shown


def test_unknown_is_404_withdrawn_is_410(client, drug):
    assert client.get("/drugs/tofacitinib/").status_code == 404
    live = publish(drug)
    withdraw(live, reason="Never sold.", replaced_by="/drugs/")
    gone = client.get("/drugs/tofacitinib/")
    assert gone.status_code == 410
    assert "Never sold." in text(gone)


def test_an_old_address_leads_to_the_new_one(client, drug):
    publish(drug)
    drug.slug = "tofacitinib-tablet"
    drug.save()
    publish(drug)
    moved = client.get("/drugs/tofacitinib/")
    assert (moved.status_code, moved["Location"]) == (301, "/drugs/tofacitinib-tablet/")


def test_a_region_that_does_not_exist_says_what_is_shown_instead(client, drug):
    IndicationFactory(drug=drug)
    publish(drug)
    for address in ("/drugs/tofacitinib/", "/approvals/"):
        assert "this is the United States" in text(client.get(address, {"region": "mars"}))
        assert "this is the United States" not in text(client.get(address, {"region": "us"}))


def test_a_claim_right_in_one_country_is_not_called_right_everywhere(client, drug):
    condition = ConditionFactory(name="Plaque psoriasis")
    blog = SourceFactory(title="A blog", tier="E")
    refused = IndicationFactory(drug=drug, condition=condition, not_approved=True)
    russian = IndicationFactory(drug=drug, condition=condition, jurisdiction="RU")
    IndicationClaimFactory(indication=refused, source=blog, stance=Stance.DISAGREES)
    IndicationClaimFactory(indication=russian, source=blog, stance=Stance.AGREES)
    publish(drug)
    page = text(client.get("/drugs/tofacitinib/"))
    assert "Tofacitinib is approved for plaque psoriasis in Russia." in page
    assert "The checked record agrees." not in page


def test_what_a_page_says_of_several_uses_is_said_once(client, drug):
    blog = SourceFactory(title="A blog", tier="E")
    for name in ("Vitiligo", "Crohn's disease"):
        row = IndicationFactory(
            drug=drug, condition=ConditionFactory(slug=name[:5].lower(), name=name)
        )
        IndicationClaimFactory(indication=row, source=blog, says="in use", stance=Stance.AGREES)
    publish(drug)
    page = text(client.get("/drugs/tofacitinib/"))
    assert page.count("says: in use.") == 1
    assert "On vitiligo and Crohn&#39;s disease, the page" in page


def test_the_side_box_names_its_sources(client, drug):
    BrandFactory(drug=drug, name="Brandanz", sources=[SourceFactory(title="A price list")])
    publish(drug)
    page = text(client.get("/drugs/tofacitinib/"))
    box = page[page.index('class="glance"') : page.index("</aside>")]
    assert "#source-1" in box
    assert "A price list" in page


def test_the_matrix_keeps_whole_rows_of_the_conditions_it_shows(client):
    skin, gut = (
        ConditionFactory(name="Vitiligo"),
        ConditionFactory(name="Colitis", body_system="gut"),
    )
    approved = IndicationFactory(condition=skin)
    refused = IndicationFactory(condition=skin, not_approved=True)
    other = IndicationFactory(condition=gut, not_approved=True)
    publish(approved.drug, refused.drug, other.drug)

    def shown(**given):
        body = text(client.get("/approvals/", given)).split("<tbody>")[-1].split("</tbody>")[0]
        return [word for word in ("Vitiligo", "Colitis", "Not approved") if word in body]

    assert shown() == ["Vitiligo", "Colitis", "Not approved"]
    assert shown(status="approved") == ["Vitiligo", "Not approved"]
    assert shown(system="gut") == ["Colitis", "Not approved"]
    assert "No condition fits these filters" in text(
        client.get("/approvals/", {"system": "gut", "status": "approved"})
    )


@pytest.mark.parametrize(
    "address", ["/drugs/", "/drugs/tofacitinib/", "/approvals/", "/conditions/", "/"]
)
@pytest.mark.parametrize("name", ["region", "status", "condition", "page", "target", "system"])
def test_hostile_parameters_never_break_a_page(client, drug, address, name):
    publish(drug)
    for value in HOSTILE:
        assert client.get(address, {name: value}).status_code == 200, value


def test_only_reading(client, drug):
    publish(drug)
    assert client.post("/drugs/tofacitinib/").status_code == 405
    assert client.head("/drugs/tofacitinib/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/drugs/{}/", "/drugs/", "/approvals/", "/", "/conditions/", "/conditions/{}/"]
)
def test_as_many_queries_for_three_rows_as_for_one(client, django_assert_max_num_queries, address):
    def fill(drug, condition):
        IndicationClaimFactory(indication=IndicationFactory(drug=drug, condition=condition))
        BrandFactory(drug=drug)
        warning, sign = WarningFactory(), WarningSignFactory(urgency="emergency")
        warning.applies_to.add(drug)
        sign.applies_to.add(drug)
        return [drug, warning, sign]

    first, condition = DrugFactory(), ConditionFactory()
    address = address.format(condition.slug if "conditions" in address else first.slug)
    publish(*fill(first, condition))
    with django_assert_max_num_queries(8) as one:
        client.get(address)
    publish(
        *fill(first, ConditionFactory()),
        *fill(DrugFactory(), condition),
        *fill(DrugFactory(), ConditionFactory()),
    )
    with django_assert_max_num_queries(8) as three:
        assert client.get(address).status_code == 200
    assert len(three) == len(one)


def test_the_list_filters_one_and_the_same_use(client):
    psoriasis, vitiligo = ConditionFactory(slug="psoriasis"), ConditionFactory(slug="vitiligo")
    both = DrugFactory(inn="bothtinib", slug="bothtinib")
    IndicationFactory(drug=both, condition=psoriasis, not_approved=True)
    IndicationFactory(drug=both, condition=vitiligo)
    one = DrugFactory(inn="onetinib", slug="onetinib", route="topical")
    IndicationFactory(drug=one, condition=psoriasis)
    TargetFactory(drug=one, target="TYK2")
    publish(both, one)

    def found(**given):
        page = text(client.get("/drugs/", given))
        return [name for name in ("Bothtinib", "Onetinib") if f">{name}</a></h3>" in page]

    assert found() == ["Bothtinib", "Onetinib"]
    assert found(condition="psoriasis", status="approved") == ["Onetinib"]
    assert found(condition="psoriasis", status="not_approved", region="us") == ["Bothtinib"]
    assert found(route="topical") == ["Onetinib"]
    assert found(target="TYK2") == ["Onetinib"]
    assert found(target="JAK3") == []
    assert found(status="nonsense") == ["Bothtinib", "Onetinib"]


def test_an_empty_list_helps(client):
    assert "No drug fits all of these" in text(client.get("/drugs/", {"route": "oral"}))
    assert "No checked record for this region yet" in text(client.get("/approvals/"))


def test_the_matrix_tells_no_record_from_not_approved(client, drug):
    condition = ConditionFactory(name="Vitiligo")
    IndicationFactory(drug=drug, condition=condition, not_approved=True)
    IndicationFactory(drug=DrugFactory(), condition=ConditionFactory(name="Psoriasis"))
    publish(drug, *[row.drug for row in condition.indications.all()])
    publish(DrugFactory(slug="exampletinib-other"))
    page = text(client.get("/approvals/?region=us"))
    assert "Not approved" in page
    assert "does not mean “not approved”" in page


def test_a_matrix_of_many_drugs_has_pages_with_a_whole_column_each(client):
    condition = ConditionFactory()
    drugs = [DrugFactory(inn=f"drug-{number:02}") for number in range(PER_MATRIX + 2)]
    for drug in drugs:
        IndicationFactory(drug=drug, condition=condition, jurisdiction="US-FDA")
    publish(*drugs, DrugFactory(inn="a-drug-without-a-record"))
    first, second = client.get("/approvals/"), client.get("/approvals/?page=2")
    assert [len(page.context["heads"]) for page in (first, second)] == [PER_MATRIX, 2]
    assert [len(row["cells"]) for row in second.context["rows"]] == [2]
    assert "Page 2<" in second.text
    assert "a-drug-without-a-record" not in first.text + second.text
    assert client.get("/approvals/?page=99").context["page"].number == 2


def test_a_matrix_of_many_conditions_has_pages_of_rows(client):
    drug = DrugFactory(inn="abc")
    for number in range(PER_COLUMN + 2):
        IndicationFactory(drug=drug, condition=ConditionFactory(name=f"Condition {number:02}"))
    publish(drug)
    first, second = client.get("/approvals/"), client.get("/approvals/?part=2")
    assert [len(page.context["rows"]) for page in (first, second)] == [PER_COLUMN, 2]
    assert "Conditions: page 2 of 2" in second.text
    # Another region, and the next columns, begin at their first rows.
    assert 'href="?region=eu"' in second.text
    assert client.get("/approvals/?part=99").context["part"].number == 2
    assert len(client.get("/approvals/?part=2&format=json").json()["rows"]) == 2


@pytest.fixture
def two_rows():
    eczema, vitiligo = ConditionFactory(name="Eczema"), ConditionFactory(name="Vitiligo")
    one, two = DrugFactory(inn="abc"), DrugFactory(inn="=1+1")
    for drug, condition in ((one, eczema), (one, vitiligo), (two, vitiligo)):
        IndicationFactory(
            drug=drug, condition=condition, jurisdiction="US-FDA", population="=2+2 adults"
        )
    publish(one, two)
    return one, two, eczema, vitiligo


def test_the_matrix_is_sorted_by_links(client, two_rows):
    def order(query):
        return [row["condition"].name for row in client.get(f"/approvals/?{query}").context["rows"]]

    assert order("") == order("sort=none") == ["Eczema", "Vitiligo"]
    assert order("sort=approved") == ["Vitiligo", "Eczema"]


def test_the_matrix_as_a_file_holds_what_the_page_shows(client, two_rows):
    one, two, eczema, vitiligo = two_rows
    rows = client.get("/approvals/?format=json&sort=approved").json()["rows"]
    assert [(row["drug"], row["condition"]) for row in rows] == [
        (two.slug, vitiligo.slug),
        (one.slug, vitiligo.slug),
        (one.slug, eczema.slug),
    ]
    assert {row["status"] for row in rows} == {"approved"}
    assert all(row["sources"] for row in rows)
    response = client.get("/approvals/?format=csv")
    lines = list(csv.DictReader(io.StringIO(response.text)))
    assert len(lines) == 3
    assert {line["population"] for line in lines} == {"'=2+2 adults"}
    assert response["Content-Disposition"].startswith('attachment; filename="approvals-us-')
    assert client.get("/approvals/?format=exe")["Content-Type"].startswith("text/html")


def test_a_filter_holds_for_the_file_too(client, two_rows):
    query = "/approvals/?format=json&system=none-of-them"
    assert client.get(query).status_code == 200
    assert client.get("/approvals/?format=json&status=withdrawn").json()["rows"] == []


def test_the_status_is_a_sentence_with_its_condition_and_date(client, drug):
    condition = ConditionFactory(name="Alopecia areata", slug="alopecia-areata")
    IndicationFactory(
        drug=drug,
        condition=condition,
        population="adults with severe disease",
        line_of_therapy="after creams failed",
        approval_date="2022-06-13",
        date_precision="day",
    )
    publish(drug)
    page = text(client.get("/drugs/tofacitinib/")).replace("\u00a0", " ")
    said = page[page.index('class="standing"') : page.index('class="review"')]
    assert "for adults with severe <a" in said
    assert ">alopecia areata</a> since 13 June 2022." in said
    assert "After creams failed." in said


def test_pictures_have_a_twin_in_words_and_are_left_out_without_data(client, drug):
    publish(drug)
    assert "<figure" not in text(client.get("/drugs/tofacitinib/"))
    TargetFactory(drug=drug, target="JAK1")
    ApprovalFactory(drug=drug, event="an arthritis")
    MonitoringFactory(title="TB test", when="before").applies_to.add(drug)
    publish(drug, *drug.class_monitoring.all())
    page = text(client.get("/drugs/tofacitinib/"))
    assert page.count('<figure class="picture"><svg aria-hidden="true"') == 2
    assert '<th scope="row">TYK2</th><td class="note">No checked record</td>' in page
    assert "An arthritis" in page[page.index('class="timeline"') :]
    assert '<th scope="col">Before the start</th>' in page


def test_what_to_read_on_says_why(client, drug):
    paper = SourceFactory(title="A trial paper", source_kind="journal_article")
    AdverseEffectFactory(drug=drug).sources.set([paper])
    condition = ConditionFactory(name="Vitiligo")
    IndicationFactory(drug=drug, condition=condition, off_label=True)
    compared = ComparedDrugFactory(drug=drug, guide=GuideFactory(title="A table"))
    told = GuideFactory(title="A story")
    for guide in (compared.guide, told):
        guide.drugs.add(drug)
    publish(drug, compared.guide, told)
    page = text(client.get("/drugs/tofacitinib/"))
    read = page[page.index('id="related"') :]
    order = ["Used off-label for", "Vitiligo", "Compared in", "A table", "Written about in"]
    order += ["A story", "Rests on these papers", "A trial paper", "for 1 side effect"]
    places = [read.index(words) for words in order]
    assert places == sorted(places)
