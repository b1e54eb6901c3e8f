"""Who may enter the newsroom."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from editorial.site import site


@admin.register(User, site=site)
class PeopleAdmin(UserAdmin):
    """Accounts. What somebody wrote or signed stays in the log when the account is deleted."""

    list_display = (
        "username",
        "first_name",
        "last_name",
        "email",
        "is_staff",
        "is_active",
        "last_login",
    )
    show_facets = admin.ShowFacets.ALLOW


@admin.register(Group, site=site)
class RolesAdmin(GroupAdmin):
    """Roles as groups of rights."""
