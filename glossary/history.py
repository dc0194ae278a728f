"""How imports and merges read in the history of a term, a page or a record."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from glossary.importing.drafts import IMPORTED
from glossary.merging import MERGED, REPOINTED, TOOK_IN


class Imported(LogFormatter):
    """A draft came from a file."""

    label = _("Imported")

    def format_message(self, log_entry):
        facts = {"file": log_entry.data.get("file") or _t("a file"), "line": log_entry.data.get("line", "")}
        return _t("Imported from %(file)s, line %(line)s") % facts


class Merged(LogFormatter):
    """A term went into another one."""

    label = _("Merged")

    def format_message(self, log_entry):
        return _t("Merged into “%(into)s”") % {"into": log_entry.data.get("into", "")}


class TookIn(LogFormatter):
    """A term took in another one."""

    label = _("Took in another term")

    def format_message(self, log_entry):
        return _t("“%(term)s” was merged into this term") % {"term": log_entry.data.get("term", "")}


class Repointed(LogFormatter):
    """An entry names another term, because the one it named was merged."""

    label = _("Names another term")

    def format_message(self, log_entry):
        facts = {"term": log_entry.data.get("term", ""), "into": log_entry.data.get("into", "")}
        return _t("Names “%(into)s” instead of “%(term)s”, which was merged into it") % facts


FORMATTERS = {IMPORTED: Imported, MERGED: Merged, TOOK_IN: TookIn, REPOINTED: Repointed}


def register(actions) -> None:
    """Make the log know these actions."""
    for action, formatter in FORMATTERS.items():
        actions.register_action(action)(formatter)
