"""Who answers for what a command does."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def find_user(name):
    """Return the user with a name, or None for no name. Raises CommandError where nobody has it."""
    if not name:
        return None
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user “{name}”.")
    return user
