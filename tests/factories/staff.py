"""Members of staff for tests."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.factories.kernel import number


def make_member(*groups, password="", **fields):
    """Make a member of staff who belongs to groups; the groups must have been set up."""
    user = get_user_model().objects.create_user(
        username=fields.pop("username", f"member-{number()}"), password=password or None, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups), "Set up the roles first."
    return user


def make_superuser():
    """Make somebody who may do everything."""
    return get_user_model().objects.create_superuser(username=f"admin-{number()}", email="", password=None)


def signed_in(user) -> Client:
    """Return a browser in which a member of staff is signed in."""
    client = Client()
    client.force_login(user)
    return client
