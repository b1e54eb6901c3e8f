"""Who may do what in the newsroom: five roles, which are groups, and the verbs each may use.

Rights on the working copy are Django's own permissions, given to the groups by `install`. A verb asks
for membership of a group and nothing else: a superuser who is in no group signs nothing.
"""

from django.apps import apps
from django.db import models

from .registry import kinds


class Role(models.TextChoices):
    """The names of the groups."""

    AUTHOR = "author", "Author"
    REVIEWER = "medical reviewer", "Medical reviewer"
    PUBLISHER = "publisher", "Publisher"
    MODERATOR = "comment moderator", "Comment moderator"
    ADMINISTRATOR = "administrator", "Administrator"


EDITORS = frozenset({Role.AUTHOR, Role.REVIEWER, Role.PUBLISHER})

MAY = {
    "propose": EDITORS,
    "propose to withdraw": EDITORS,
    "comment": EDITORS | {Role.ADMINISTRATOR},
    "assign": EDITORS,
    "preview": EDITORS,
    "restore": EDITORS,
    "cancel": EDITORS,
    "return": EDITORS,
    "sign medical": frozenset({Role.REVIEWER}),
    "sign editorial": frozenset({Role.AUTHOR, Role.PUBLISHER}),
    "publish": frozenset({Role.PUBLISHER}),
    "schedule": frozenset({Role.PUBLISHER}),
    "publish an emergency": frozenset({Role.PUBLISHER, Role.ADMINISTRATOR}),
    "countersign": EDITORS | {Role.ADMINISTRATOR},
    "moderate": frozenset({Role.MODERATOR}),
}
"""The roles that may use each verb; whether it may be used on this text is the verb's own question."""


def roles_of(user) -> frozenset[str]:
    """The roles of an active account, asked of the database once for each account object."""
    if user is None or not user.is_active or user.pk is None:
        return frozenset()
    if not hasattr(user, "_roles"):
        names = user.groups.filter(name__in=Role.values).values_list("name", flat=True)
        user._roles = frozenset(names)
    return user._roles


def may(user, verb: str) -> bool:
    return bool(roles_of(user) & MAY[verb])


def install(using: str) -> None:
    """Make the five groups and give each its rights on the tables; run after every migration."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    for label in ("editorial", "auth"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    working = {spec.model for kind in kinds().values() for spec in kind.rows}
    wanted = {role: [] for role in Role}
    for permission in Permission.objects.using(using).select_related("content_type"):
        for role in _holders(permission, working):
            wanted[role].append(permission)
    for role, permissions in wanted.items():
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.add(*permissions)


def _holders(permission, working):
    """The roles that have this right from the start."""
    model = permission.content_type.model_class()
    if model in working:
        return EDITORS
    if hasattr(model, "held_by"):
        return model.held_by.get(permission.codename.partition("_")[0], ())
    label = permission.content_type.app_label
    if label == "editorial" and permission.codename.startswith("view_"):
        return (*EDITORS, Role.ADMINISTRATOR)
    return (Role.ADMINISTRATOR,) if label == "auth" else ()
