"""Registers the admin screens of submissions."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from submissions.models import Submission
from submissions.viewsets import SubmissionViewSet

register_permission_policy(Submission, SubmissionViewSet.permission_policy)
register_snippet(SubmissionViewSet)
