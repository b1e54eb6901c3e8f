"""Natural keys of rows that an entry owns, so that fixtures can name and update them."""

from django.db import models


class NaturalManager(models.Manager):
    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.natural_fields, values, strict=True)))


def natural_key(row):
    return tuple(_follow(row, path) for path in row.natural_fields)


def _follow(row, path):
    for step in path.split("__"):
        row = getattr(row, step)
    return row
