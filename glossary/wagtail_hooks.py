"""Registers the glossary's admin screens."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from glossary import history, rich_text, screens, word_screens
from glossary.content_checks import WordsSidePanel
from glossary.viewsets import TermViewSet

register_snippet(TermViewSet)

hooks.register("register_rich_text_features", rich_text.register)
hooks.register("portal_side_panels", WordsSidePanel)
hooks.register("register_reports_menu_item", word_screens.menu_item_of_hard_words)
hooks.register("register_snippet_listing_buttons", word_screens.button_of_uses)
hooks.register("register_snippet_listing_buttons", screens.button_of_merging)
hooks.register("register_log_actions", history.register)


@hooks.register("register_admin_urls")
def screens_about_words():
    """Addresses of the report of hard words, of the ignored ones, and of where a term is used."""
    return [
        path("glossary/hard-words/", word_screens.hard_words_report, name="glossary_hard_words"),
        path("glossary/hard-words/ignore/", word_screens.ignore_word, name="glossary_ignore_word"),
        path("glossary/hard-words/ignored/", word_screens.ignored_words_list, name="glossary_ignored_words"),
        path("glossary/hard-words/ignored/<int:pk>/", word_screens.bring_back_word, name="glossary_bring_back_word"),
        path("glossary/uses/<int:pk>/", word_screens.term_uses, name="glossary_term_uses"),
    ]


@hooks.register("register_admin_urls")
def screens_of_files_and_merging():
    """Addresses of import and export, and of merging one term into another."""
    return [
        path("glossary/import/", screens.import_screen, name="glossary_import"),
        path("glossary/import/confirm/", screens.confirm_import, name="glossary_import_confirm"),
        path("glossary/export/glossary.<str:form>", screens.export_file, name="glossary_export"),
        path("glossary/merge/<int:pk>/", screens.merge_screen, name="glossary_merge"),
    ]
