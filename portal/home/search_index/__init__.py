"""Keeps the documents of the search equal to what is published: built when something changes, or all of them at once."""
