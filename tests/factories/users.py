"""People with an account."""

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from editorial.roles import Role

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory):
    """Somebody without rights; `staff=True` may enter the newsroom, `superuser=True` may do all there."""

    class Meta:
        model = get_user_model()
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")
    first_name = factory.Sequence(lambda n: f"Person {n}")
    last_name = "Example"
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)

    class Params:
        staff = factory.Trait(is_staff=True)
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        """The groups of these names: `UserFactory(roles=["author"])`."""
        if create and extracted:
            self.groups.set(Group.objects.filter(name__in=extracted))


class ColleagueFactory(UserFactory):
    """Somebody in every role, for tests in which the role is not the question."""

    is_staff = True
    roles = factory.PostGeneration(
        lambda user, create, extracted: user.groups.set(
            Group.objects.filter(name__in=extracted or Role.values)
        )
    )
