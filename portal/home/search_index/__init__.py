"""Keeps the documents of the search equal to what is published: after each change, or all of them at once."""
