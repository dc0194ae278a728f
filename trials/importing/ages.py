"""Ages as registries write them ("6 Months", "18 Years"), so that they compare across units. Pure functions."""

import re

DAYS = {
    "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 365.25 / 12, "year": 365.25,
}  # fmt: skip
AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(minute|hour|day|week|month|year)s?", re.IGNORECASE)


def age_in_days(text: str | None) -> float | None:
    """Return an age in days; None where a registry gives no limit ("N/A", empty) or something unreadable."""
    match = AGE.fullmatch((text or "").strip())
    return float(match[1]) * DAYS[match[2].lower()] if match else None
