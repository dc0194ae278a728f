"""From checked starter files to published records and pages, in one transaction: all of them or none."""
