"""First accounts: the administrator of a new site, and example staff for a developer's machine."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS

DEMO_STAFF = {
    "editor": EDITORS, "reviewer": REVIEWERS, "moderator": MODERATORS, "second-editor": EDITORS,
    "second-moderator": MODERATORS,
}  # fmt: skip


def make_administrator(username: str, password: str = "") -> str:
    """Make the first administrator and return the password, generated unless given; empty when one exists already."""
    users = get_user_model()
    if users.objects.filter(is_superuser=True).exists():
        return ""
    password = password or secrets.token_urlsafe(12)
    user = users.objects.create_superuser(username=username, email="", password=password)
    user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return password


def make_demo_staff() -> dict[str, str]:
    """Make one account for each role and return username to password; accounts that exist get a new password."""
    passwords = {}
    for username, group in DEMO_STAFF.items():
        passwords[username] = secrets.token_urlsafe(9)
        user, _made = get_user_model().objects.get_or_create(username=username)
        user.set_password(passwords[username])
        user.save()
        user.groups.set([Group.objects.get(name=group)])
    return passwords
