"""Reads what registries publish into registry records; new trials become drafts, nothing is ever published."""
