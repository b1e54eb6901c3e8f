"""What a text says of drugs is held against names that are looked up, not read all together."""

import pytest

from drugs.checks import _drug_names, contradictions
from editorial.document import freeze
from editorial.inspection import Inspected
from editorial.registry import kind_of
from tests.factories import (
    BrandFactory,
    ConditionFactory,
    DrugFactory,
    DrugStatementFactory,
    DrugSynonymFactory,
    IndicationFactory,
)
from tests.plans import noted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Newbrand", "They took newbrand."),
        ("CP-690,550", "It was called cp-690,550 then."),
        ("Brand®", "Brand® is a tablet."),
        ("Brand (EU)", "Sold as brand (EU), a tablet."),
        ("Тофацитиниб", "Это тофацитиниб."),
        ("one two three four", "It is one two three four five."),
    ],
)
def test_a_name_is_found_as_it_stands_in_a_text(name, text):
    drug = DrugSynonymFactory(text=name).drug
    assert _drug_names([text])[name.lower()] == {drug.pk}
    assert name.lower() not in _drug_names(["It is a tablet."])


@pytest.mark.parametrize("others", [1, 3])
def test_only_what_a_text_names_is_read(others):
    vitiligo = ConditionFactory(name="Vitiligo")
    drug = IndicationFactory(
        drug=DrugFactory(inn="onetinib"), condition=vitiligo, not_approved=True
    ).drug
    for number in range(others):
        BrandFactory(name=f"Other {number}", drug=IndicationFactory(condition=vitiligo).drug)
    text = DrugStatementFactory(drug=drug, text="Onetinib is approved for vitiligo.")
    seen = Inspected(kind_of(text.drug), freeze(text.drug))
    with noted() as queries:
        [(_, message)] = contradictions(seen)
    assert "Onetinib" in message
    # Names of drugs in three tables and of conditions in two, in small letters and as written; one of uses.
    assert len(queries) == 11
