"""What is or was authorised, where, since when, and what became of it."""

from django.apps import AppConfig


class TherapiesConfig(AppConfig):
    name = "therapies"
    verbose_name = "therapies"
