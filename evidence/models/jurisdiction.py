"""Where a rule holds: the regulator's area, spelt as partners know it."""

from django.db import models


class Jurisdiction(models.TextChoices):
    US = "US-FDA", "United States"
    EU = "EU-EMA", "European Union"
    UK = "UK-MHRA", "United Kingdom"
    JP = "JP", "Japan"
    RU = "RU", "Russia"


REGIONS = {
    "us": Jurisdiction.US,
    "eu": Jurisdiction.EU,
    "uk": Jurisdiction.UK,
    "jp": Jurisdiction.JP,
}
"""Public `?region=` values; Russia has too few checked records for a page of its own."""


class DatePrecision(models.TextChoices):
    YEAR = "year", "year"
    MONTH = "month", "month"
    DAY = "day", "day"
