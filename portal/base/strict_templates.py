"""An undefined variable in one of our templates is a mistake, and tests must fail on it."""

import inspect

from django.conf import settings
from django.template.base import VariableDoesNotExist


class UndefinedVariable(str):
    """Stands in for ``string_if_invalid``: raises in our templates, and is as good as empty in Wagtail's.

    Wagtail's admin relies on undefined variables being empty, so only files below our own template folder are strict.
    Django asks for the truth of the value first; the frame that asks knows which template is being rendered.
    """

    def __bool__(self):
        return bool(own_template(inspect.currentframe().f_back))

    def __str__(self):
        return ""

    def __html__(self):
        return ""

    def __mod__(self, variable):
        raise VariableDoesNotExist("“%s” is not defined in %s", (variable, own_template(inspect.currentframe().f_back)))


def own_template(frame) -> str:
    """Return the path of the template of ours that a frame of the template engine is rendering; empty for others'."""
    context = frame.f_locals.get("context")
    template = getattr(getattr(context, "render_context", None), "template", None)
    origin = str(getattr(getattr(template, "origin", None), "name", ""))
    return origin if origin.startswith(str(settings.BASE_DIR / "templates")) else ""
