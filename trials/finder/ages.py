"""Ages as whole days, so that "6 months" and "2 years" compare. Pure functions.

A reader and a registry both say a whole number of a unit and mean all of it: "17 years" lasts until the day before the
18th birthday. So a youngest age is the first day of its unit and an oldest age the last day of its unit.
"""

from trials.importing.ages import DAYS, age_in_days
from trials.models.finder import OLDEST_AGE_IN_DAYS

UNITS = ("years", "months", "weeks", "days")


def youngest_day(text: str) -> int:
    """Return the first day of life of a youngest age as registered; 0 where there is no limit."""
    days = age_in_days(text)
    return 0 if days is None else min(int(days), OLDEST_AGE_IN_DAYS)


def oldest_day(text: str) -> int:
    """Return the last day of life of an oldest age as registered; that of nobody alive where there is no limit."""
    days = age_in_days(text)
    if days is None:
        return OLDEST_AGE_IN_DAYS
    unit = text.split()[-1].lower().rstrip("s")
    return min(max(int(days + DAYS[unit]) - 1, 0), OLDEST_AGE_IN_DAYS)


def days_of(number: int, unit: str) -> tuple[int, int]:
    """Return the first and the last day of life of a person who is so many years, months, weeks or days old."""
    length = DAYS[unit.rstrip("s")]
    return int(number * length), max(int((number + 1) * length) - 1, int(number * length))
