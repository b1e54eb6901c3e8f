"""A made-up catalogue of any size, the same for the same seed, for measuring.

Every drug has about as many facts as a real one, and everything is published. The first ones share
a set of safety entries: the warnings of a class do not multiply with its drugs. Names are invented;
nothing in it is a medical statement.
"""

import datetime
import random
from collections.abc import Callable, Iterable

from django.db import transaction

from conditions.models import Statement
from drugs.models import AdverseEffect, DrugStatement, Status, Target
from evidence.models import Jurisdiction, Stance
from safety.models import Authority, Warning

from . import conditions as c
from . import drugs as d
from . import safety as s
from .bulk import publish_new
from .evidence import SourceFactory

BATCH = 200
FAMILY = 120
SHELF = 40
"""Sources that the facts of one entry rest on, at most: a drug of the fact base has 14 to 57."""
SYLLABLES = [first + second for first in "bcdfglmnprstvz" for second in "aeiou"]
SYSTEMS = ["skin and hair", "joints", "gut", "blood", "eyes"]
CODE_SYSTEMS = ["UNII", "RxCUI", "ChEMBL", "CAS", "InChIKey", "DrugBank", "SPL set id"]
EFFECTS = ["headache", "nausea", "cough", "acne", "tiredness", "rash", "sore throat"]
HARMS = ["serious infection", "blood clot", "heart attack", "stroke", "lymphoma", "shingles"]


def make_catalogue(
    drugs=12, seed=1, progress: Callable[[int, int], None] = lambda done, total: None
):
    """Make and publish `drugs` drugs with the conditions, sources and safety entries around them.

    Returns the number of published entries. Meant for an empty database.
    """
    return _Maker(drugs, seed, progress).make()


