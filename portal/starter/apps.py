"""The starter content and its loader."""

from django.apps import AppConfig


class StarterConfig(AppConfig):
    name = "portal.starter"
    label = "starter"
    verbose_name = "starter content"
