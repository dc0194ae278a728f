"""The languages organisations may work in: in the reader's words."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

# Official languages of Europe that Django itself is not translated into.
FURTHER_NAMES = {"mt": "Maltese"}
NAMES = {code: info["name"] for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info} | FURTHER_NAMES
LANGUAGES = sorted(((code, _(name)) for code, name in NAMES.items()), key=lambda pair: NAMES[pair[0]])
LANGUAGE_CODES = frozenset(code for code, name in LANGUAGES)
