"""What the pages of a reader's list show."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.base.presenters import Crumb
from portal.home.doctor_sheet import LONGEST_QUESTIONS, Row, Sheet, SheetEntry, compared
from portal.home.my_list import MOST_ENTRIES

MOST_COMPARED = 4


@dataclass(frozen=True)
class ListedEntry:
    """One entry with the addresses of the same list without it, or with it in another place; empty where none."""

    entry: SheetEntry
    remove: str
    up: str
    down: str

    @property
    def status(self) -> str:
        """The first fact of a trial or therapy: how it stands."""
        return self.entry.facts[0][1] if self.entry.facts and self.entry.id.startswith("trial:") else ""

    @property
    def extract(self) -> str:
        return self.entry.text[0] if self.entry.text else ""


@dataclass(frozen=True)
class MissingEntry:
    """An id for which there is nothing to read, and the address of the list without it."""

    id: str
    remove: str


@dataclass
class ListPage:
    """The list, and what is made of it."""

    sheet: Sheet

    most = MOST_ENTRIES
    longest_questions = LONGEST_QUESTIONS

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Home"), reverse("wagtail_serve", args=[""])), Crumb(_("My list"))]

    def crumbs_below(self, label: str) -> list[Crumb]:
        home, here = self.crumbs
        return [home, Crumb(here.label, reverse("my_list")), Crumb(label)]

    @property
    def compare_crumbs(self) -> list[Crumb]:
        return self.crumbs_below(_("Trials side by side"))

    @property
    def sheet_crumbs(self) -> list[Crumb]:
        return self.crumbs_below(_("Sheet for my doctor"))

    @property
    def count_line(self) -> str:
        number = len(self.sheet.entries)
        return ngettext("%(n)s entry on my list", "%(n)s entries on my list", number) % {"n": number}

    @property
    def address(self) -> str:
        """The whole address, to be copied or kept."""
        return self.sheet.address

    @property
    def empty_address(self) -> str:
        return type(self.sheet.listed)().address()

    @property
    def compare_address(self) -> str:
        return self.sheet.listed.address("my_list_compare")

    @property
    def sheet_address(self) -> str:
        return self.sheet.listed.address("my_list_sheet")

    @property
    def pdf_address(self) -> str:
        return self.sheet.listed.address("my_list_pdf")

    @cached_property
    def entries(self) -> list[ListedEntry]:
        listed = self.sheet.listed
        shown = [entry.id for entry in self.sheet.entries]
        return [
            ListedEntry(
                entry=entry,
                remove=listed.without(entry.id).address(),
                up=listed.moved(entry.id, -1).address() if entry.id != shown[0] else "",
                down=listed.moved(entry.id, 1).address() if entry.id != shown[-1] else "",
            )
            for entry in self.sheet.entries
        ]

    @property
    def missing(self) -> list[MissingEntry]:
        listed = self.sheet.listed
        return [MissingEntry(entry_id, listed.without(entry_id).address()) for entry_id in self.sheet.missing]

    @property
    def left_out_line(self) -> str:
        """That a list has more entries than fit; empty when all of them do."""
        number = self.sheet.listed.left_out
        return ngettext(
            "%(n)s more entry did not fit: a list holds %(most)s.",
            "%(n)s more entries did not fit: a list holds %(most)s.",
            number,
        ) % {"n": number, "most": MOST_ENTRIES} if number else ""  # fmt: skip

    @property
    def unreadable_line(self) -> str:
        """That parts of the address are the id of nothing; what they say is not repeated."""
        number = self.sheet.listed.unreadable
        return ngettext(
            "%(n)s part of the address could not be read.", "%(n)s parts of the address could not be read.", number
        ) % {"n": number} if number else ""  # fmt: skip

    @property
    def number_of_trials(self) -> int:
        return len(self.sheet.trial_pages)

    @property
    def compared_line(self) -> str:
        """That only the first trials are compared; empty when all of them are."""
        if self.number_of_trials <= MOST_COMPARED:
            return ""
        return _("The first %(most)s of your %(n)s trials. Move others up on your list to compare them.") % {
            "most": MOST_COMPARED,
            "n": self.number_of_trials,
        }

    @cached_property
    def rows(self) -> list[Row]:
        """The trials side by side (one query)."""
        return compared(self.sheet, MOST_COMPARED)

    @property
    def compared_trials(self) -> list[SheetEntry]:
        trials = [entry for entry in self.sheet.entries if entry.id in self.sheet.trial_pages]
        return trials[:MOST_COMPARED]
