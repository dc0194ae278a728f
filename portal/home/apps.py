"""The shell: home page, search, health, error pages. May import every app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = "home"

    def ready(self):
        # The handlers need the models of every app.
        from portal.home import pinning
        from portal.home.search_index import following

        following.connect()
        pinning.connect()
