"""Takes terms from a table: read, checked as a whole, compared with what we hold, proposed as drafts."""
