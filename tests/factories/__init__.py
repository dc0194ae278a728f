"""Records and pages for tests: plain functions, running numbers instead of invented names."""
