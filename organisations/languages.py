"""The languages organisations may work in: every two-letter language Django knows, in the reader's words."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

LANGUAGES = sorted(
    ((code, _(info["name"])) for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info),
    key=lambda pair: LANG_INFO[pair[0]]["name"],
)
LANGUAGE_CODES = frozenset(code for code, name in LANGUAGES)
