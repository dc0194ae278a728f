"""Registers the admin screens of trials."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from trials.models import RegistryRecord
from trials.viewsets import RegistryRecordViewSet, TrialViewSet

register_permission_policy(RegistryRecord, RegistryRecordViewSet.permission_policy)
register_snippet(TrialViewSet)
register_snippet(RegistryRecordViewSet)
