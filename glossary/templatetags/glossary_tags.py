"""Marks glossary words in templates."""

from django import template
from django.utils.translation import get_language

from glossary.marking import marked

register = template.Library()


@register.filter(is_safe=True)
def glossary(html, barred=None):
    """Mark the first use of each glossary word in each section of HTML.

    ``{% filter glossary:page.unmarked %}…{% endfilter %}`` around the whole text of a page, so that "first use" means
    the page's. ``barred`` are the primary keys of terms not to be marked; None marks all, False marks none.
    """
    if barred is False:
        return html
    return marked(html, get_language(), barred or ())