class _Maker:
    def __init__(self, drugs, seed, progress):
        self.random = random.Random(seed)
        self.names = _names(self.random)
        self.total, self.progress, self.published = drugs, progress, 0

    def make(self) -> int:
        self.sources = self._save(
            self._source(n) for n in range(max(SHELF, self.total // 4 // SHELF * SHELF))
        )
        self._publish(self.sources)
        self.conditions = self._save(self._condition(n) for n in range(max(18, self.total // 40)))
        self._rows_of(self.conditions, self._condition_facts)
        self._publish(self.conditions)
        for start in range(0, self.total, BATCH):
            batch = self._save(self._drug(n) for n in range(start, min(start + BATCH, self.total)))
            indications = self._rows_of(batch, self._drug_facts)[d.IndicationFactory]
            self._claims(indications)
            self._publish(batch)
            self.progress(start + len(batch), self.total)
        self._safety(self._drug_ids[:FAMILY])
        return self.published

    @property
    def _drug_ids(self):
        return list(d.Drug.objects.order_by("pk").values_list("pk", flat=True))

    def _publish(self, entries):
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            self.published += publish_new(batch, note="A made-up catalogue.")

    def _save(self, entries: Iterable) -> list:
        entries = list(entries)
        return type(entries[0]).objects.bulk_create(entries, batch_size=BATCH)

    @transaction.atomic
    def _rows_of(self, owners, describe) -> dict:
        """Save what `describe` builds for each owner, one table at a time, and its sources."""
        by_factory: dict = {}
        shelves: dict = {}
        for owner in owners:
            shelf = self._shelf(owner.pk)
            for make, values in describe(owner):
                by_factory.setdefault(make, []).append(make.build(**values))
                shelves.setdefault(make, []).append(shelf)
        for make, rows in by_factory.items():
            type(rows[0]).objects.bulk_create(rows, batch_size=500)
            self._name_sources(rows, shelves[make])
        return by_factory

    def _shelf(self, number) -> list:
        """What the facts of one entry rest on; that of the first drugs is the one of the whole class."""
        start = number // FAMILY * SHELF % len(self.sources)
        return self.sources[start : start + SHELF]

    def _name_sources(self, rows, shelves):
        if not hasattr(rows[0], "sources"):
            return
        field = type(rows[0])._meta.get_field("sources")
        through, near, far = (
            field.remote_field.through,
            field.m2m_column_name(),
            field.m2m_reverse_name(),
        )
        links = [
            through(**{near: row.pk, far: source.pk})
            for row, shelf in zip(rows, shelves, strict=True)
            for source in self.random.sample(shelf, self.random.choice([1, 1, 2]))
        ]
        through.objects.bulk_create(links, batch_size=500)

    def _source(self, n):
        # None is a promotion: facts name sources at random, and promotion alone carries none.
        kind = self.random.choice(["label", "seed", None, None, None])
        traits = {kind: True} if kind else {}
        return SourceFactory.build(
            slug=f"source-{n}",
            key=f"source-{n}",
            title=f"{next(self.names).capitalize()} in practice, part {n}",
            year=self.random.randint(2005, 2026),
            **traits,
        )

    def _condition(self, n):
        name = f"{next(self.names)} disease".capitalize()
        return c.ConditionFactory.build(
            slug=name.lower().replace(" ", "-"), name=name, body_system=SYSTEMS[n % len(SYSTEMS)]
        )

    def _condition_facts(self, condition):
        for topic in Statement.Topic.values:
            yield c.StatementFactory, {"condition": condition, "topic": topic, "position": 0}
        for n in range(4):
            yield c.SymptomFactory, {"condition": condition, "position": n}
            yield c.CodeFactory, {"condition": condition, "position": n, "system": CODE_SYSTEMS[n]}
        for n in range(2):
            yield c.ConditionSynonymFactory, {"condition": condition, "position": n}

    def _drug(self, n):
        inn = next(self.names) + "tinib"
        return d.DrugFactory.build(
            slug=inn, inn=inn, route=self.random.choice(["oral", "oral", "topical"])
        )

    def _drug_facts(self, drug):
        yield from ((make, {"drug": drug, **values}) for make, values in self._product(drug))
        yield from ((make, {"drug": drug, **values}) for make, values in self._effects())
        yield from ((make, {"drug": drug, **values}) for make, values in self._uses())

    def _product(self, drug):
        for topic in DrugStatement.Topic.values:
            yield d.DrugStatementFactory, {"topic": topic, "position": 0}
        for n in range(2):
            yield d.DrugSynonymFactory, {"position": n}
        for n in range(5):
            name = next(self.names).capitalize()
            yield d.BrandFactory, {"name": name, "company": f"{name} Pharma", "position": n}
        for n, enzyme in enumerate(self.random.sample(Target.Enzyme.values, 3)):
            yield (
                d.TargetFactory,
                {"target": enzyme, "position": n, "selectivity": ("primary", "secondary")[n > 0]},
            )
        for n in range(4):
            yield d.FormFactory, {"strength": f"{5 * n + 5} mg", "position": n}
        yield d.IdentifierFactory, {"value": f"L04{drug.pk:06}", "position": 0}
        for n, system in enumerate(CODE_SYSTEMS, start=1):
            yield d.IdentifierFactory, {"system": system, "value": f"{drug.pk}-{n}", "position": n}

    def _effects(self):
        for n, effect in enumerate(EFFECTS):
            yield d.AdverseEffectFactory, {"effect": effect, "position": n}
        for n, harm in enumerate(HARMS, start=len(EFFECTS)):
            yield (
                d.AdverseEffectFactory,
                {"effect": harm, "position": n, "seriousness": AdverseEffect.Seriousness.SERIOUS},
            )
        for n in range(3):
            yield d.BenefitFactory, {"text": f"fewer signs after {n + 4} weeks", "position": n}
            yield (
                d.DrugMonitoringFactory,
                {"text": f"blood count every {n + 2} months", "position": n},
            )
        for n in range(2):
            yield (
                d.DoseAdjustmentFactory,
                {"text": f"Halve the dose below {n + 3}0 ml/min.", "position": n},
            )
        yield d.BoxedWarningFactory, {"present": self.random.random() < 0.7}

    def _uses(self):
        for n, condition in enumerate(self.random.sample(self.conditions, 5)):
            for m, jurisdiction in enumerate(self.random.sample(Jurisdiction.values, 2)):
                yield d.IndicationFactory, self._indication(condition, jurisdiction, 2 * n + m)
            yield (
                d.RegimenFactory,
                {"condition": condition, "regimen": f"{n + 1} mg a day", "position": n},
            )
        for n in range(6):
            yield (
                d.ApprovalFactory,
                {
                    "date": datetime.date(2012 + n, 3, 1 + n),
                    "event": f"approval {n + 1}",
                    "position": n,
                },
            )

    def _indication(self, condition, jurisdiction, position):
        status = self.random.choice([Status.APPROVED, Status.APPROVED, *Status.values])
        values = {
            "condition": condition,
            "jurisdiction": jurisdiction,
            "status": status,
            "position": position,
        }
        if status != Status.APPROVED:
            values |= {"approval_date": None, "date_precision": ""}
        return values

    def _claims(self, indications):
        d.IndicationClaimFactory._meta.model.objects.bulk_create(
            [
                d.IndicationClaimFactory.build(
                    indication=indication,
                    source=self.random.choice(self._shelf(indication.drug_id)),
                    stance=self.random.choice(Stance.values),
                    position=position,
                )
                for indication in indications
                for position in range(self.random.choice([0, 1, 2]))
            ],
            batch_size=500,
        )

    def _safety(self, drug_ids):
        for make, count in (
            (s.WarningFactory, 9),
            (s.RiskGroupFactory, 9),
            (s.DoseRuleFactory, 3),
            (s.WarningSignFactory, 19),
            (s.MonitoringFactory, 7),
            (s.RegulatorActionFactory, 9),
        ):
            entries = self._save(self._safety_entry(make, n) for n in range(count))
            self._name_sources(entries, [self._shelf(0)] * len(entries))
            _name_drugs(entries, drug_ids)
            if make is s.WarningFactory:
                self._rows_of(entries, self._warning_facts)
            self._publish(entries)

    def _safety_entry(self, make, n):
        noun = make._meta.model._meta.model_name
        values = {"slug": f"{noun}-{n}", "position": n}
        if make is s.WarningFactory:
            values["severity"] = Warning.Severity.values[n % 3]
        return make.build(**values)

    def _warning_facts(self, warning):
        for n in range(2):
            yield s.WarningFigureFactory, {"warning": warning, "position": n}
        yield s.WarningAuthorityFactory, {"warning": warning, "authority": Authority.US}


def _name_drugs(entries, drug_ids):
    field = type(entries[0])._meta.get_field(
        "applies_to" if hasattr(entries[0], "applies_to") else "drugs"
    )
    through, near, far = (
        field.remote_field.through,
        field.m2m_column_name(),
        field.m2m_reverse_name(),
    )
    links = [through(**{near: entry.pk, far: pk}) for entry in entries for pk in drug_ids]
    through.objects.bulk_create(links, batch_size=500)


def _names(rng):
    """Invented words without end, none twice."""
    seen = set()
    while True:
        word = "".join(rng.choices(SYLLABLES, k=rng.choice([3, 4])))
        if word not in seen:
            seen.add(word)
            yield word
