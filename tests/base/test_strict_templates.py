"""An undefined variable in one of our templates fails a test; Wagtail's templates rely on it being empty."""

import pytest
from django.conf import settings
from django.template import Context, Engine, engines
from django.template.base import Origin, Template, VariableDoesNotExist


def rendered(source, path, **values):
    """Render a template as if it stood at a path."""
    engine: Engine = engines["django"].engine
    template = Template(source, origin=Origin(str(path), "x.html"), name="x.html", engine=engine)
    return template.render(Context(values))


OURS = settings.BASE_DIR / "templates" / "glossary" / "x.html"
THEIRS = settings.BASE_DIR / ".venv" / "lib" / "wagtail" / "templates" / "x.html"


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing }}",
        "{{ term.nothing }}",
        "{{ nothing|upper }}",
        "{% for a in b %}{% empty %}{{ nothing }}{% endfor %}",
        "{% if True %}{{ nothing }}{% endif %}",
    ],
)
def test_undefined_variable_in_our_template_raises(source):
    with pytest.raises(VariableDoesNotExist, match="nothing"):
        rendered(source, OURS, term="x", b=[])


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ nothing|upper }}", "{{ term.nothing }}"])
def test_undefined_variable_in_a_template_of_wagtail_is_empty(source):
    assert rendered(source, THEIRS, term="x") == ""


def test_variable_that_is_empty_or_none_is_defined():
    assert rendered("{{ a }}{{ b }}{{ c|default:'-' }}", OURS, a="", b=None, c="") == "None-"


def test_settings_of_the_tests_are_strict():
    assert engines["django"].engine.string_if_invalid.__class__.__name__ == "UndefinedVariable"
