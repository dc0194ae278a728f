"""Dates that are known to the year, the month or the day, shown as precisely as known and never completed."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, a year and month, or a full date; ``str()`` gives the stored form ("2021", "2021-03", "2021-03-05")."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read the stored form. Raises ValueError, saying what to write, for anything that is not a real date."""
        match = FORM.fullmatch(text.strip())
        if not match:
            raise ValueError(f"“{text}” is not a date: write 2021, 2021-03 or 2021-03-05.")
        year, month, day = (int(part or 1) for part in match.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            raise ValueError(f"“{text}” does not exist in the calendar: check month and day.") from None
        return cls(match.group(0))

    def __str__(self) -> str:
        return self.text

    @property
    def precision(self) -> str:
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]

    @property
    def year(self) -> int:
        return int(self.text[:4])

    @property
    def earliest(self) -> datetime.date:
        """The first day the date can mean."""
        year, month, day = [*map(int, self.text.split("-")), 1, 1][:3]
        return datetime.date(year, month, day)

    @property
    def latest(self) -> datetime.date:
        """The last day the date can mean."""
        if self.precision == "day":
            return self.earliest
        if self.precision == "year":
            return datetime.date(self.year, 12, 31)
        following = self.earliest.replace(day=28) + datetime.timedelta(days=4)
        return following - datetime.timedelta(days=following.day)

    @property
    def words(self) -> str:
        """The date for a reader in the active language, no more precise than known."""
        shape = {"year": "Y", "month": "YEAR_MONTH_FORMAT", "day": "DATE_FORMAT"}[self.precision]
        return formats.date_format(self.earliest, shape)


def check_partial_date(text: str) -> None:
    """Validator for fields. Raises ValidationError with the remedy."""
    try:
        PartialDate.parse(str(text))
    except ValueError as error:
        raise ValidationError(str(error), code="partial_date") from None


class PartialDateField(models.CharField):
    """Stores a partial date as ISO text, which sorts in order of time."""

    default_validators = [check_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("help_text", _("As precisely as known: 2021, 2021-03 or 2021-03-05."))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs


def in_words(text: str) -> str:
    """Return a stored partial date in the reader's words; text that is no date comes back as it is."""
    try:
        return PartialDate.parse(text).words
    except ValueError:
        return text
