"""Which trials exist, whether they are recruiting, and where."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "trials"
    verbose_name = "trials"
