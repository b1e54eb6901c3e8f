"""Where a rule holds: the regulator's area, spelt as partners know it."""

from django.db import models

from editorial.language import N_


class Jurisdiction(models.TextChoices):
    US = "US-FDA", N_("United States")
    EU = "EU-EMA", N_("European Union")
    UK = "UK-MHRA", N_("United Kingdom")
    JP = "JP", N_("Japan")
    RU = "RU", N_("Russia")


REGIONS = {
    "us": Jurisdiction.US,
    "eu": Jurisdiction.EU,
    "uk": Jurisdiction.UK,
    "jp": Jurisdiction.JP,
}
"""Public `?region=` values; Russia has too few checked records for a page of its own."""


class DatePrecision(models.TextChoices):
    YEAR = "year", N_("year")
    MONTH = "month", N_("month")
    DAY = "day", N_("day")
