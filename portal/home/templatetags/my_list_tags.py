"""Links to a reader's list from any page."""

from dataclasses import dataclass

from django import template

from portal.home.my_list import id_of, list_in

register = template.Library()


@dataclass(frozen=True)
class ListLink:
    """Where a link leads that puts an entry on the list in the address; whether it is on it, and how many are."""

    address: str
    is_on: bool
    count: int


@register.simple_tag
def list_link(request, thing):
    """Return the link that puts a record or page on the reader's list; None for what cannot be on one."""
    entry_id = id_of(thing)
    if not entry_id:
        return None
    listed = list_in(request)
    return ListLink(listed.with_entry(entry_id).address(), entry_id in listed, len(listed))
