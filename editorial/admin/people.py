"""Who may enter the newsroom."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from editorial import audit
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
    list_filter = ("groups", "is_active", "is_staff", "is_superuser")
    show_facets = admin.ShowFacets.ALLOW

    def get_readonly_fields(self, request, obj=None):
        """Nobody makes themselves more than they are: single rights and superusers are a superuser's."""
        kept = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), *kept)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        person = form.instance
        roles = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
        audit.record(
            "change an account" if change else "make an account",
            by=request.user,
            about=f"account {person}",
            detail=f"active: {person.is_active}\nstaff: {person.is_staff}\nroles: {roles or 'none'}",
        )

    def delete_model(self, request, obj):
        audit.record("delete an account", by=request.user, about=f"account {obj}")
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for person in queryset:
            audit.record("delete an account", by=request.user, about=f"account {person}")
        super().delete_queryset(request, queryset)

    def has_change_permission(self, request, obj=None):
        """An administrator cannot change a superuser, whose password would be theirs."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_delete_permission(request, obj) and not above


@admin.register(Group, site=site)
class RolesAdmin(GroupAdmin):
    """Roles as groups of rights."""
