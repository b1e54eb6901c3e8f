"""How the facts of a drug are worded: names, targets, doses, effects, claimed benefits."""

from django.utils.text import capfirst

from editorial.bare import label
from editorial.language import gettext as _
from editorial.wording import partial_date
from evidence.models import Basis, Jurisdiction
from evidence.presenters import References

from ..models import LiveTarget, Status
from . import numbers

Selectivity = LiveTarget.Selectivity


def said_by(basis: str) -> str:
    """Whom to name before a fact that no regulator, journal or report carries."""
    return "An article says" if basis == Basis.SEED else ""


def fact(row, text: str, references: References, **more) -> dict:
    """A line of a list: text, source numbers, and whether only an article says so."""
    return {
        "text": text,
        "refs": references.cite(row.sources),
        "said_by": said_by(row.basis),
        **more,
    }


def statement(drug, topic: str, references: References) -> dict | None:
    row = next((row for row in drug.statements if row.topic == topic), None)
    return fact(row, row.text, references) if row else None


def targets(drug, references: References) -> list[dict]:
    return [
        {
            "target": row.target,
            "selectivity": row.selectivity,
            "how": _(Selectivity(row.selectivity).label),
            "detail": "" if row.detail == Selectivity(row.selectivity).label else row.detail,
            "said_by": said_by(row.basis),
            "refs": references.cite(row.sources),
        }
        for row in drug.targets
    ]


def regimens(drug, references: References) -> list[dict]:
    return [
        {
            "condition": row.condition,
            "population": row.population,
            "regimen": row.regimen,
            "label": _("on the label, %(place)s")
            % {"place": _(Jurisdiction(row.jurisdiction).label)}
            if row.on_label
            else _("off-label"),
            "approval": approval_of(row, drug) if row.on_label else "",
            "on_label": row.on_label,
            "said_by": said_by(row.basis),
            "refs": references.cite(row.sources),
        }
        for row in drug.regimens
    ]


def approval_of(regimen, drug) -> str:
    """The approval that a dose on a label belongs to: "approved since 13 June 2022"; nothing without a record."""
    for row in drug.indications:
        same = (row.condition_id, row.jurisdiction) == (regimen.condition_id, regimen.jurisdiction)
        if same and row.status == Status.APPROVED:
            since = partial_date(row.approval_date, row.date_precision)
            if not since:
                return _("approved, date not known")
            return _("approved since %(date)s") % {"date": since}
    return ""


def effects(drug, seriousness: str, references: References) -> list[dict]:
    rows = [row for row in drug.adverse_effects if row.seriousness == seriousness]
    return [
        fact(row, capfirst(row.effect), references, frequency=numbers.frequency(row.frequency))
        for row in rows
    ]


def benefits(drug, references: References) -> list[dict]:
    """Claimed benefits always stand with who claims them."""
    return [
        {
            "who": next(iter(sorted(row.sources, key=lambda s: s.tier))).title,
            "text": row.text,
            "about": row.claim_about,
            "refs": references.cite(row.sources),
        }
        for row in drug.benefits
    ]


def lede(summary: dict | None) -> dict | None:
    """The first sentence of the summary; the whole stands in the body of the page."""
    return summary and summary | {"text": f"{summary['text'].split('. ')[0].rstrip('.')}."}


def kind_of_drug(drug) -> str:
    """What kind of medicine it is and how it is taken: "JAK inhibitor, by mouth"."""
    return f"{drug.drug_class.split(' (')[0]}, {label(drug, 'route')}"


def lines(rows, references: References) -> list[dict]:
    return [fact(row, capfirst(row.text), references) for row in rows]


def glance(drug, references: References) -> list[dict]:
    """The side box: names, forms and codes, each with the sources of the rows it was made from."""
    brands, names, forms = drug.brands, drug.synonyms, drug.forms
    first = partial_date(drug.first_approval, drug.first_approval_precision)
    rows = [
        (_("Brands"), [brand_line(row) for row in brands], brands),
        (_("Other names"), [row.text for row in names], names),
        (_("Forms"), form_lines(forms), forms),
        (
            _("First approval"),
            [first],
            [row for row in drug.approvals if row.date == drug.first_approval],
        ),
        *((row.system, [row.value], [row]) for row in drug.identifiers if row.system != "InChIKey"),
    ]
    return [
        {
            "term": term,
            "values": values,
            "refs": references.cite(source for row in made_from for source in row.sources),
        }
        for term, values, made_from in rows
        if any(values)
    ]


def brand_line(brand) -> str:
    where = ", ".join(brand.regions)
    more = "; ".join(filter(None, (brand.company, where)))
    return f"{brand.name} ({more})" if more else brand.name


def form_lines(forms) -> list[str]:
    """Strengths gathered by form: "film-coated tablet 5 mg, 10 mg"."""
    strengths: dict[str, list[str]] = {}
    for row in forms:
        strengths.setdefault(row.form, []).append(row.strength)
    return [f"{form} {', '.join(found)}" for form, found in strengths.items()]
