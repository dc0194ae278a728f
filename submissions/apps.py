"""What the public sends in."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "submissions"

    def ready(self):
        """Follow what happens to drafts in Wagtail."""
        from submissions.following import connect

        connect()
