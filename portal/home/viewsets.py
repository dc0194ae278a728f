"""Admin screens of what editors pin to the top of the search."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Locale
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.home.search_feedback import PinnedAnswer


class PinnedAnswerForm(WagtailAdminModelForm):
    """Words, and the address of the page that answers them."""

    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        locales = Locale.objects.order_by("pk")
        self.fields["language"].choices = [(one.language_code, one.get_display_name()) for one in locales]


class PinnedAnswerViewSet(SnippetViewSet):
    """Best answers that editors chose themselves."""

    model = PinnedAnswer
    icon = "pick"
    menu_label = _("Pinned answers")
    menu_order = 270
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "first_words", "target_address", "language", BooleanColumn("is_shown_now", label=_("Shown now")), "shown_until",
    ]  # fmt: skip
    list_filter = ["language"]
    list_per_page = 50
    search_fields = ["words", "target_address"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("words"), FieldPanel("target_address"), FieldPanel("language")], heading=_("What and where")
            ),
            FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")], heading=_("When")),
            FieldPanel("note"),
        ],
        base_form_class=PinnedAnswerForm,
    )
