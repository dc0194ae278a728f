"""The disease a reader comes with."""

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "conditions"
    verbose_name = "conditions"
