"""A small folder of fixtures: one drug that is not in the fact base, with its sources."""

SOURCE = """\
- model: evidence.source
  fields:
    slug: a-label
    key: a-label
    title: A label
    source_kind: regulator_label
    origin_label: regulator
    tier: A

- model: evidence.source
  fields:
    slug: a-shop
    key: a-shop
    title: A shop
    source_kind: promotional_page
    origin_label: promotional
    tier: F
"""
DRUG = """\
- model: drugs.drug
  fields:
    slug: testinib
    inn: testinib
    drug_class: JAK inhibitor (oral)
    route: oral
    first_approval: 2020-01-31
    first_approval_precision: day

- model: drugs.brand
  fields:
    drug: [testinib]
    name: Testa
    regions: [US]
    sources: [[a-label]]
    checked: seen
    basis: regulator

- model: drugs.drugsynonym
  fields:
    drug: [testinib]
    text: TST-1
    checked: recalled
"""


def change(folder, old, new, path="drugs/testinib.yaml"):
    file = folder / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
