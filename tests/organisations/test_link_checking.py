"""What is remembered of links: two failures on different days, who is told, and going on after an interruption."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from organisations.link_checking import NothingAnswers, addresses_due, check_links, remember
from organisations.models import LinkCheck, OrganisationContact
from portal.base.enums import LinkState
from portal.base.links import Found, Outcome
from tests.factories.constraints import refused_by
from tests.factories.kernel import make_source
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 6, 1)
TUESDAY = MONDAY + datetime.timedelta(days=1)
FAILED = Found(Outcome.FAILED, "answered 404")
WORKS = Found(Outcome.WORKS)
SITE = "https://one.example/"


class Asker:
    """Stands in for the network: what each address comes to; everything else works."""

    def __init__(self, **found):
        self.found, self.asked = {name.replace("_", "."): value for name, value in found.items()}, []

    def look_at(self, address):
        self.asked.append(address)
        return next((found for part, found in self.found.items() if part in address), WORKS)


def state_of(address=SITE):
    check = LinkCheck.objects.get(address=address)
    return check.state, check.failed_on


def test_first_failure_is_shown_to_nobody_and_a_second_day_makes_it_broken():
    organisation, source = make_organisation(website=SITE), make_source(url=SITE)
    remember(SITE, WORKS, today=MONDAY - datetime.timedelta(days=7))

    remember(SITE, FAILED, today=MONDAY)
    source.refresh_from_db()
    assert state_of() == (LinkState.OK, MONDAY)
    assert (source.link_state, source.broken_since) == (LinkState.OK, None)

    remember(SITE, FAILED, today=MONDAY)
    assert state_of() == (LinkState.OK, MONDAY), "Twice on one day is one failure."

    remember(SITE, FAILED, today=TUESDAY)
    source.refresh_from_db()
    contact = OrganisationContact.objects.get(organisation=organisation)
    assert state_of() == (LinkState.BROKEN, MONDAY)
    assert (source.link_state, source.broken_since, source.link_checked_on) == (LinkState.BROKEN, MONDAY, TUESDAY)
    assert (contact.link_state, contact.broken_since, contact.link_address) == (LinkState.BROKEN, MONDAY, SITE)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (WORKS, LinkState.OK),
        (Found(Outcome.MOVED, leads_to="https://new.example/"), LinkState.REDIRECTED),
        (Found(Outcome.UNSURE, "answers, but not to programs (403)"), LinkState.UNCHECKED),
    ],
)
def test_link_that_answers_again_is_no_longer_broken(found, state):
    source = make_source(url=SITE)
    remember(SITE, FAILED, today=MONDAY)
    remember(SITE, FAILED, today=TUESDAY)

    remember(SITE, found, today=TUESDAY + datetime.timedelta(days=1))
    source.refresh_from_db()

    assert state_of() == (state, None)
    assert (source.link_state, source.broken_since) == (state, None)


def test_check_of_a_broken_link_needs_the_day_since_when():
    with refused_by("organisations_linkcheck_broken_has_date"):
        LinkCheck.objects.create(address=SITE, checked_on=MONDAY, state="broken")


def test_address_that_several_entries_share_is_asked_once():
    make_organisation(website=SITE)
    make_source(url=SITE)
    make_organisation("Draft", live=False, website="https://draft.example/")
    asker = Asker()

    run = check_links(asker, today=MONDAY)

    assert asker.asked == [SITE]
    assert (run.due, run.asked, run.works) == (1, 1, 1)


def test_what_works_is_asked_again_after_a_week_and_what_failed_the_next_day():
    for name in ("works", "fails"):
        make_source(url=f"https://{name}.example/")
    check_links(Asker(fails=FAILED), today=MONDAY)

    assert addresses_due(MONDAY) == []
    assert addresses_due(TUESDAY) == ["https://fails.example/"]
    assert len(addresses_due(MONDAY + datetime.timedelta(days=7))) == 2
    assert len(addresses_due(MONDAY, everything=True)) == 2


def test_interrupted_run_is_taken_up_where_it_ended():
    for number in range(4):
        make_source(url=f"https://site-{number}.example/")
    first, second = Asker(), Asker()

    check_links(first, limit=2, today=MONDAY)
    run = check_links(second, today=MONDAY)

    assert run.asked == 2
    assert len({*first.asked, *second.asked}) == 4
    assert LinkCheck.objects.count() == 4


def test_when_nothing_answers_it_is_our_own_network_and_no_failure_is_noted():
    for number in range(3):
        make_source(url=f"https://site-{number}.example/")
    check_links(Asker(), today=MONDAY)

    with pytest.raises(NothingAnswers):
        check_links(Asker(site=FAILED), everything=True, today=TUESDAY)

    assert not LinkCheck.objects.filter(failed_on__isnull=False).exists()


def test_failures_at_the_end_count_when_a_link_that_worked_still_does():
    make_source(url="https://good.example/")
    check_links(Asker(), today=MONDAY)
    make_source(url="https://bad.example/")

    run = check_links(Asker(bad=FAILED), today=MONDAY)

    assert (run.asked, run.failed, run.broken) == (1, 1, 0)
    assert state_of("https://bad.example/") == (LinkState.UNCHECKED, MONDAY)


def test_address_that_no_entry_uses_any_more_is_forgotten():
    source = make_source(url=SITE)
    make_source(url="https://other.example/")
    check_links(Asker(), today=MONDAY)
    source.delete()

    check_links(Asker(), today=MONDAY)

    assert list(LinkCheck.objects.values_list("address", flat=True)) == ["https://other.example/"]


def test_address_on_which_the_asker_stumbles_does_not_end_the_run():
    make_source(url="https://odd.example/")
    make_source(url="https://good.example/")

    class Stumbling(Asker):
        def look_at(self, address):
            if "odd" in address:
                raise RuntimeError("what is this")
            return super().look_at(address)

    run = check_links(Stumbling(), today=MONDAY)

    assert (run.works, run.unsure) == (1, 1)
    assert "what is this" in LinkCheck.objects.get(address="https://odd.example/").problem


def test_command_says_what_was_found(monkeypatch, capsys):
    make_source(url="https://good.example/")
    make_source(url="https://bad.example/")
    monkeypatch.setattr("organisations.management.commands.check_links.connect_asker", lambda: Asker(bad=FAILED))

    call_command("check_links")

    assert "2 addresses asked: 1 work, 0 lead elsewhere, 0 do not answer programs, 1 failed" in capsys.readouterr().out


def test_command_ends_with_an_error_when_nothing_answers(monkeypatch):
    make_source(url="https://bad.example/")
    monkeypatch.setattr("organisations.management.commands.check_links.connect_asker", lambda: Asker(bad=FAILED))

    with pytest.raises(CommandError, match="look at this machine's network"):
        call_command("check_links", "--all", "--limit", "5")

    assert not LinkCheck.objects.exists()
