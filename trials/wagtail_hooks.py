"""Registers the admin screens of trials."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from trials.merging import MERGED_LOG, TOOK_IN_LOG
from trials.models import RegistryRecord, Trial
from trials.registries import number_warning
from trials.screens import pairs, queue, readings, unmapped, watching
from trials.screens.frame import may_use
from trials.viewsets import RegistryRecordViewSet, TrialViewSet
from trials.waiting import ACCEPTED_LOG, BACK_LOG, DECLINED_LOG

register_permission_policy(RegistryRecord, RegistryRecordViewSet.permission_policy)
register_snippet(TrialViewSet)
register_snippet(RegistryRecordViewSet)

hooks.register("register_snippet_listing_buttons", pairs.button_of_merging)


@hooks.register("register_admin_urls")
def screens_of_registries():
    """Addresses of “From registries”."""
    return [
        path("trials/drafts/", queue.queue, name="trials_queue"),
        path("trials/drafts/decide/", queue.decide, name="trials_queue_decide"),
        path("trials/summaries/", watching.summaries, name="trials_summaries"),
        path("trials/stale/", watching.stale_list, name="trials_stale"),
        path("trials/changes/", watching.changes, name="trials_changes"),
        path("trials/unmapped/", unmapped.unmapped, name="trials_unmapped"),
        path("trials/unmapped/<int:pk>/", unmapped.map_name, name="trials_map_name"),
        path("trials/unmapped/<int:pk>/back/", unmapped.unmap_name, name="trials_unmap_name"),
        path("trials/pairs/", pairs.pairs, name="trials_pairs"),
        path("trials/pairs/<int:pk>/", pairs.compare, name="trials_pair"),
        path("trials/pairs/<int:pk>/two/", pairs.tell_apart, name="trials_pair_tell_apart"),
        path("trials/merge/<int:pk>/", pairs.merge_screen, name="trials_merge"),
        path("trials/readings/", readings.readings, name="trials_readings"),
        path("trials/readings/<int:pk>/", readings.reading, name="trials_reading"),
    ]


class ForEditors(MenuItem):
    """Shown to whoever may change trials."""

    def is_shown(self, request):
        return may_use(request.user)


MENU = [
    (_("Drafts from registries"), "trials_queue", "download"),
    (_("Needs a plain summary"), "trials_summaries", "edit"),
    (_("Changed by registries"), "trials_changes", "history"),
    (_("Not up to date"), "trials_stale", "time"),
    (_("Possible duplicates"), "trials_pairs", "copy"),
    (_("Countries and values"), "trials_unmapped", "globe"),
    (_("Readings of registries"), "trials_readings", "list-ul"),
]


@hooks.register("register_admin_menu_item")
def menu_of_registries():
    """“From registries”, below the trials themselves."""
    items = [
        ForEditors(label, reverse(name), name=name.replace("_", "-"), icon_name=icon, order=place)
        for place, (label, name, icon) in enumerate(MENU)
    ]
    return SubmenuMenuItem(
        _("From registries"), Menu(items=items), name="trials-from-registries", icon_name="download", order=244
    )


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_check_digits(request, trial):
    """Tell an editor of numbers whose check digits do not fit; they are saved all the same."""
    if isinstance(trial, Trial):
        for row in trial.identifiers.all():
            if warning := number_warning(row.registry, row.number):
                messages.warning(request, warning)


@hooks.register("register_log_actions")
def log_actions_of_registries(actions):
    """How decisions about drafts and duplicates read in a trial's history."""
    actions.register_action(ACCEPTED_LOG, _("Accepted"), _("The draft from a registry was accepted"))
    actions.register_action(DECLINED_LOG, _("Declined"), _("The draft from a registry was declined"))
    actions.register_action(BACK_LOG, _("Brought back"), _("The declined draft waits for a decision again"))
    actions.register_action(MERGED_LOG, _("Merged"), _("The trial was merged into another one"))
    actions.register_action(
        TOOK_IN_LOG, _("Took in another trial"), _("Numbers and records of another trial came here")
    )
